"""Who is told what and when: recipients, invites, the schedule, notices, deliveries; the ladder of each mesa."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING = "state IN ('pending', 'sending')"


def part_of(table: str, owner: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = f"{owner}_id"
    foreign = sa.ForeignKeyConstraint([name], [f"{owner}.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, NUMBER, nullable=False), foreign


def upgrade() -> None:
    op.add_column("mesa", sa.Column("ladder", sa.Text, nullable=False, server_default=sa.text("''")))
    recipients()
    notices()
    deliveries()
    op.create_table(
        "schedule",
        sa.Column("about", sa.String(20), primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        *part_of("schedule", "mesa"),
        sa.Column("next_at", MOMENT),
        sa.Column("touched", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("acknowledged_until", sa.Date),
    )
    op.create_index("ix_schedule_next_at", "schedule", ["next_at"])
    op.create_index("ix_schedule_mesa_id_next_at", "schedule", ["mesa_id", "next_at"])
    look_at_everything(datetime.now(UTC))


def recipients() -> None:
    op.create_table(
        "recipient",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("lookup", name="uq_recipient_lookup"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_recipient_scope_id", "recipient", ["scope", "id"])
    op.create_table(
        "waiting_group",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("leave_at", MOMENT, nullable=False),
        sa.UniqueConstraint("lookup", name="uq_waiting_group_lookup"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_waiting_group_leave_at", "waiting_group", ["leave_at"])
    op.create_table(
        "invite",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_invite_token_hash"),
    )


def notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("dedup", sa.String(120), nullable=False),
        *part_of("notice", "mesa"),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("useful_until", MOMENT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("filled", sa.Boolean, nullable=False),
        sa.Column("fill_cursor", sa.LargeBinary(16)),
        sa.Column("counts", sa.Text),
        sa.UniqueConstraint("dedup", name="uq_notice_dedup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_state_priority_id", "notice", ["state", "priority", "id"])
    op.create_index("ix_notice_mesa_id_made_at", "notice", ["mesa_id", "made_at"])
    op.create_table(
        "notice_item",
        sa.Column("scope", sa.String(40), primary_key=True),
        sa.Column("about", sa.String(20), primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("step", sa.String(40), primary_key=True),
        *part_of("notice_item", "notice"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notice_item_notice_id", "notice_item", ["notice_id"])


def deliveries() -> None:
    numbers = ("not_before", "lease_until", "fence")
    counters = ("attempts", "ambiguous", "parts")
    op.create_table(
        "delivery",
        sa.Column("notice_id", NUMBER, nullable=False),
        sa.Column("recipient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in numbers),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counters),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "recipient_id", name="pk_delivery"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["notice_id", "state", "not_before"],
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )
    op.create_table(
        "pace",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("held_until", sa.BigInteger, nullable=False),
        sa.Column("rate", sa.Float, nullable=False),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def look_at_everything(now: datetime) -> None:
    """What is stored already is looked at by the next tick, as if it had just been loaded."""
    moment = sa.bindparam("now", now, MOMENT)
    for about, mesa_id, revision_of in (
        ("mesa", "id", "1"),
        ("commitment", "mesa_id", "revision"),
        ("meeting", "mesa_id", "revision"),
    ):
        columns = f"'{about}', id, {mesa_id}, :now, {sa.true()}, {revision_of}, '{{}}'"
        into = "INSERT INTO schedule (about, number, mesa_id, next_at, touched, revision, told)"
        op.execute(sa.text(f"{into} SELECT {columns} FROM {about}").bindparams(moment))  # noqa: S608 (our own words)


def downgrade() -> None:
    for table in (
        "heartbeat",
        "pace",
        "delivery",
        "notice_item",
        "notice",
        "schedule",
        "invite",
        "waiting_group",
        "recipient",
    ):
        op.drop_table(table)
    op.execute("ALTER TABLE mesa DROP COLUMN ladder")  # not as a batch: SQLite would copy the table and cascade
