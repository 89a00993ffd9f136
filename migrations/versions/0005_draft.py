"""What a coordinator is in the middle of writing, sealed and for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.UniqueConstraint("lookup", name="uq_draft_lookup"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_day", "draft", ["day"])


def downgrade() -> None:
    op.drop_table("draft")
