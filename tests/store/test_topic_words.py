"""What is typed is looked for letter by letter, from the beginning of a word on, whatever signs stand in it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.asking import Ask, Which
from bot.domain.commitments import Commitment
from bot.domain.folding import fold, fold_code
from bot.store import commitments
from bot.store.database import Database
from bot.store.session import Session
from tests.cast import NOW, OTHERS, TODAY

PUNA = 2  # the row of the cast's mesa with one commitment


async def save(database: Database, *all_of_them: Commitment) -> None:
    async with database.transaction() as db:
        for commitment in all_of_them:
            await commitments.save(db, commitment, actor="a", now=NOW)


async def added(db: Session, ask: Ask) -> list[str]:
    """What is found of that mesa, which is told first, without the cast's."""
    items = (await commitments.page(db, ask, TODAY)).items
    return [item.code for item in items if item.mesa == OTHERS.mesa and item.code != OTHERS.code]


async def codes(database: Database, ask: Ask) -> list[str]:
    async with database.reading() as db:
        return await added(db, ask)


LITERAL = {
    "S-1": "Avance al 100% de la obra",
    "S-2": "El archivo plan_de_cierre",
    "S-3": r"La ruta C:\obra\plan",
    "S-4": "El local 'Inti' y \"Killa\"",
    "S-5": "Plazo -- por definir; DROP TABLE commitment",
    "S-6": "Todo lo demás",
}
FOUND = {
    "%": ["S-1"],
    "100%": ["S-1"],
    "10_%": [],
    "%obra": [],
    "_": ["S-2"],
    "_de": ["S-2"],
    "plan_": ["S-2"],
    "pl_n": [],
    "\\": ["S-3"],
    "\\obra": ["S-3"],
    "\\%": [],
    "'": ["S-4"],
    "'inti'": ["S-4"],
    "''": [],
    "' or '1'='1": [],
    '"': ["S-4"],
    '"killa"': ["S-4"],
    "--": ["S-5"],
    "; drop table commitment": ["S-5"],
    "'; drop table commitment; --": [],
    "*": [],
    "?": [],
    ":word": [],
    "100%\0": ["S-1"],
    "\x00100%": ["S-1"],
    "100%\ud800": ["S-1"],
    "\0": [],
    "\udfff": [],
    "\U0010ffff": [],
    "%" * 10_000: [],
    "obra " * 2_000: ["S-3"],
    " ".join(f"no{number}" for number in range(2_000)): [],
    "": [],
    " \t\n ": [],
}


@pytest.mark.parametrize("everywhere", [False, True])
async def test_nothing_typed_is_a_wildcard_or_an_order(demo: Database, everywhere: bool) -> None:
    """INJ-04"""
    await save(demo, *(Commitment("puna", code, text) for code, text in LITERAL.items()))
    typed = {words: Ask(PUNA, Which.TOPIC, query=words, everywhere=everywhere) for words in FOUND}
    found = {words: await codes(demo, ask) for words, ask in typed.items()}
    assert found == FOUND | {"obra " * 2_000: ["S-1", "S-3"]}
    assert await codes(demo, Ask(PUNA)) == list(LITERAL)[:-1]  # the first page, with the cast's own


class Undone(Exception):
    """Takes what an example stored back."""


def begins_a_word(prefix: str, text: str) -> bool:
    """The rule in plain Python: it stands in the folded text, and not where a letter comes before it."""
    return any(
        text.startswith(prefix, place)
        and (place == 0 or text[place - 1].isspace() or not (text[place - 1].isalnum() and text[place].isalnum()))
        for place in range(len(text))
    )


def about(commitment: Commitment, words: tuple[tuple[str, ...], ...]) -> bool:
    text = f"{fold(commitment.text)} {fold(commitment.code)} {fold_code(commitment.code)}"
    said = [[prefix for prefix in prefixes if prefix] for prefixes in words]
    return any(said) and all(any(begins_a_word(one, text) for one in each) for each in said if each)


LETTERS = "aáñNb5º%_\\'\".-ßﬁ½क𝒳"
word = st.text(LETTERS, max_size=5)
text = st.lists(word, max_size=4).map(" ".join)
asked = st.lists(st.lists(word.map(lambda typed: "".join(fold(typed).split())), max_size=5).map(tuple), max_size=3).map(
    tuple
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(text, min_size=1, max_size=3), words=asked, everywhere=st.booleans(), data=st.data())
async def test_a_commitment_is_found_by_the_beginning_of_any_of_its_words(
    demo: Database, texts: list[str], words: tuple[tuple[str, ...], ...], everywhere: bool, data: st.DataObject
) -> None:
    """SQL and the plain rule agree, on whatever stands in the texts; half of what is asked is a piece of one."""
    stored = [Commitment("puna", f"Ñ-0{place}", text or "b") for place, text in enumerate(texts)]
    pieces = fold(" ".join(f"{each.text} {each.code}" for each in stored)).split()
    taken = [data.draw(st.sampled_from(pieces)) for _ in range(data.draw(st.integers(0, 2)))]
    cut = tuple((piece[data.draw(st.integers(0, 2)) :][: data.draw(st.integers(1, 4))],) for piece in taken)
    ask = Ask(PUNA, Which.TOPIC, words=words + cut, everywhere=everywhere)
    with suppress(Undone):
        async with demo.transaction() as db:
            for commitment in stored:
                await commitments.save(db, commitment, actor="a", now=NOW)
            assert await added(db, ask) == [one.code for one in stored if about(one, ask.words)]
            raise Undone
