"""The names that questions may hold are those that are stored, and are read again when the history grew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.names import Named, words_of
from bot.store import institutions, mesas
from bot.store.database import Database
from bot.store.names import names
from tests.cast import HEALTH, MESA, NOW


async def named(database: Database, question: str) -> list[tuple[str, str]]:
    """Each name that stands in the question: its kind, and its key."""
    async with database.reading() as db:
        found = (await names(db)).find(words_of(question))
    return [(name.kind.value, name.key) for _, _, name in found]


MINSA = [("institution", "minsa")]
SGSD = [("institution", "sgsd")]
VALLE = [("mesa", "valle")]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("qué debe el MINSA", MINSA),
        ("qué debe el Ministerio de Salud", MINSA),
        ("secretaria tecnica", SGSD),  # an alias
        ("SGSD", SGSD),
        ("Mesa de Diálogo del Valle", VALLE),
        ("los de valle", VALLE),
        ("Wayra", [("community", "Wayra")]),
        ("la PCM y el MINSA", [("institution", "pcm"), *MINSA]),
        ("minera del valle s. a.", [("institution", "minera-valle")]),  # the longest: not the valley's mesa
        ("un ministerio", []),
    ],
)
async def test_what_is_stored_is_named(demo: Database, question: str, found: list[tuple[str, str]]) -> None:
    assert await named(demo, question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("minsapa", MINSA),
        ("minsaqa", MINSA),
        ("ministerio de saludmanta", MINSA),
        ("secretaría técnicapaq", SGSD),
        ("vallepi", VALLE),
        ("wayrapi", [("community", "Wayra")]),
        ("pcmchu", [("institution", "pcm")]),
    ],
)
async def test_a_name_may_have_quechua_suffixes(demo: Database, question: str, found: list[tuple[str, str]]) -> None:
    assert await named(demo, question) == found


async def test_a_community_tells_its_mesa(demo: Database) -> None:
    async with demo.reading() as db:
        ((_, _, name),) = (await names(db)).find(["qucha"])
    assert (name.kind, name.mesa) == (Named.COMMUNITY, "valle")


async def test_they_are_read_once_until_the_history_grows(demo: Database) -> None:
    async with demo.reading() as db:
        assert await names(db) is await names(db)
    assert await named(demo, "DIRESA") == []
    async with demo.transaction() as db:
        known = await names(db)
        await institutions.save(db, replace(HEALTH, aliases=("DIRESA",)), actor="a", now=NOW)
        assert await names(db) is not known
    assert await named(demo, "diresapa") == MINSA


@pytest.mark.parametrize("gone", ["Qucha", "qucha"])
async def test_a_name_that_is_no_more_is_not_found(demo: Database, gone: str) -> None:
    assert await named(demo, gone) != []
    async with demo.transaction() as db:
        await mesas.save(db, replace(MESA, subgroups=("Wayra", "Rumi")), actor="a", now=NOW)
    assert (await named(demo, gone), await named(demo, "rumi")) == ([], [("community", "Rumi")])


async def test_without_anything_stored_nothing_is_named(database: Database) -> None:
    assert await named(database, "minsa valle wayra") == []
