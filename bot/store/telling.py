"""The tables of who is told what and when: recipients, invites, the schedule, notices, announcements and their deliveries.

Nothing here, not even an order of rows, tells who takes part, or that two recipients are one person.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.domain.notices import About, Kind, NoticeState, State
from bot.store.columns import UtcDateTime, word
from bot.store.schema import Number, metadata, part_of, row_number, text
from bot.store.tables import mesa

EVERY_TABLE = metadata  # with those of bot/store/tables.py


def _of_mesa() -> Column[int]:
    return Column("mesa_id", ForeignKey(mesa.c.id, ondelete="CASCADE"), nullable=False)


# One chat inside one scope (bot/store/recipients.py). Kept in the order of the random keys: the order of joining tells nothing.
recipient = Table(
    "recipient",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("scope", String(40), nullable=False),  # "mesa:3", "team:3", "body:12", "admins"
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "scope", "id"),
    sqlite_with_rowid=False,
)

# What a chat is in the middle of writing (bot/store/drafts.py).
draft = Table(
    "draft",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("day", Date, nullable=False),  # after it the row is dropped
    Index(None, "day"),
    sqlite_with_rowid=False,
)

# A group that follows nothing yet, and when the bot leaves it (bot/store/waiting.py).
waiting_group = Table(
    "waiting_group",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("leave_at", UtcDateTime, nullable=False),
    Index(None, "leave_at"),
    sqlite_with_rowid=False,
)

# Only the hash is kept of what opens a door, and only until it was opened.
invite = Table(
    "invite",
    metadata,
    row_number(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("scope", String(40), nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("mesa_id", Number),  # whose coordinators gave it; NULL: the administrators
    sqlite_autoincrement=True,
)

# The schedule: when to look at each thing again, and what was told of it (bot/store/schedule.py).
schedule = Table(
    "schedule",
    metadata,
    Column("about", word(About), primary_key=True),
    Column("number", Number, primary_key=True, autoincrement=False),  # the thing's row
    _of_mesa(),
    Column("next_at", UtcDateTime),  # NULL: nothing will come by itself
    Column("touched", Boolean, nullable=False),  # changed since it was looked at
    Column("revision", Integer, nullable=False),  # since which its clock runs
    text("told"),  # JSON: what was told of it
    Column("acknowledged_until", Date),  # until then coordinators hear no repeats of it
    Index(None, "next_at"),
    Index(None, "mesa_id", "next_at"),
)

notice = Table(
    "notice",
    metadata,
    row_number(),
    Column("dedup", String(120), nullable=False, unique=True),
    _of_mesa(),
    Column("scope", String(40), nullable=False),
    Column("kind", word(Kind), nullable=False),
    Column("priority", Integer, nullable=False),
    text("items"),  # JSON (bot/store/notices.py)
    Column("urgent", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("useful_until", UtcDateTime, nullable=False),
    Column("state", word(NoticeState), nullable=False),
    Column("filled", Boolean, nullable=False),
    Column("fill_cursor", LargeBinary(16)),
    Column("counts", Text),  # JSON, once its deliveries are forgotten
    Index(None, "state", "priority", "id"),
    Index(None, "mesa_id", "made_at"),
    sqlite_autoincrement=True,
)

# Each step of the ladder at most once for each scope, whoever decides how often.
notice_item = Table(
    "notice_item",
    metadata,
    Column("scope", String(40), primary_key=True),
    Column("about", word(About), primary_key=True),
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("step", String(40), primary_key=True),
    part_of("notice"),
    Index(None, "notice_id"),
    sqlite_with_rowid=False,
)

# What a coordinator announces (bot/store/announcements.py): public words. Of who made it, only what it takes to show them its progress.
announcement = Table(
    "announcement",
    metadata,
    row_number(),
    Column("dedup", String(80), nullable=False, unique=True),
    Column("actor", String(40), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    text("es"),
    text("qu"),
    text("voice"),  # Telegram's name of a recording, "" = none
    Column("media_kind", String(20), nullable=False),
    text("media"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("commitment", Number),  # of whose followers it is; NULL: of everybody's
    text("subgroup"),
    Column("part_of", Number),  # which announcement it was split off; NULL: none. The history knows both by that number
    Column("in_history", Boolean, nullable=False),  # not of those made before the history told of any
    Column("author", LargeBinary(32)),  # a look-up of their own scope; NULL: nobody's, or forgotten
    Column("sealed", LargeBinary),  # their chat
    Column("message", BigInteger),  # in which its progress is shown
    Column("shown_at", UtcDateTime),  # last
    Column("stopped", String(20), nullable=False),
    Column("tolerated_tries", Integer, nullable=False),
    Column("tolerated_errors", Integer, nullable=False),
    Column("reported", Boolean, nullable=False),  # nothing more of it is to be seen to
    Index(None, "author"),
    Index(None, "reported"),
    sqlite_autoincrement=True,
)

# One notice for each scope it goes to: these are paused, undone and counted.
announcement_notice = Table(
    "announcement_notice",
    metadata,
    Column("notice_id", Number, primary_key=True, autoincrement=False),
    part_of("announcement"),
    Index(None, "announcement_id"),
)

# One recipient of one notice (bot/store/outbox.py). Numbers, not moments: a million rows are written at once.
# A recipient may be gone before its delivery, and a notice never goes: no foreign keys. Each costs a third of a fan-out.
delivery = Table(
    "delivery",
    metadata,
    Column("notice_id", Number, primary_key=True, autoincrement=False),
    Column("recipient_id", LargeBinary(16), primary_key=True),
    Column("state", word(State), nullable=False),
    Column("not_before", BigInteger, nullable=False),  # Unix seconds, by our clock
    Column("lease_until", BigInteger, nullable=False),  # Unix milliseconds, by the database's clock
    Column("fence", BigInteger, nullable=False),  # who claimed it last; a later write names it
    Column("attempts", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("parts", Integer, nullable=False),  # how many parts of it were said already
    Column("reason", String(40), nullable=False),
    sqlite_with_rowid=False,
)
# On PostgreSQL it has the same condition (migration 0004); to name it here would load that dialect everywhere, 2 MB.
Index(
    "ix_delivery_waiting",
    delivery.c.notice_id,
    delivery.c.state,
    delivery.c.not_before,
    sqlite_where=delivery.c.state.in_([State.PENDING, State.SENDING]),
)

# What all senders share: until when nothing may be sent, and when the next may be. One row.
pace = Table(
    "pace",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_at", BigInteger, nullable=False),  # Unix microseconds, by the database's clock
    Column("held_until", BigInteger, nullable=False),  # Unix milliseconds, by the database's clock
    Column("rate", Float, nullable=False),  # sends a second now; 0 = as configured
)

# The last moment the clock told that we believed. One row.
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)
