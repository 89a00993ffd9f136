"""Why a piece of evidence was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("withdrawn", sa.Text, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    op.execute("ALTER TABLE evidence DROP COLUMN withdrawn")  # not as a batch: SQLite would copy the table
