"""What a mesa is counted by, derived at each save, so that an index alone tells it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAGS = ("unowned", "no_responsible", "unanswered", "contested")
OPEN = "status NOT IN ('done', 'unfeasible')"
PART = "EXISTS (SELECT 1 FROM responsibility part WHERE part.commitment_id = commitment.id"
FLAG_ALL = f"""UPDATE commitment SET unowned = NOT {PART}),
no_responsible = {OPEN} AND NOT {PART} AND part.role = 'responsible' AND part.stance <> 'declined'),
unanswered = {OPEN} AND {PART} AND part.role = 'responsible' AND part.stance = 'assigned'),
contested = {OPEN} AND {PART} AND part.stance = 'declined')"""  # noqa: S608 (constants)
COPY_ALL = """UPDATE responsibility
SET mesa_id = commitment.mesa_id, status = commitment.status, deadline = commitment.deadline,
again = responsibility.id NOT IN (SELECT min(one.id) FROM responsibility one GROUP BY one.commitment_id, one.institution_id)
FROM commitment WHERE commitment.id = responsibility.commitment_id"""


def upgrade() -> None:
    for name in FLAGS:
        op.add_column("commitment", flag(name))
    op.add_column("responsibility", sa.Column("mesa_id", NUMBER, nullable=False, server_default=sa.text("0")))
    op.add_column("responsibility", sa.Column("status", sa.String(20), nullable=False, server_default=sa.text("''")))
    op.add_column("responsibility", sa.Column("deadline", sa.Date))
    op.add_column("responsibility", flag("again"))
    op.execute(FLAG_ALL)
    op.execute(COPY_ALL)
    op.create_index(
        "ix_commitment_counted",
        "commitment",
        ["mesa_id", "unowned", "status", "deadline", "no_responsible", "unanswered", "contested"],
    )
    op.create_index(
        "ix_responsibility_counted", "responsibility", ["mesa_id", "again", "institution_id", "status", "deadline"]
    )


def downgrade() -> None:
    op.drop_index("ix_responsibility_counted", "responsibility")
    op.drop_index("ix_commitment_counted", "commitment")
    for name in ("again", "deadline", "status", "mesa_id"):
        op.execute(f"ALTER TABLE responsibility DROP COLUMN {name}")  # not as a batch, see 0006
    for name in FLAGS:
        op.execute(f"ALTER TABLE commitment DROP COLUMN {name}")


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.text("false"))
