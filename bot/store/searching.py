"""What a commitment is found by: its words, kept beside it, derived and never part of the history; how its code sorts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Select, bindparam, delete, insert, select

from bot.domain.folding import fold, fold_code
from bot.store.session import Session
from bot.store.tables import commitment, commitment_word, institution, institution_alias, responsibility

# Letters of a word that count: PostgreSQL's index refuses entries of more than 2,700 bytes.
LONGEST = 64
# Above every letter, so that what begins with p lies between p and p + LAST; hence it is no part of any word.
LAST = "\U0010ffff"
_NUMBER = re.compile(r"\d+")


def sort_code(code: str) -> str:
    """The folded code with its numbers padded: ESP-2 stands before ESP-10."""
    return _NUMBER.sub(lambda number: number.group().zfill(8), fold_code(code))


def storable(text: str) -> str:
    """Without what no database keeps in a text (NUL, half a surrogate pair), and without LAST."""
    return text.encode(errors="ignore").decode().replace("\0", "").replace(LAST, "")


def words_of(
    text: str, text_quechua: str, code: str, subgroup: str, names: Iterable[str], *, reserved: bool
) -> set[str]:
    """All that a commitment can be found by the beginnings of. A reserved text has none, or it could be guessed at."""
    texts = () if reserved else (text, text_quechua)
    folded = fold(" ".join([*texts, code, subgroup, *names]))
    return {word for token in f"{folded} {fold_code(code)}".split() for word in _beginnings(storable(token))}


def _beginnings(token: str) -> Iterator[str]:
    """The token from each place where somebody may begin to type it: its start, each sign, and what follows a sign.

    "(100%)" → "(100%)", "100%)", "%)", ")": so "100%", "100" and "%" all find it, each literally.
    """
    after_letter = False
    for place, letter in enumerate(token):
        is_letter = letter.isalnum()
        if not (is_letter and after_letter):
            yield token[place : place + LONGEST]
        after_letter = is_letter


_KNOWN = select(commitment_word.c.word).where(commitment_word.c.commitment_id == bindparam("commitment"))
_ADD = insert(commitment_word)
_DROP = delete(commitment_word).where(
    commitment_word.c.mesa_id == bindparam("mesa"),
    commitment_word.c.word == bindparam("gone"),
    commitment_word.c.commitment_id == bindparam("commitment"),
)


async def remember(db: Session, commitment_id: int, mesa_id: int, words: set[str]) -> None:
    """From now on the commitment is found by these words; only what changed is written."""
    known = set((await db.execute(_KNOWN, {"commitment": commitment_id})).scalars())
    if gone := known - words:
        await db.execute(_DROP, [{"mesa": mesa_id, "gone": word, "commitment": commitment_id} for word in sorted(gone)])
    if fresh := words - known:
        row = {"mesa_id": mesa_id, "commitment_id": commitment_id}
        await db.execute(_ADD, [row | {"word": word} for word in sorted(fresh)])


_PLAIN_NAMES = select(institution.c.id, institution.c.name, institution.c.acronym)
_ALIASES = select(institution_alias.c.institution_id, institution_alias.c.name)


async def names_of(db: Session, numbers: Iterable[int]) -> list[str]:
    """What these institutions are called: names, acronyms, aliases."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    plain = await db.execute(_PLAIN_NAMES.where(institution.c.id.in_(wanted)))
    aliases = await db.execute(_ALIASES.where(institution_alias.c.institution_id.in_(wanted)))
    return [name for row in plain for name in (row.name, row.acronym)] + [row.name for row in aliases]


async def fold_again(db: Session, institution_id: int) -> None:
    """Its commitments are found by its new names from now on."""
    theirs = select(responsibility.c.commitment_id).where(responsibility.c.institution_id == institution_id)
    owing = await _owing(db, theirs)
    called: dict[int, list[str]] = {
        number: await names_of(db, [number]) for number in {one for each in owing.values() for one in each}
    }
    for row in (await db.execute(select(commitment).where(commitment.c.id.in_(theirs)))).all():
        names = [name for number in owing[row.id] for name in called[number]]
        words = words_of(row.text, row.text_quechua, row.code, row.subgroup, names, reserved=row.reserved)
        await remember(db, row.id, row.mesa_id, words)


async def _owing(db: Session, commitments: Select[tuple[int]]) -> dict[int, list[int]]:
    """Of each of these commitments the institutions that have a part in it."""
    found: dict[int, list[int]] = defaultdict(list)
    parts = select(responsibility.c.commitment_id, responsibility.c.institution_id)
    for row in await db.execute(parts.where(responsibility.c.commitment_id.in_(commitments))):
        found[row.commitment_id].append(row.institution_id)
    return found
