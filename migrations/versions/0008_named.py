"""Whom an institution that declined names instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("responsibility", sa.Column("named", sa.Text, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    op.execute("ALTER TABLE responsibility DROP COLUMN named")  # as in 0006
