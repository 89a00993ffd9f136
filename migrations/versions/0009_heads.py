"""The published heads; and words beside the chain can only be erased, where the chain itself says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEPT = "published_head is append-only"
_ONLY_ERASED = "history_text can only be erased"
# `python -m bot erase` appends an event of this subject and key first.
_ERASURE = (
    "NEW.seq = OLD.seq AND NEW.field = OLD.field AND NEW.text = '' AND length(NEW.salt) = 0 AND EXISTS "
    "(SELECT 1 FROM history_event WHERE subject = 'erasure' AND key = CAST(OLD.seq AS TEXT) || '/' || OLD.field)"
)


def upgrade() -> None:
    op.create_table(
        "published_head",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        guard_sqlite()
    else:
        guard_postgresql()


def guard_sqlite() -> None:
    for table, verb, when, said in (
        ("published_head", "UPDATE", "", _KEPT),
        ("published_head", "DELETE", "", _KEPT),
        ("history_text", "UPDATE", f"WHEN NOT ({_ERASURE})", _ONLY_ERASED),
        ("history_text", "DELETE", "", _ONLY_ERASED),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )


def guard_postgresql() -> None:
    for table, said in (("published_head", _KEPT), ("history_text", _ONLY_ERASED)):
        op.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        verbs = "UPDATE OR DELETE OR TRUNCATE" if table == "published_head" else "DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE {verbs} ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )
    op.execute(
        "CREATE FUNCTION history_text_blank() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_ERASURE} THEN RETURN NEW; END IF; RAISE EXCEPTION '{_ONLY_ERASED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_text_only_blank BEFORE UPDATE ON history_text "
        "FOR EACH ROW EXECUTE FUNCTION history_text_blank()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER history_text_no_{verb}")
            op.execute(f"DROP TRIGGER published_head_no_{verb}")
    else:
        op.execute("DROP TRIGGER history_text_only_blank ON history_text")
        op.execute("DROP TRIGGER history_text_no_change ON history_text")
        op.execute("DROP TRIGGER published_head_no_change ON published_head")
        for function in ("history_text_blank", "history_text_refuse", "published_head_refuse"):
            op.execute(f"DROP FUNCTION {function}()")
    op.drop_table("published_head")
