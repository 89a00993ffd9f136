"""A topic is searched for: the mesa at hand first, by as many of the words as are found together, and it says by which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store import commitments
from bot.store.database import Database
from tests.cast import DUE_SOON, LONG_OVERDUE, NOW, OTHERS
from tests.journeys.world import World, buttons, text


async def save(database: Database, *texts: str) -> None:
    """As many more of the valley, without a date."""
    async with database.transaction() as db:
        for number, words in enumerate(texts, 20):
            one = replace(DUE_SOON, code=f"VAL-{number}", text=words, deadline=None, responsibilities=())
            await commitments.save(db, one, actor="a", now=NOW)


def codes(shown: str) -> list[str]:
    return [line.split()[0] for line in shown.splitlines() if line.startswith(("VAL-", "PUN-"))]


def title(shown: str) -> str:
    return next(line for line in shown.splitlines() if "«" in line)


async def test_a_topic_is_told_of_the_mesa_at_hand_first_and_then_of_the_others(member: World) -> None:
    (found,) = await member.say("/buscar hospital")

    assert title(text(found)) == "Encontré 2 sobre «hospital»:"
    assert codes(text(found)) == ["VAL-01", OTHERS.code]
    assert text(found).count("Mesa: Mesa de Diálogo de la Puna") == 1
    assert text(found).index("VAL-01") < text(found).index("Mesa: Mesa de Diálogo de la Puna")


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        ("agua calidad", "agua calidad", [LONG_OVERDUE.code]),
        ("construir carretera", "carretera", ["VAL-10", "VAL-05"]),  # "construir" tells little, though it stands first
        ("xilofono hospital marimba", "hospital", ["VAL-01", OTHERS.code]),
        ("docentes hospital", "docentes", ["VAL-11"]),  # both stand somewhere, never together
    ],
)
async def test_it_says_by_which_words_it_was_found(member: World, asked: str, said: str, found: list[str]) -> None:
    (shown,) = await member.say(f"/buscar {asked}")

    assert title(text(shown)) == f"Encontré {len(found)} sobre «{said}»:"
    assert sorted(codes(text(shown))) == sorted(found)


@pytest.mark.parametrize(
    "asked",
    [
        "xilofono",
        "construir xilofono",
        "xilofono marimba",
        "'; drop table commitment --",
        "%%",
        "_",
        "\\",
        '"',
        "<b>",
        "{query}",
    ],
)
async def test_what_is_found_nowhere_is_said_as_it_was_asked(member: World, asked: str) -> None:
    """INJ-04"""
    (shown,) = await member.say(f"/buscar {asked}")

    assert title(text(shown)) == f"No encontré nada sobre «{asked}»."
    assert codes(text(shown)) == []


async def test_the_next_page_goes_on_with_the_same_list(member: World) -> None:
    """Its button carries the words, which are understood anew: "hampina wasi" is one thing then, too."""
    await save(member.database, *["Equipar la posta"] * 6, "Techar las casas", "Comprar medicinas")
    (first,) = await member.say("/maskhay Hampina wasi")
    (second,) = await member.press(first, "Siguiente")

    assert title(text(first)) == title(text(second)) == "Encontré 8 sobre «hampina wasi»:"
    assert codes(text(first)) + codes(text(second)) == ["VAL-01", *(f"VAL-{n}" for n in range(20, 26)), OTHERS.code]
    assert [button["text"] for button in buttons(second) if "-" in button["text"]] == ["VAL-25", OTHERS.code]


async def test_a_community_named_narrows_the_topic(member: World) -> None:
    (water,) = await member.say("qué pasó con el agua de Wayra")
    (theirs,) = await member.say("cómo va la carretera de Qucha")
    (none,) = await member.say("cómo va la carretera de Wayra")

    assert text(water).startswith("VAL-02\n")
    assert text(theirs).startswith("VAL-10\n")
    assert "VAL-10" not in text(none)


async def test_the_next_page_of_a_topic_is_not_of_the_community_at_hand(member: World) -> None:
    await save(member.database, *(f"Obra de agua {number}" for number in range(7)))
    (asked,) = await member.say("/start m-valle")
    await member.press(asked, "Wayra", answers=2)
    (first,) = await member.say("/buscar agua")
    (second,) = await member.press(first, "Siguiente")

    assert text(first).splitlines()[1] == text(second).splitlines()[1] == "Encontré 9 sobre «agua»:"
    assert codes(text(second)) == ["VAL-24", "VAL-25", "VAL-26"]
