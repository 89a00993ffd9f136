"""A part of an announcement that another coordinator answers for keeps the number by which the history knows it.

Of announcements made before the history told of any, it goes on telling nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TOLD = """
    UPDATE announcement SET in_history = EXISTS (
        SELECT 1 FROM history_event WHERE subject = 'announcement' AND key LIKE '%/a-' || announcement.id
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("announcement") as table:
        table.add_column(sa.Column("part_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
        table.add_column(sa.Column("in_history", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(TOLD)
    with op.batch_alter_table("announcement") as table:
        table.alter_column("in_history", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("announcement") as table:
        table.drop_column("in_history")
        table.drop_column("part_of")
