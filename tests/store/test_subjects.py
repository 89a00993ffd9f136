"""What a chat spoke of last is recalled for half an hour, and its row tells nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.subjects import About, Subject
from bot.store import subjects
from bot.store.database import Database
from bot.store.tables import subject
from bot.store.vault import SealBroken
from tests.cast import COORDINATOR, MEMBER, NOW, OUTSIDER

CARD = Subject(About.COMMITMENT, "7")
TOPIC = Subject(About.TOPIC, "agua rio")
LONG = Subject(About.TOPIC, "yaku " * 20)


async def remember(database: Database, chat: int, spoken_of: Subject, passed: timedelta = timedelta()) -> None:
    async with database.transaction() as db:
        await subjects.remember(db, chat, spoken_of, NOW + passed)


async def recall(database: Database, chat: int, passed: timedelta = timedelta()) -> Subject | None:
    async with database.reading() as db:
        return await subjects.recall(db, chat, NOW + passed)


async def count(database: Database) -> int:
    async with database.reading() as db:
        return len((await db.execute(select(subject.c.id))).all())


@pytest.mark.parametrize("spoken_of", [Subject(about, "valle") for about in About], ids=lambda one: one.about.name)
async def test_what_was_spoken_of_is_recalled_in_its_chat_only(database: Database, spoken_of: Subject) -> None:
    await remember(database, MEMBER, spoken_of)
    assert (await recall(database, MEMBER), await recall(database, OUTSIDER)) == (spoken_of, None)


async def test_only_the_last_is_kept(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    await remember(database, OUTSIDER, CARD)
    await remember(database, MEMBER, TOPIC)
    assert (await recall(database, MEMBER), await recall(database, OUTSIDER)) == (TOPIC, CARD)
    assert await count(database) == 2


async def test_it_is_recalled_for_half_an_hour_from_the_last_time(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    assert await recall(database, MEMBER, timedelta(minutes=30, microseconds=-1)) == CARD
    assert await recall(database, MEMBER, timedelta(minutes=30)) is None
    await remember(database, MEMBER, CARD, timedelta(minutes=29))
    assert await recall(database, MEMBER, timedelta(minutes=58)) == CARD


async def test_each_chat_is_forgotten_by_itself(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    await remember(database, OUTSIDER, TOPIC)
    async with database.transaction() as db:
        await subjects.forget(db, MEMBER)
        await subjects.forget(db, COORDINATOR)
    assert (await recall(database, MEMBER), await recall(database, OUTSIDER)) == (None, TOPIC)
    assert await count(database) == 1


async def test_prune_drops_the_rows_whose_day_is_over(database: Database) -> None:
    await remember(database, MEMBER, CARD, -timedelta(days=2))
    await remember(database, OUTSIDER, CARD, -timedelta(days=1))
    await remember(database, COORDINATOR, CARD)
    async with database.transaction() as db:
        assert await subjects.prune(db, NOW) == 1
    assert await count(database) == 2
    async with database.transaction() as db:
        assert await subjects.prune(db, NOW + timedelta(days=2)) == 2


async def test_row_tells_a_day_and_no_length(database: Database) -> None:
    for chat, spoken_of in ((MEMBER, CARD), (OUTSIDER, TOPIC), (COORDINATOR, LONG)):
        await remember(database, chat, spoken_of)
    async with database.reading() as db:
        rows = (await db.execute(select(subject))).all()
    assert {(len(row.sealed), len(row.lookup), len(row.id), row.day) for row in rows} == {
        (256 + 1 + 12 + 16, 32, 16, date(2026, 11, 24))
    }
    assert len({row.id for row in rows}) == len({row.lookup for row in rows}) == 3
    assert [row for row in rows if b"agua" in row.sealed or b"yaku" in row.sealed] == []


async def test_row_joins_with_no_other_of_that_chat(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    async with database.reading() as db:
        (row,) = (await db.execute(select(subject))).all()
    assert row.lookup == database.vault.lookup("subject", MEMBER)
    assert row.lookup != database.vault.lookup("person", MEMBER)


async def test_row_is_made_anew_each_time(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    async with database.reading() as db:
        before = (await db.execute(select(subject.c.id, subject.c.sealed))).one()
    await remember(database, MEMBER, CARD)
    async with database.reading() as db:
        after = (await db.execute(select(subject.c.id, subject.c.sealed))).one()
    assert (before.id == after.id, before.sealed == after.sealed) == (False, False)


async def test_sealed_value_of_another_row_is_refused(database: Database) -> None:
    await remember(database, MEMBER, CARD)
    await remember(database, OUTSIDER, TOPIC)
    async with database.transaction() as db:
        (first, second) = (await db.execute(select(subject.c.id, subject.c.sealed))).all()
        await db.execute(update(subject).where(subject.c.id == first.id).values(sealed=second.sealed))
        await db.execute(update(subject).where(subject.c.id == second.id).values(sealed=first.sealed))
    for chat in (MEMBER, OUTSIDER):
        with pytest.raises(SealBroken):
            await recall(database, chat)
