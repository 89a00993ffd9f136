"""What coordinators announce, and the notices that carry it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("dedup", sa.String(80), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("es", "qu", "voice")),
        sa.Column("media_kind", sa.String(20), nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("commitment", NUMBER),
        sa.Column("subgroup", sa.Text, nullable=False),
        sa.Column("author", sa.LargeBinary(32)),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("message", sa.BigInteger),
        sa.Column("shown_at", sa.DateTime(timezone=True)),
        sa.Column("stopped", sa.String(20), nullable=False),
        sa.Column("tolerated_tries", sa.Integer, nullable=False),
        sa.Column("tolerated_errors", sa.Integer, nullable=False),
        sa.Column("reported", sa.Boolean, nullable=False),
        sa.UniqueConstraint("dedup", name="uq_announcement_dedup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcement_author", "announcement", ["author"])
    op.create_index("ix_announcement_reported", "announcement", ["reported"])
    op.create_table(
        "announcement_notice",
        sa.Column("notice_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column(
            "announcement_id",
            NUMBER,
            sa.ForeignKey("announcement.id", name="fk_announcement_notice_announcement_id", ondelete="CASCADE"),
            nullable=False,
        ),
    )
    op.create_index("ix_announcement_notice_announcement_id", "announcement_notice", ["announcement_id"])


def downgrade() -> None:
    op.drop_table("announcement_notice")
    op.drop_table("announcement")
