"""What shows that something was done; why a record was rectified, and why somebody declined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    nothing = sa.text("''")
    op.add_column("commitment", sa.Column("rectifications", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("commitment", sa.Column("rectified_why", sa.Text, nullable=False, server_default=nothing))
    op.add_column("responsibility", sa.Column("why", sa.Text, nullable=False, server_default=nothing))
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column(
            "commitment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("commitment.id", name="fk_evidence_commitment_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("held", sa.Text, nullable=False),
        sa.Column("caption", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.UniqueConstraint("commitment_id", "number", name="uq_evidence_commitment_id_number"),
    )


def downgrade() -> None:
    op.drop_table("evidence")
    op.execute("ALTER TABLE responsibility DROP COLUMN why")  # not as a batch: SQLite would copy the table and cascade
    op.execute("ALTER TABLE commitment DROP COLUMN rectified_why")
    op.execute("ALTER TABLE commitment DROP COLUMN rectifications")
