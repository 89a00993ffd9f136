"""The lists hold what the domain says they hold, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from bot.domain.asking import PAGE_SIZE, Ask, Owner, Tally, Which
from bot.domain.commitments import (
    ClockKind,
    Commitment,
    Responsibility,
    Role,
    Stance,
    Status,
    clock,
    without_responsible,
)
from bot.store import commitments, institutions, mesas
from bot.store.database import Database
from tests.cast import (
    DECLINED,
    DONE,
    DUE_SOON,
    LONG_OVERDUE,
    MESA,
    NO_DEADLINE,
    NOW,
    ON_TIME,
    OTHERS,
    OVERDUE,
    TODAY,
    TOWN,
)

VALLE, PUNA = 1, 2  # the rows of the cast's mesas


def kind_of(one: Commitment) -> ClockKind:
    return clock(one, TODAY).kind


def is_open(one: Commitment) -> bool:
    return kind_of(one) is not ClockKind.CLOSED


DOMAIN: dict[Which, Callable[[Commitment], bool]] = {
    Which.ALL: lambda one: True,
    Which.OVERDUE: lambda one: kind_of(one) is ClockKind.OVERDUE,
    Which.DUE_SOON: lambda one: kind_of(one) is ClockKind.DUE_SOON,
    Which.NO_DEADLINE: lambda one: kind_of(one) is ClockKind.NO_DEADLINE,
    Which.NO_RESPONSIBLE: lambda one: is_open(one) and without_responsible(one),
    Which.UNANSWERED: lambda one: (
        is_open(one)
        and any(owed.role is Role.RESPONSIBLE and owed.stance is Stance.ASSIGNED for owed in one.responsibilities)
    ),
    Which.CONTESTED: lambda one: is_open(one) and any(owed.stance is Stance.DECLINED for owed in one.responsibilities),
    Which.DONE: lambda one: one.status is Status.DONE,
    Which.PENDING: is_open,
    Which.INSTITUTION: lambda one: any(owed.institution == TOWN.slug for owed in one.responsibilities),
}
URGENCY = [
    ClockKind.OVERDUE,
    ClockKind.DUE_SOON,
    ClockKind.ON_TIME,
    ClockKind.NO_DEADLINE,
    ClockKind.CLOSED,
]


def by_urgency(one: Commitment) -> tuple[int, date, int]:
    runs = kind_of(one) in URGENCY[:3]
    return URGENCY.index(kind_of(one)), (one.deadline or date.max) if runs else date.max, int(one.code[1:])


def every_sort() -> list[Commitment]:
    """Each status with each kind of deadline and of responsible."""
    deadlines = [None, *(TODAY + timedelta(days=days) for days in (-400, -1, 0, 1, 30, 31))]
    owners: list[tuple[Responsibility, ...]] = [
        (),
        (Responsibility("mp-valle", TOWN.name),),
        (Responsibility("mp-valle", TOWN.name, Role.CO_RESPONSIBLE),),
        (Responsibility("pcm", "PCM", stance=Stance.DECLINED), Responsibility("pcm", "PCM", stance=Stance.ACCEPTED)),
    ]
    sorts = product(Status, deadlines, owners)
    return [
        Commitment("puna", f"P{number}", "x", status=status, deadline=deadline, responsibilities=owed)
        for number, (status, deadline, owed) in enumerate(sorts)
        if number % 5 in (0, 1)  # every combination of two, at less cost
    ]


async def all_pages(database: Database, ask: Ask) -> list[str]:
    """The codes of a list, read page by page."""
    codes: list[str] = []
    async with database.reading() as db:
        first = await commitments.page(db, ask, TODAY)
        for number in range(1, first.pages + 1):
            page = await commitments.page(db, replace(ask, page=number), TODAY)
            assert (page.ask.page, page.total) == (number, first.total)
            codes += [one.code for one in page.items]
    return codes


async def test_each_list_holds_what_the_domain_says_in_order(database: Database) -> None:
    stored = every_sort()
    async with database.transaction() as db:
        for institution in ("pcm", "mp-valle"):
            await institutions.save(db, replace(TOWN, slug=institution), actor="a", now=NOW)
        for slug in ("valle", "puna"):
            await mesas.save(db, replace(MESA, slug=slug, seats=()), actor="a", now=NOW)
        for one in stored:
            await commitments.save(db, one, actor="a", now=NOW)
        await commitments.save(db, replace(OVERDUE, responsibilities=()), actor="a", now=NOW)
    for which, belongs in DOMAIN.items():
        expected = [one.code for one in sorted(filter(belongs, stored), key=by_urgency)]
        institution = TOWN.slug if which is Which.INSTITUTION else ""
        assert await all_pages(database, Ask(PUNA, which, institution=institution)) == expected, which
    async with database.reading() as db:
        tally = await commitments.tally(db, PUNA, "", TODAY)
    assert tally == Tally(
        total=len(stored),
        done=sum(one.status is Status.DONE for one in stored),
        in_progress=sum(one.status is Status.IN_PROGRESS for one in stored),
        overdue=sum(kind_of(one) is ClockKind.OVERDUE for one in stored),
    )


async def codes(database: Database, ask: Ask) -> list[str]:
    async with database.reading() as db:
        return [one.code for one in (await commitments.page(db, ask, TODAY)).items]


async def test_all_of_a_mesa_begins_with_the_longest_overdue_and_ends_with_what_is_done(demo: Database) -> None:
    expected = [LONG_OVERDUE, OVERDUE, DECLINED, DUE_SOON, ON_TIME, NO_DEADLINE, DONE]
    assert await all_pages(demo, Ask(VALLE)) == [one.code for one in expected]


async def test_list_of_a_subgroup_holds_only_its_own(demo: Database) -> None:
    assert await codes(demo, Ask(VALLE, subgroup="Wayra")) == [LONG_OVERDUE.code]
    assert await codes(demo, Ask(VALLE, Which.OVERDUE, subgroup="Qucha")) == []


async def test_page_beyond_the_end_is_the_last_one(demo: Database) -> None:
    async with demo.reading() as db:
        page = await commitments.page(db, Ask(VALLE, page=10**15 - 1), TODAY)
    assert (page.ask.page, page.pages, page.total) == (2, 2, PAGE_SIZE + 1)
    assert (page.mesa_name, [one.code for one in page.items]) == (MESA.name, [DONE.code])


async def test_list_of_an_unknown_mesa_is_empty(demo: Database) -> None:
    async with demo.reading() as db:
        page = await commitments.page(db, Ask(10**15 - 1), TODAY)
    assert (page.mesa_name, page.items, page.total, page.pages) == ("", (), 0, 1)


async def test_list_of_an_institution_says_its_name(demo: Database) -> None:
    async with demo.reading() as db:
        page = await commitments.page(db, Ask(VALLE, Which.INSTITUTION, institution="mp-valle"), TODAY)
    assert page.institution_name == TOWN.name
    assert [one.code for one in page.items] == [OVERDUE.code, DUE_SOON.code]


async def test_owners_are_told_with_what_they_owe_the_most_overdue_first(demo: Database) -> None:
    async with demo.reading() as db:
        found = await institutions.owners(db, VALLE, TODAY)
        first = await institutions.by_id(db, found[0].institution_id)
    assert [(one.slug, one.total, one.open, one.overdue) for one in found] == [
        ("mp-valle", 2, 2, 1),
        ("pcm", 2, 2, 1),
        ("minera-valle", 2, 1, 1),
        ("minsa", 1, 1, 1),
        ("sgsd", 1, 1, 0),
    ]
    assert (found[0], first) == (Owner(found[0].institution_id, "mp-valle", TOWN.name, "", 2, 2, 1), TOWN)


FOUND = {
    "hospital": ["VAL-01"],  # the other mesa's hospital is not ours
    "camas hospital": ["VAL-01"],
    "bilingues": ["VAL-11"],
    "mina": [],
    "era": [],  # the end of a word is no word
    "minera": ["VAL-02", "VAL-04"],  # by who owes it
    "salud": ["VAL-01"],
    "secretaria tecnica": ["VAL-3"],  # by an alias
    "wayra": ["VAL-02"],
    "val10": ["VAL-10"],
    "val-10": ["VAL-10"],
    "100%": ["VAL-10"],
    "%": ["VAL-10"],
    "_": [],
    "\\": [],
    "'": [],
    "'; drop table commitment; --": [],
    "hospital \0": ["VAL-01"],
    "hospital \ud800": ["VAL-01"],
    "": [],
    "   ": [],
    "a" * 60_000: [],
    "o " * 5_000: ["VAL-3"],
}


async def test_search_finds_every_word_literally(demo: Database) -> None:
    """INJ-04"""
    assert {query: await codes(demo, Ask(VALLE, Which.TOPIC, query=query)) for query in FOUND} == FOUND


async def test_search_follows_an_institution_that_is_renamed(demo: Database) -> None:
    async with demo.transaction() as db:
        await institutions.save(db, replace(TOWN, name="Alcaldía del Valle"), actor="a", now=NOW)
    assert await codes(demo, Ask(VALLE, Which.TOPIC, query="alcaldia carretera")) == [DUE_SOON.code]
    assert await codes(demo, Ask(VALLE, Which.TOPIC, query="municipalidad")) == []


async def test_search_stays_inside_its_mesa(demo: Database) -> None:
    assert await codes(demo, Ask(PUNA, Which.TOPIC, query="hospital")) == [OTHERS.code]
