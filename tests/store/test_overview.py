"""A mesa counted: as the domain says of each commitment, and as its lists hold them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.asking import Ask, Which
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.notices import State
from bot.domain.overview import Counted, Overview, Owing, Standing, standing_of
from bot.store import commitments, institutions, meetings, mesas
from bot.store.database import Database
from bot.store.overview import overview
from tests.cast import COMMITMENTS, HELD, MESA, NOW, OTHER_MESA, OVERDUE, TODAY, TOWN, UNCONFIRMED
from tests.store.test_deliveries import told
from tests.store.test_lists import every_sort


async def read(database: Database, slug: str = MESA.slug, today: date = TODAY) -> Overview:
    async with database.reading() as db:
        mesa = await mesas.by_slug(db, slug)
        assert mesa is not None
        return await overview(db, mesa, NOW, today)


def standing(one: Commitment, today: date = TODAY) -> Standing:
    return standing_of(one.status, one.deadline, today)


async def test_each_commitment_stands_as_the_domain_says(database: Database) -> None:
    stored = every_sort()
    async with database.transaction() as db:
        for institution in ("pcm", "mp-valle"):
            await institutions.save(db, replace(TOWN, slug=institution), actor="a", now=NOW)
        for slug in ("valle", "puna"):
            await mesas.save(db, replace(MESA, slug=slug, seats=()), actor="a", now=NOW)
        for one in stored:
            await commitments.save(db, one, actor="a", now=NOW)
        await commitments.save(db, replace(OVERDUE, responsibilities=()), actor="a", now=NOW)
    found = await read(database, "puna")

    assert found.whole.numbers == Counter(standing(one) for one in stored)
    assert found.whole.oldest == TODAY - timedelta(days=400)
    assert found.unowned.numbers == Counter(standing(one) for one in stored if not one.responsibilities)
    for body in found.owing:
        theirs = [one for one in stored if body.slug in {owed.institution for owed in one.responsibilities}]
        assert body.counted.numbers == Counter(standing(one) for one in theirs)
        async with database.reading() as db:
            page = await commitments.page(db, Ask(2, Which.OVERDUE, institution=body.slug), TODAY)
        assert page.total == body.counted.of(Standing.OVERDUE)


async def test_the_most_overdue_comes_first_then_the_longest(demo: Database) -> None:
    found = await read(demo)

    assert [(one.slug, one.counted.oldest) for one in found.overdue] == [
        ("minera-valle", TODAY - timedelta(days=90)),
        ("mp-valle", TODAY - timedelta(days=20)),
        ("minsa", TODAY - timedelta(days=20)),
        ("pcm", TODAY - timedelta(days=5)),
    ]
    assert found.whole.total == sum(one.mesa == MESA.slug for one in COMMITMENTS)
    assert (found.contested, found.facts.counts.no_responsible, found.facts.counts.unanswered) == (1, 2, 4)


async def test_sessions_wait_for_their_outcome_and_their_acta(demo: Database) -> None:
    found = await read(demo)
    assert ([one.code for one in found.unsettled], [one.code for one in found.actas]) == (
        [UNCONFIRMED.code],
        [HELD.code],
    )
    early = HELD.day + timedelta(days=14)
    assert [one.code for one in (await read(demo, today=early)).actas] == []
    async with demo.transaction() as db:
        await meetings.save(db, replace(HELD, minutes_published=TODAY), actor="a", now=NOW)

    assert (await read(demo)).actas == ()
    assert (await read(demo, OTHER_MESA.slug)).unsettled == ()


async def test_what_another_try_could_help_and_what_is_held_back_is_undelivered(demo: Database) -> None:
    await told(demo, {(State.SENT, ""): 4, (State.DEAD, "gone"): 5, (State.DEAD, "refused"): 2, (State.HELD, ""): 1})
    await told(demo, {(State.UNCERTAIN, ""): 8}, slug=OTHER_MESA.slug)

    assert (await read(demo)).undelivered == 3


async def test_an_empty_mesa_has_nothing(demo: Database) -> None:
    async with demo.transaction() as db:
        await mesas.save(db, Mesa("nueva", "Mesa nueva"), actor="a", now=NOW)

    assert await read(demo, "nueva") == Overview()


def test_what_nobody_has_counts_nothing() -> None:
    assert (Counted().total, Counted().of(Standing.DONE)) == (0, 0)
    assert Overview(owing=(Owing(1, "a", "A", Counted({Standing.DONE: 1})),)).overdue == ()
