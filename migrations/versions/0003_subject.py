"""What a chat spoke of last, sealed and for a short while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.UniqueConstraint("lookup", name="uq_subject_lookup"),
    )
    op.create_index("ix_subject_day", "subject", ["day"])


def downgrade() -> None:
    op.drop_table("subject")
