"""After each session that was held, and with each week's message, phones are told the head of the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa, Seat
from bot.domain.notices import Kind, Notice
from bot.domain.recipients import Role
from bot.domain.told import Told
from bot.services.delivering import still_told
from bot.services.heads import publish_weekly
from bot.store import heads
from bot.store.database import Database
from bot.texts.language import load
from bot.texts.markup import plain
from bot.texts.reminders import reminder
from tests.locales.catalogs import LOCALES
from tests.services.ticks import Heard, Valley, commitment, days, local, meeting

FRIDAY = local(days(-3), time(18))
SESSION = meeting("S-1", days(1))
HELD = replace(SESSION, outcome=Outcome.HELD)
WHY = "Guarde este mensaje: prueba que nadie cambió después lo que se registró."
ALL = ("followers", "team", "oficina")  # the office sits in the mesa, the company does not


async def valley_of(database: Database) -> Valley:
    valley = Valley(database, Mesa("valle", "Mesa del Valle", seats=(Seat("oficina"), Seat("estado"))))
    await valley.begin(FRIDAY, contacts=("oficina", "empresa"))
    await valley.save(SESSION, now=FRIDAY)
    await valley.heard(FRIDAY)
    await valley.daily(days(0), days(1))
    return valley


async def heard_after(valley: Valley, recorded: Meeting, day: int = 2, hour: time = time(15)) -> Heard:
    await valley.save(recorded, now=local(days(day), hour))
    return await valley.heard(local(days(day), hour) + timedelta(minutes=1))


def words(notice: Notice, told: Told, language: str = "es") -> str:
    return plain(reminder(load(LOCALES)[language], told, role=Role.FOLLOWER, kind=notice.kind).text)


async def test_all_parties_hear_once_that_a_session_was_held_with_the_head_of_then(database: Database) -> None:
    valley = await valley_of(database)
    heard = await heard_after(valley, HELD)
    again = await valley.daily(days(3), days(10))
    async with database.reading() as db:
        head, end = await heads.latest(db), await heads.end(db)
    assert heard == {who: ["S-1 held"] for who in ALL}
    assert again == {}
    assert head is not None
    assert end is not None
    assert (head.seq, head.hash) == (end.seq, end.hash)


async def test_message_says_it_in_few_words(database: Database) -> None:
    valley = await valley_of(database)
    await valley.save(HELD, now=local(days(2), time(15)))
    await valley.tick(local(days(2), time(15, 1)))
    notice, *others = await valley.notices()
    async with database.reading() as db:
        told = await still_told(db, notice, local(days(2), time(15, 2)))
        assert [(await still_told(db, one, local(days(2), time(15, 2)))).items for one in others] == [told.items] * 2
        head = await heads.latest(db)
    assert head is not None
    assert words(notice, told).split("\n\n") == [
        "Recordatorio\nMesa: Mesa del Valle",
        "S-1 · Cómo fue: realizada\nmartes, 24 de noviembre de 2026 (24/11/2026) · ayer\nacta no publicada",
        f"Huella n.º {head.seq}: {head.short}\n{WHY}",
    ]
    assert f"Huella n.º {head.seq}: {head.short}" in words(notice, told, "qu")


@pytest.mark.parametrize(
    ("recorded", "day"),
    [
        (replace(SESSION, outcome=Outcome.NO_QUORUM), 2),
        (HELD, 32),  # no news any more
        (meeting("S-0", days(-9), outcome=Outcome.HELD), 2),  # before the mesa came to us
    ],
)
async def test_what_was_not_held_or_long_ago_is_no_news(recorded: Meeting, day: int, database: Database) -> None:
    valley = await valley_of(database)
    await valley.daily(days(2), days(day - 1))

    heard = await heard_after(valley, recorded, day)

    assert [item for told in heard.values() for item in told if item.endswith("held")] == []


async def test_what_was_recorded_wrongly_is_not_said(database: Database) -> None:
    valley = await valley_of(database)
    await valley.save(HELD, now=local(days(2), time(22)))
    await valley.tick(local(days(2), time(22, 1)))
    notice = (await valley.notices())[0]
    await valley.save(replace(SESSION, outcome=Outcome.NO_QUORUM), now=local(days(2), time(23)))
    async with database.reading() as db:
        assert (await still_told(db, notice, local(days(3)))).items == ()


async def test_week_s_message_names_the_head_that_was_published_that_night(database: Database) -> None:
    valley = await valley_of(database)
    await valley.save(commitment("VAL-01", days(1)), now=FRIDAY)
    await valley.daily(days(2), days(6))
    await publish_weekly(database, local(days(7), time(3, 17)))
    await valley.tick(local(days(7)))
    (notice,) = await valley.notices(weekly=True)
    async with database.reading() as db:
        told = await still_told(db, notice, local(days(7), time(8, 1)))
        head = await heads.latest(db)
    assert head is not None
    assert (notice.kind, told.head) == (Kind.DIGEST, head)
    assert f"Huella n.º {head.seq}: {head.short}\n" in words(notice, told)


async def test_other_reminders_name_none(database: Database) -> None:
    valley = await valley_of(database)
    await publish_weekly(database, FRIDAY)
    await valley.save(commitment("VAL-01", days(1)), now=FRIDAY)
    await valley.tick(local(days(2)))
    async with database.reading() as db:
        told = [(await still_told(db, one, local(days(2)))).head for one in await valley.notices()]
    assert told == [None] * len(told) != []
