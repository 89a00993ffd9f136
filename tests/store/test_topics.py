"""A topic is looked for in SQL: through the thesaurus, every word of it, letter by letter, the most urgent first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.asking import PAGE_SIZE, Ask, Page, Which
from bot.domain.commitments import Commitment, Responsibility, Status
from bot.domain.questions import words_asked
from bot.store import commitments, institutions, mesas, topics
from bot.store.database import Database
from tests.cast import DUE_SOON, HEALTH, LONG_OVERDUE, MESA, NOW, OTHER_MESA, OTHERS, OVERDUE, PCM, TODAY, TOWN
from tests.lexicon import LEXICON

VALLE, PUNA = 1, 2  # the rows of the cast's mesas

TEXTS = {
    "T-1": "Construir la represa de la parte alta",
    "T-2": "Concluir la PTAP de la provincia",
    "T-3": "Mejorar el sistema de riego por aspersión",
    "T-4": "Ampliar el reservorio del distrito",
    "T-5": "Asfaltar la vía hasta el puente",
    "T-6": "Equipar el hospital con una planta de oxígeno",
    "T-7": "Contratar a dos docentes",
    "T-8": "Publicar las actas",
}
WATER = ["T-1", "T-2", "T-3", "T-4"]
ROAD = ["T-5"]
HOSPITAL = ["T-6"]


def one(code: str, text: str = "", **fields: Any) -> Commitment:
    return Commitment(fields.pop("mesa", MESA.slug), code, text or TEXTS[code], **fields)


@pytest.fixture
async def store(database: Database) -> Database:
    """Both mesas without any commitment."""
    async with database.transaction() as db:
        for institution in (PCM, HEALTH, TOWN):
            await institutions.save(db, institution, actor="a", now=NOW)
        for mesa in (MESA, OTHER_MESA):
            await mesas.save(db, replace(mesa, seats=()), actor="a", now=NOW)
    return database


@pytest.fixture
async def thesaurus(store: Database) -> Database:
    await save(store, *(one(code) for code in TEXTS))
    return store


async def save(database: Database, *all_of_them: Commitment) -> None:
    async with database.transaction() as db:
        for commitment in all_of_them:
            await commitments.save(db, commitment, actor="a", now=NOW)


def topic(words: str, mesa: int = VALLE, which: Which = Which.TOPIC, **narrowed: Any) -> Ask:
    """As /buscar asks for it."""
    return Ask(mesa, which, words=tuple(asked.prefixes for asked in words_asked(words, LEXICON)), **narrowed)


async def page(database: Database, ask: Ask) -> Page:
    async with database.reading() as db:
        return await commitments.page(db, ask, TODAY)


async def codes(database: Database, ask: Ask) -> list[str]:
    return [item.code for item in (await page(database, ask)).items]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("agua", WATER),
        ("AGUA", WATER),
        ("yaku", WATER),
        ("unu", WATER),
        ("yakumanta", WATER),
        ("riego", ["T-1", "T-3", "T-4"]),  # not all that is water is for the fields
        ("qarpay", ["T-1", "T-3", "T-4"]),
        ("reservorio", ["T-1", "T-4"]),
        ("carretera", ROAD),
        ("carreteras", ROAD),
        ("ñan", ROAD),
        ("nan", ROAD),
        ("karru ñan", ROAD),
        ("hospital", HOSPITAL),
        ("hampina wasi", HOSPITAL),  # two words that are one, not health and houses
        ("hampina wasimanta", HOSPITAL),
        ("posta", HOSPITAL),
        ("escuela", ["T-7"]),
        ("yachay wasi", ["T-7"]),
        ("agua, riego.", ["T-1", "T-3", "T-4"]),  # the signs of a sentence are no part of its words
        ("¿agua?", WATER),
        ("internet", []),
    ],
)
async def test_a_topic_is_found_by_its_other_words_in_both_languages(
    thesaurus: Database, words: str, found: list[str]
) -> None:
    assert await codes(thesaurus, topic(words)) == found


async def test_a_quechua_text_is_found_by_spanish_words_and_the_other_way_round(store: Database) -> None:
    await save(store, one("Q-1", "Mejorar el canal", text_quechua="Yarqhata allichay"), one("Q-2", "Abrir la trocha"))
    for words in ("unu", "agua", "yarqha", "riego"):
        assert await codes(store, topic(words)) == ["Q-1"], words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("agua parte alta", ["T-1"]),
        ("agua de la provincia", ["T-2"]),  # words that say nothing are no words
        ("agua hospital", []),
        ("hospital aspersión", []),
        ("agua yaku riego represa", ["T-1", "T-4"]),  # each narrows; T-3 is no dam
    ],
)
async def test_every_word_has_to_be_found(thesaurus: Database, words: str, found: list[str]) -> None:
    assert await codes(thesaurus, topic(words)) == found


OF_EACH_URGENCY = [  # (code, deadline in days from today, status), as they are told
    ("T-31", -400, Status.NO_INFORMATION),
    ("T-32", -1, Status.IN_PROGRESS),
    ("T-34", 0, Status.PENDING),
    ("T-33", 30, Status.PENDING),
    ("T-30", 31, Status.SCHEDULED),
    ("T-29", None, Status.PENDING),
    ("T-36", -500, Status.PERMANENT),
    ("T-9", -600, Status.DONE),
    ("T-35", None, Status.UNFEASIBLE),
]


def of_each_urgency(mesa: str, beginning: str) -> list[Commitment]:
    return [
        one(
            f"{beginning}{code}",
            "Agua",
            mesa=mesa,
            status=status,
            deadline=None if days is None else TODAY + timedelta(days=days),
        )
        for code, days, status in sorted(OF_EACH_URGENCY)
    ]


async def all_pages(database: Database, ask: Ask) -> list[str]:
    pages = (await page(database, ask)).pages
    return [code for number in range(1, pages + 1) for code in await codes(database, replace(ask, page=number))]


async def test_the_mesa_at_hand_is_told_first_and_each_by_urgency(store: Database) -> None:
    await save(store, *of_each_urgency("puna", "P"), *of_each_urgency("valle", "V"))
    valle, puna = ([f"{mesa}{code}" for code, *_ in OF_EACH_URGENCY] for mesa in "VP")
    assert await all_pages(store, topic("yaku", everywhere=True)) == valle + puna
    assert await all_pages(store, topic("yaku", PUNA, everywhere=True)) == puna + valle
    assert await all_pages(store, topic("yaku")) == valle


async def test_a_page_says_how_many_are_elsewhere(demo: Database) -> None:
    here, there = await page(demo, topic("hospital")), await page(demo, topic("hospital", everywhere=True))
    assert (here.total, here.elsewhere, [one.code for one in here.items]) == (1, 0, [OVERDUE.code])
    assert (there.total, there.elsewhere, [one.code for one in there.items]) == (2, 1, [OVERDUE.code, OTHERS.code])
    assert there.mesa_name == MESA.name


async def test_page_beyond_the_end_is_the_last_one(store: Database) -> None:
    await save(store, *(one(f"T-{number}", "Riego") for number in range(PAGE_SIZE * 2 + 1)))
    for everywhere in (False, True):
        last = await page(store, topic("agua", page=10**15 - 1, everywhere=everywhere))
        assert (last.ask.page, last.pages, last.total) == (3, 3, PAGE_SIZE * 2 + 1)
        assert [one.code for one in last.items] == ["T-12"]
    nothing = await page(store, topic("hospital", page=10**15 - 1))
    assert (nothing.ask.page, nothing.pages, nothing.total, nothing.items) == (1, 1, 0, ())


async def test_institution_community_and_days_narrow_together(store: Database) -> None:
    def stands(code: str, text: str, days: int, owing: str, subgroup: str) -> Commitment:
        owed = (Responsibility(owing, owing),)
        return one(code, text, deadline=TODAY + timedelta(days=days), responsibilities=owed, subgroup=subgroup)

    await save(
        store,
        stands("T-1", "Represa", 7, "pcm", "Wayra"),
        stands("T-2", "Represa", 7, "pcm", "Qucha"),
        stands("T-3", "Represa", 7, "minsa", "Wayra"),
        stands("T-4", "Represa", 8, "pcm", "Wayra"),
        stands("T-5", "Hospital", 7, "pcm", "Wayra"),
        stands("T-6", "Represa", -7, "pcm", "Wayra"),
    )
    days = (TODAY, TODAY + timedelta(days=7))
    assert await codes(store, topic("agua", institution="pcm", subgroup="Wayra", due=days)) == ["T-1"]
    assert await codes(store, topic("agua", institution="pcm", subgroup="Wayra")) == ["T-6", "T-1", "T-4"]
    assert await codes(store, topic("agua", institution="pcm", due=days)) == ["T-1", "T-2"]
    assert await codes(store, topic("agua", subgroup="Wayra", due=days)) == ["T-1", "T-3"]
    assert await codes(store, topic("agua", which=Which.OVERDUE, institution="pcm")) == ["T-6"]
    assert await codes(store, topic("agua", institution="mp-valle")) == []


@pytest.mark.parametrize("word", ["rio", "río", "agua", "acuerdo", "confidencial", "reservado"])
async def test_reserved_texts_are_never_found_by_their_words(store: Database, word: str) -> None:
    """By nothing but its code and who owes it: else it could be guessed at word by word."""
    text = "Acuerdo confidencial y reservado sobre el agua del río"
    await save(
        store, one("R-1", text, text_quechua=text, reserved=True, responsibilities=(Responsibility("pcm", "PCM"),))
    )
    await save(store, one("R-2", text))
    assert await codes(store, topic(word)) == ["R-2"]
    assert await codes(store, topic("r-1")) == ["R-1"]
    assert await codes(store, topic("pcm")) == ["R-1"]
    await save(store, one("R-2", text, reserved=True))
    assert await codes(store, topic(word, everywhere=True)) == []


async def test_signs_and_numbers_are_looked_for_as_they_stand_beside_known_words(demo: Database) -> None:
    assert await codes(demo, topic("carretera 100%")) == [DUE_SOON.code]
    assert await codes(demo, topic("carretera 90%")) == []
    assert await codes(demo, topic("ñan val-10")) == [DUE_SOON.code]


async def test_the_words_follow_a_text_that_changed(demo: Database) -> None:
    assert await codes(demo, topic("yaku")) == [
        LONG_OVERDUE.code,
        DUE_SOON.code,
    ]  # the latter is of the community Qucha
    await save(demo, replace(LONG_OVERDUE, text="Entregar el hospital"))
    assert await codes(demo, topic("yaku")) == [DUE_SOON.code]
    assert LONG_OVERDUE.code in await codes(demo, topic("hospital"))


def test_words_in_excess_are_let_go_of_and_none_begins_with_another() -> None:
    many = tuple((f"a{number}", f"a{number}b", "") for number in range(topics.MOST_WORDS + 5))
    kept = topics.words_asked(Ask(VALLE, Which.TOPIC, words=many))
    assert kept == tuple((f"a{number}",) for number in range(topics.MOST_WORDS))
    wide = topics.words_asked(Ask(VALLE, Which.TOPIC, words=(tuple(f"{number:03}" for number in range(200)),)))
    assert [len(prefixes) for prefixes in wide] == [topics.MOST_PREFIXES]
    assert topics.words_asked(Ask(VALLE, Which.TOPIC, words=(("", "\0"), ("\ud800",)))) == ()
