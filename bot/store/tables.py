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
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from bot.domain.commitments import DeadlineOrigin, Role, Stance, Status
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.store.columns import UtcDateTime, word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# A button's number can have 15 digits; SQLite's own row numbers are that wide already, and only as INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


def _row_number() -> Column[int]:
    return Column("id", _Number, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _part_of(owner: str) -> Column[int]:
    """The row's owner, with which it goes."""
    return Column(f"{owner}_id", ForeignKey(f"{owner}.id", ondelete="CASCADE"), nullable=False)


mesa = Table(
    "mesa",
    metadata,
    _row_number(),
    Column("slug", String(64), nullable=False, unique=True),
    _text("name"),
    _text("territory"),
    _text("created_by"),
    Column("state", word(MesaState), nullable=False),
    _text("state_words"),
    _text("installed"),
    Column("term_until", Date),
    Column("suspended_since", Date),
    _text("suspended_why"),
    Column("zone", String(64), nullable=False),
    _text("note"),
    _text("source"),
    _text("extras"),  # JSON: [[column, words], …]
    sqlite_autoincrement=True,
)

subgroup = Table(
    "subgroup",
    metadata,
    _row_number(),
    _part_of("mesa"),
    Column("position", Integer, nullable=False),
    _text("name"),
    UniqueConstraint("mesa_id", "name"),
)

institution = Table(
    "institution",
    metadata,
    _row_number(),
    Column("slug", String(200), nullable=False, unique=True),
    _text("name"),
    _text("acronym"),
    Column("parent_id", ForeignKey("institution.id")),
    _text("kind"),
    sqlite_autoincrement=True,
)

institution_alias = Table(
    "institution_alias",
    metadata,
    _row_number(),
    _part_of("institution"),
    Column("position", Integer, nullable=False),
    _text("name"),
    Index(None, "institution_id"),
)

mesa_seat = Table(
    "mesa_seat",
    metadata,
    _row_number(),
    _part_of("mesa"),
    Column("position", Integer, nullable=False),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    _text("role"),
    Index(None, "mesa_id"),
)

meeting = Table(
    "meeting",
    metadata,
    _row_number(),
    _part_of("mesa"),
    _text("code"),
    Column("day", Date, nullable=False),
    Column("starts", Time),  # in the mesa's zone
    _text("subgroup"),
    _text("place"),
    Column("latitude", Float),
    Column("longitude", Float),
    _text("agenda"),
    _text("convener"),
    Column("outcome", word(Outcome), nullable=False),
    _text("outcome_words"),
    Column("minutes_published", Date),
    _text("source"),
    _text("note"),
    _text("extras"),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("mesa_id", "code"),
    Index(None, "mesa_id", "day"),
    sqlite_autoincrement=True,
)

commitment = Table(
    "commitment",
    metadata,
    _row_number(),
    _part_of("mesa"),
    _text("code"),
    _text("folded_code"),  # as people type it: domain/folding.py
    _text("sort_code"),  # numbers padded, so that 2 stands before 10
    _text("safe_code"),  # as links carry it
    _text("text"),
    _text("text_quechua"),
    _text("subgroup"),
    _text("acta"),
    _text("acta_date"),
    Column("deadline", Date),
    Column("original_deadline", Date),
    _text("deadline_words"),
    Column("deadline_origin", word(DeadlineOrigin), nullable=False),
    _text("extended_by"),
    _text("extended_why"),
    Column("status", word(Status), nullable=False),
    _text("status_words"),
    _text("status_date"),
    Column("confirmations", Integer, nullable=False),
    Column("disputes", Integer, nullable=False),
    Column("reserved", Boolean, nullable=False),
    _text("source"),
    _text("confidence"),
    _text("note"),
    _text("extras"),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("mesa_id", "code"),
    UniqueConstraint("mesa_id", "safe_code"),
    Index(None, "mesa_id", "deadline"),
    Index(None, "folded_code"),
    Index(None, "sort_code"),
    sqlite_autoincrement=True,
)

responsibility = Table(
    "responsibility",
    metadata,
    _row_number(),
    _part_of("commitment"),
    Column("position", Integer, nullable=False),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    Column("role", word(Role), nullable=False),
    Column("stance", word(Stance), nullable=False),
    _text("words"),
    _text("said_by"),
    Column("said_on", Date),
    Index(None, "commitment_id"),
    Index(None, "institution_id"),
)

# Derived: what a search looks into (bot/store/searching.py). Compared byte by byte, so that what begins alike lies together.
# The commitment's mesa, which never changes, comes first: a question is about one mesa.
commitment_word = Table(
    "commitment_word",
    metadata,
    Column("mesa_id", _Number, primary_key=True, autoincrement=False),
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
    _text("actor"),
    Column("subject", String(20), nullable=False),
    _text("key"),
    Column("facts", Text),  # canonical JSON; NULL: removed
    Column("previous", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index(None, "subject", "key"),
)

# The words behind the salted commitments; a row can be erased and the chain still verifies.
history_text = Table(
    "history_text",
    metadata,
    Column("seq", ForeignKey("history_event.seq"), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    _text("text"),
)
