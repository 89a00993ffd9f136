"""Why an institution declined, and whom it named instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("reason", "named"):
        op.add_column("responsibility", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    for name in ("named", "reason"):
        op.drop_column("responsibility", name)
