"""What is remembered, table by table. The migrations make exactly these (tests/migrations).

Rows never leave this package. Free texts have no length: sources are messy. An empty text is "", never NULL. Row numbers
that buttons carry are never given twice (sqlite_autoincrement).
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
    Time,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from bot.domain.commitments import DeadlineOrigin, Role, Stance, Status
from bot.domain.evidence import Medium
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.store.columns import UtcDateTime, word
from bot.store.schema import Number, flag, metadata, part_of, row_number, text

mesa = Table(
    "mesa",
    metadata,
    row_number(),
    Column("slug", String(64), nullable=False, unique=True),
    text("name"),
    text("territory"),
    text("created_by"),
    Column("state", word(MesaState), nullable=False),
    text("state_words"),
    text("installed"),
    Column("term_until", Date),
    Column("suspended_since", Date),
    text("suspended_why"),
    Column("zone", String(64), nullable=False),
    # Its own reminders, "" = the usual ones (bot/domain/ladder.py). It came later than the rows: hence the default.
    Column("ladder", Text, nullable=False, server_default=sql("''")),
    text("note"),
    text("source"),
    text("extras"),  # JSON: [[column, words], …]
    sqlite_autoincrement=True,
)

subgroup = Table(
    "subgroup",
    metadata,
    row_number(),
    part_of("mesa"),
    Column("position", Integer, nullable=False),
    text("name"),
    UniqueConstraint("mesa_id", "name"),
)

institution = Table(
    "institution",
    metadata,
    row_number(),
    Column("slug", String(200), nullable=False, unique=True),
    text("name"),
    text("acronym"),
    Column("parent_id", ForeignKey("institution.id")),
    text("kind"),
    sqlite_autoincrement=True,
)

institution_alias = Table(
    "institution_alias",
    metadata,
    row_number(),
    part_of("institution"),
    Column("position", Integer, nullable=False),
    text("name"),
    Index(None, "institution_id"),
)

mesa_seat = Table(
    "mesa_seat",
    metadata,
    row_number(),
    part_of("mesa"),
    Column("position", Integer, nullable=False),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    text("role"),
    Index(None, "mesa_id"),
)

meeting = Table(
    "meeting",
    metadata,
    row_number(),
    part_of("mesa"),
    text("code"),
    Column("day", Date, nullable=False),
    Column("starts", Time),  # in the mesa's zone
    text("subgroup"),
    text("place"),
    Column("latitude", Float),
    Column("longitude", Float),
    text("agenda"),
    text("convener"),
    Column("outcome", word(Outcome), nullable=False),
    text("outcome_words"),
    Column("minutes_published", Date),
    text("source"),
    text("note"),
    text("extras"),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("mesa_id", "code"),
    Index(None, "mesa_id", "day"),
    sqlite_autoincrement=True,
)

commitment = Table(
    "commitment",
    metadata,
    row_number(),
    part_of("mesa"),
    text("code"),
    text("folded_code"),  # as people type it: domain/folding.py
    text("sort_code"),  # numbers padded, so that 2 stands before 10
    text("safe_code"),  # as links carry it
    text("text"),
    text("text_quechua"),
    text("subgroup"),
    text("acta"),
    text("acta_date"),
    Column("deadline", Date),
    Column("original_deadline", Date),
    text("deadline_words"),
    Column("deadline_origin", word(DeadlineOrigin), nullable=False),
    text("extended_by"),
    text("extended_why"),
    Column("status", word(Status), nullable=False),
    text("status_words"),
    text("status_date"),
    Column("confirmations", Integer, nullable=False),
    Column("disputes", Integer, nullable=False),
    Column("reserved", Boolean, nullable=False),
    text("source"),
    text("confidence"),
    text("note"),
    text("extras"),
    Column("rectifications", Integer, nullable=False, server_default=sql("0")),  # these two came later
    Column("rectified_why", Text, nullable=False, server_default=sql("''")),
    # What is derived at each save, so that a mesa is counted from one index alone.
    flag("unowned"),  # no institution has a part in it
    flag("no_responsible"),  # these three are of open ones (bot/domain/commitments.py)
    flag("unanswered"),
    flag("contested"),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("mesa_id", "code"),
    UniqueConstraint("mesa_id", "safe_code"),
    Index(None, "mesa_id", "deadline"),
    Index(
        "ix_commitment_counted",
        *("mesa_id", "unowned", "status", "deadline", "no_responsible", "unanswered", "contested"),
    ),
    Index(None, "folded_code"),
    Index(None, "sort_code"),
    sqlite_autoincrement=True,
)

responsibility = Table(
    "responsibility",
    metadata,
    row_number(),
    part_of("commitment"),
    Column("position", Integer, nullable=False),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    Column("role", word(Role), nullable=False),
    Column("stance", word(Stance), nullable=False),
    text("words"),
    text("said_by"),
    Column("said_on", Date),
    Column("why", Text, nullable=False, server_default=sql("''")),  # came later
    Column("named", Text, nullable=False, server_default=sql("''")),  # slug of the institution that it says it is up to
    # What its commitment says, again, for the same reason: a save writes both.
    Column("mesa_id", Number, nullable=False, server_default=sql("0")),
    Column("status", word(Status), nullable=False, server_default=sql("''")),
    Column("deadline", Date),
    flag("again"),  # the institution has another part in the same one, which is counted
    Index(None, "commitment_id"),
    Index(None, "institution_id"),
    Index("ix_responsibility_counted", "mesa_id", "again", "institution_id", "status", "deadline"),
)

# What shows how a commitment goes (bot/store/evidence.py).
evidence = Table(
    "evidence",
    metadata,
    row_number(),
    part_of("commitment"),
    Column("number", Integer, nullable=False),
    Column("kind", word(Medium), nullable=False),
    text("held"),
    text("caption"),
    Column("at", UtcDateTime, nullable=False),
    text("actor"),
    Column("withdrawn", Text, nullable=False, server_default=sql("''")),  # came later
    UniqueConstraint("commitment_id", "number"),
)

# Derived: what a search looks into (bot/store/searching.py). Compared byte by byte, so that what begins alike lies together.
# The commitment's mesa, which never changes, comes first: a question is about one mesa.
commitment_word = Table(
    "commitment_word",
    metadata,
    Column("mesa_id", Number, primary_key=True, autoincrement=False),
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("commitment_id", ForeignKey("commitment.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "commitment_id"),
    sqlite_with_rowid=False,
)

# A chat and what it chose: nothing here, not even a length or an hour, says who (bot/store/people.py).
person = Table(
    "person",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("joined", String(8), nullable=False),  # ISO week, "2026-W47"
)

# What a chat spoke of last (bot/store/subjects.py): joins with nothing, and tells a day, not an hour.
subject = Table(
    "subject",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("day", Date, nullable=False),  # after it the row is dropped
    Index(None, "day"),
)

# One row for each version of the keys: tells a wrong key from a right one.
key_check = Table(
    "key_check",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("value", LargeBinary(32), nullable=False),
)

processed_update = Table(
    "processed_update",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("poison", String(200)),  # the error's class name, never its message
    Index(None, "at"),
)

history_event = Table(
    "history_event",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    text("actor"),
    Column("subject", String(20), nullable=False),
    text("key"),
    Column("facts", Text),  # canonical JSON; NULL: removed
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index(None, "subject", "key"),
)

# The words behind the salted commitments; both salt and words can be blanked, and the chain still verifies.
history_text = Table(
    "history_text",
    metadata,
    Column("seq", ForeignKey("history_event.seq"), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    text("text"),
)

# The heads that were published: what the history was then (bot/store/heads.py).
published_head = Table(
    "published_head",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
