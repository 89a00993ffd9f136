"""A part of an announcement that another coordinator answers for keeps the number by which the history knows it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcement") as table:
        table.add_column(sa.Column("part_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))


def downgrade() -> None:
    with op.batch_alter_table("announcement") as table:
        table.drop_column("part_of")
