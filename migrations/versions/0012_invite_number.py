"""An invitation's number is never given to another one: a button that took back the first would take back the second."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _numbered(again=False)


def downgrade() -> None:
    _numbered(again=True)


def _numbered(*, again: bool) -> None:
    """PostgreSQL gives no number twice anyway."""
    if op.get_bind().dialect.name == "sqlite":
        kwargs = {"sqlite_autoincrement": not again}
        with op.batch_alter_table("invite", recreate="always", table_kwargs=kwargs):
            pass
