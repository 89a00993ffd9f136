"""The first tables: mesas, institutions, meetings, commitments, people, processed updates, history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only INTEGER numbers rows by itself in SQLite
_APPEND_ONLY = "history_event is append-only"


def upgrade() -> None:
    make_mesas()
    make_meetings()
    make_commitments()
    make_people()
    make_history()
    guard_history()


def downgrade() -> None:
    unguard_history()
    for table in (
        "history_text",
        "history_event",
        "processed_update",
        "key_check",
        "person",
        "responsibility",
        "commitment",
        "meeting",
        "mesa_seat",
        "subgroup",
        "mesa",
        "institution_alias",
        "institution",
    ):
        op.drop_table(table)


def make_mesas() -> None:
    op.create_table(
        "institution",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("acronym", sa.Text, nullable=False),
        sa.Column("parent_id", NUMBER, sa.ForeignKey("institution.id", name="fk_institution_parent_id")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.UniqueConstraint("slug", name="uq_institution_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "institution_alias",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "institution_id",
            NUMBER,
            sa.ForeignKey("institution.id", ondelete="CASCADE", name="fk_institution_alias_institution_id"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_index("ix_institution_alias_institution_id", "institution_alias", ["institution_id"])
    op.create_table(
        "mesa",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("territory", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_words", sa.Text, nullable=False),
        sa.Column("installed", sa.Text, nullable=False),
        sa.Column("term_until", sa.Date),
        sa.Column("suspended_since", sa.Date),
        sa.Column("suspended_why", sa.Text, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("extras", sa.Text, nullable=False),
        sa.UniqueConstraint("slug", name="uq_mesa_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subgroup",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "mesa_id",
            NUMBER,
            sa.ForeignKey("mesa.id", ondelete="CASCADE", name="fk_subgroup_mesa_id"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("mesa_id", "name", name="uq_subgroup_mesa_id_name"),
    )
    op.create_table(
        "mesa_seat",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "mesa_id",
            NUMBER,
            sa.ForeignKey("mesa.id", ondelete="CASCADE", name="fk_mesa_seat_mesa_id"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column(
            "institution_id",
            NUMBER,
            sa.ForeignKey("institution.id", name="fk_mesa_seat_institution_id"),
            nullable=False,
        ),
        sa.Column("role", sa.Text, nullable=False),
    )
    op.create_index("ix_mesa_seat_mesa_id", "mesa_seat", ["mesa_id"])


def make_meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "mesa_id",
            NUMBER,
            sa.ForeignKey("mesa.id", ondelete="CASCADE", name="fk_meeting_mesa_id"),
            nullable=False,
        ),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("starts", sa.Time),
        sa.Column("subgroup", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("agenda", sa.Text, nullable=False),
        sa.Column("convener", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("outcome_words", sa.Text, nullable=False),
        sa.Column("minutes_published", sa.Date),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("extras", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("mesa_id", "code", name="uq_meeting_mesa_id_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_mesa_id_day", "meeting", ["mesa_id", "day"])


def make_commitments() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "mesa_id",
            NUMBER,
            sa.ForeignKey("mesa.id", ondelete="CASCADE", name="fk_commitment_mesa_id"),
            nullable=False,
        ),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("folded_code", sa.Text, nullable=False),
        sa.Column("sort_code", sa.Text, nullable=False),
        sa.Column("safe_code", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_quechua", sa.Text, nullable=False),
        sa.Column("subgroup", sa.Text, nullable=False),
        sa.Column("acta", sa.Text, nullable=False),
        sa.Column("acta_date", sa.Text, nullable=False),
        sa.Column("deadline", sa.Date),
        sa.Column("original_deadline", sa.Date),
        sa.Column("deadline_words", sa.Text, nullable=False),
        sa.Column("deadline_origin", sa.String(20), nullable=False),
        sa.Column("extended_by", sa.Text, nullable=False),
        sa.Column("extended_why", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_words", sa.Text, nullable=False),
        sa.Column("status_date", sa.Text, nullable=False),
        sa.Column("confirmations", sa.Integer, nullable=False),
        sa.Column("disputes", sa.Integer, nullable=False),
        sa.Column("reserved", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("confidence", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("extras", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("mesa_id", "code", name="uq_commitment_mesa_id_code"),
        sa.UniqueConstraint("mesa_id", "safe_code", name="uq_commitment_mesa_id_safe_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_commitment_folded_code", "commitment", ["folded_code"])
    op.create_index("ix_commitment_mesa_id_deadline", "commitment", ["mesa_id", "deadline"])
    op.create_index("ix_commitment_sort_code", "commitment", ["sort_code"])
    op.create_table(
        "responsibility",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column(
            "commitment_id",
            NUMBER,
            sa.ForeignKey("commitment.id", ondelete="CASCADE", name="fk_responsibility_commitment_id"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column(
            "institution_id",
            NUMBER,
            sa.ForeignKey("institution.id", name="fk_responsibility_institution_id"),
            nullable=False,
        ),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("stance", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("said_on", sa.Date),
    )
    op.create_index("ix_responsibility_commitment_id", "responsibility", ["commitment_id"])
    op.create_index("ix_responsibility_institution_id", "responsibility", ["institution_id"])


def make_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("joined", sa.String(8), nullable=False),
        sa.UniqueConstraint("lookup", name="uq_person_lookup"),
    )
    op.create_table(
        "key_check",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "processed_update",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("poison", sa.String(200)),
    )
    op.create_index("ix_processed_update_at", "processed_update", ["at"])


def make_history() -> None:
    op.create_table(
        "history_event",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("facts", sa.Text),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_history_event_subject_key", "history_event", ["subject", "key"])
    op.create_table(
        "history_text",
        sa.Column(
            "seq", sa.BigInteger, sa.ForeignKey("history_event.seq", name="fk_history_text_seq"), primary_key=True
        ),
        sa.Column("field", sa.String(40), primary_key=True),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def guard_history() -> None:
    """Nobody rewrites the past by accident, not even by hand in a database shell."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_event_no_{verb.lower()} BEFORE {verb} ON history_event "
                f"BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION history_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_APPEND_ONLY}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_event_refuse()"
    )


def unguard_history() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER history_event_no_{verb}")
        return
    op.execute("DROP TRIGGER history_event_no_change ON history_event")
    op.execute("DROP FUNCTION history_event_refuse()")
