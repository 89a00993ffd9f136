"""The words a commitment is found by, in a table of their own instead of one folded text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.folding import fold, fold_code
from bot.store.searching import words_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLICE = 500  # commitments whose words are held in memory at once

institution = sa.table("institution", sa.column("id"), sa.column("name"), sa.column("acronym"))
institution_alias = sa.table("institution_alias", sa.column("institution_id"), sa.column("name"))
responsibility = sa.table("responsibility", sa.column("commitment_id"), sa.column("institution_id"))
commitment_word = sa.table("commitment_word", sa.column("mesa_id"), sa.column("word"), sa.column("commitment_id"))
commitment = sa.table(
    "commitment",
    *map(sa.column, ("id", "mesa_id", "code", "text", "text_quechua", "subgroup", "folded")),
    sa.column("reserved", sa.Boolean),
)


def upgrade() -> None:
    op.create_table(
        "commitment_word",
        sa.Column("mesa_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column(
            "commitment_id",
            NUMBER,
            sa.ForeignKey("commitment.id", ondelete="CASCADE", name="fk_commitment_word_commitment_id"),
            primary_key=True,
            autoincrement=False,
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_commitment_word_commitment_id", "commitment_word", ["commitment_id"])
    for rows in slices():
        op.get_bind().execute(commitment_word.insert(), [word for row, names in rows for word in found_by(row, names)])
    op.drop_column("commitment", "folded")


def downgrade() -> None:
    op.add_column("commitment", sa.Column("folded", sa.Text, nullable=False, server_default=""))
    filled = sa.update(commitment).where(commitment.c.id == sa.bindparam("row"))
    for rows in slices():
        op.get_bind().execute(filled, [{"row": row.id, "folded": folded(row, names)} for row, names in rows])
    op.drop_table("commitment_word")


def found_by(row: sa.Row[Any], names: Sequence[str]) -> Iterator[dict[str, object]]:
    words = words_of(row.text, row.text_quechua, row.code, row.subgroup, names, reserved=row.reserved)
    return ({"mesa_id": row.mesa_id, "word": word, "commitment_id": row.id} for word in sorted(words))


def folded(row: sa.Row[Any], names: Sequence[str]) -> str:
    """As version 0001 wrote it."""
    texts = ("", "") if row.reserved else (row.text, row.text_quechua)
    return f"{fold(' '.join([row.code, *texts, row.subgroup, *names]))} {fold_code(row.code)}"


def slices() -> Iterator[list[tuple[sa.Row[Any], list[str]]]]:
    """Every commitment with the names of the institutions that have a part in it, some at a time."""
    names, last = names_of_all(), 0
    kept = [column for column in commitment.c if column.name != "folded"]
    following = sa.select(*kept).where(commitment.c.id > sa.bindparam("last")).order_by(commitment.c.id).limit(SLICE)
    while rows := op.get_bind().execute(following, {"last": last}).all():
        numbers = [row.id for row in rows]
        parts = sa.select(responsibility).where(responsibility.c.commitment_id.in_(numbers))
        owed: dict[int, list[str]] = defaultdict(list)
        for part in op.get_bind().execute(parts):
            owed[part.commitment_id] += names[part.institution_id]
        yield [(row, owed[row.id]) for row in rows]
        last = numbers[-1]


def names_of_all() -> dict[int, list[str]]:
    """What each institution is called: name, acronym, aliases."""
    names = {row.id: [row.name, row.acronym] for row in op.get_bind().execute(sa.select(institution))}
    for alias in op.get_bind().execute(sa.select(institution_alias)):
        names[alias.institution_id].append(alias.name)
    return names
