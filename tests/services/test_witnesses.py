"""After each session that was held, and with each week's message, phones are told the head of the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa, Seat
from bot.domain.notices import Kind, Notice
from bot.domain.recipients import Role
from bot.domain.told import HEAD, Told
from bot.services.delivering import still_told
from bot.services.heads import publish_weekly
from bot.store import commitments, heads, mesas
from bot.store.database import Database
from bot.store.notices import ROWS, notice_of
from bot.store.telling import notice
from bot.texts.markup import plain
from bot.texts.reminders import reminder
from tests.languages import LANGUAGES
from tests.services.ticks import Heard, Valley, commitment, days, local, meeting

FRIDAY = local(days(-3), time(18))
SESSION = meeting("S-1", days(1))
HELD = replace(SESSION, outcome=Outcome.HELD)
WHY = "Guarde este mensaje.\nPrueba que nadie cambió después lo que se registró."
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


def words(made: Notice, told: Told, language: str = "es") -> str:
    return plain(reminder(LANGUAGES[language], told, role=Role.FOLLOWER, kind=made.kind).text)


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
    made, *others = await valley.notices()
    async with database.reading() as db:
        told = await still_told(db, made, local(days(2), time(15, 2)))
        assert [(await still_told(db, one, local(days(2), time(15, 2)))).items for one in others] == [told.items] * 2
        head = await heads.latest(db)
    assert head is not None
    assert words(made, told).split("\n\n") == [
        "Recordatorio\nMesa: Mesa del Valle",
        "S-1 · Cómo fue: realizada\nmartes, 24 de noviembre de 2026 (24/11/2026) · ayer\nacta no publicada",
        f"Huella n.º {head.seq}: {head.short}\n{WHY}",
    ]
    assert f"Huella n.º {head.seq}: {head.short}" in words(made, told, "qu")


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
    made = (await valley.notices())[0]
    await valley.save(replace(SESSION, outcome=Outcome.NO_QUORUM), now=local(days(2), time(23)))
    async with database.reading() as db:
        assert (await still_told(db, made, local(days(3)))).items == ()


async def week_ends(valley: Valley, number: int) -> None:
    """The head is published that Monday's night, and what is due in the morning is decided."""
    await publish_weekly(valley.database, local(days(7 * number), time(3, 17)))
    await valley.tick(local(days(7 * number)))


async def heads_told(valley: Valley) -> Heard:
    """To each scope since the last call; "week" is the week's message, to who chose it."""
    told: Heard = {}
    async with valley.database.reading() as db:
        rows = await db.execute(ROWS.where(notice.c.id > valley.told).order_by(notice.c.id))
        made = [notice_of(row) for row in rows]
    valley.told = max([valley.told, *(one.id for one in made)])
    for one in made:
        name = "week" if one.kind is Kind.DIGEST else valley.names[one.scope]
        told[name] = [item.step for item in one.items if item.rung == HEAD]
    return told


async def test_week_in_which_something_was_recorded_ends_with_its_head_told_to_all_parties_once(
    database: Database,
) -> None:
    valley = await valley_of(database)
    await week_ends(valley, 1)
    first = await heads_told(valley)
    await valley.tick(local(days(7), time(8, 1)))
    await week_ends(valley, 2)
    quiet = await heads_told(valley)
    async with database.reading() as db:
        until = await heads.end(db)
    await valley.save(replace(SESSION, agenda="Agua"), now=local(days(15)))
    await week_ends(valley, 3)
    third = await heads_told(valley)

    assert until is not None
    assert first == {who: ["head@0"] for who in ALL} | {"week": [f"head@0@w{days(7)}"]}
    assert quiet == {}
    assert third == {who: [f"head@{until.seq}"] for who in ALL} | {"week": [f"head@{until.seq}@w{days(21)}"]}


async def test_head_of_the_week_is_told_in_few_words_in_both_languages_and_without_a_sound(database: Database) -> None:
    valley = await valley_of(database)
    await week_ends(valley, 1)
    await valley.save(replace(SESSION, agenda="Agua"), commitment("VAL-01", days(90)), now=local(days(8)))
    await valley.daily(days(8), days(13))
    await week_ends(valley, 2)
    made, *_ = await valley.notices()
    async with database.reading() as db:
        told = await still_told(db, made, local(days(14), time(8, 1)))
        head = await heads.latest(db)
    assert head is not None
    said = reminder(LANGUAGES["es"], told, role=Role.FOLLOWER, kind=made.kind)
    assert said.silent
    assert plain(said.text).split("\n\n") == [
        "Mesa: Mesa del Valle",
        f"Cambios registrados: 2\nHuella n.º {head.seq}: {head.short}\n{WHY}",
    ]
    assert f"Hukchasqakuna: 2\nHuella n.º {head.seq}: {head.short}\nKay willakuyta waqaychay.\n" in words(
        made, told, "qu"
    )


async def test_what_was_recorded_in_another_mesa_is_no_news_of_this_one(database: Database) -> None:
    valley = await valley_of(database)
    await week_ends(valley, 1)
    await heads_told(valley)
    async with database.transaction() as db:
        for slug in ("valle-alto", "valle_"):
            await mesas.save(db, Mesa(slug, "Otra"), actor="test", now=local(days(8)))
            await commitments.save(db, replace(commitment("X", None), mesa=slug), actor="test", now=local(days(8)))

    await week_ends(valley, 2)

    assert [step for steps in (await heads_told(valley)).values() for step in steps] == []


async def test_head_that_was_told_after_a_session_is_not_told_again_as_the_week_ends(database: Database) -> None:
    valley = await valley_of(database)
    await heard_after(valley, HELD)
    await heads_told(valley)
    await week_ends(valley, 1)
    assert (await heads_told(valley)).keys() == {"week"}  # of what was held, with its head


async def test_head_is_in_the_message_of_that_monday_which_is_heard_as_usual(database: Database) -> None:
    valley = await valley_of(database)
    await valley.save(commitment("VAL-01", days(6)), now=FRIDAY)
    await valley.daily(days(2), days(6))
    await week_ends(valley, 1)
    made = await valley.notices()
    async with database.reading() as db:
        each = [await still_told(db, one, local(days(7), time(8, 1))) for one in made]
        head = await heads.latest(db)
    assert head is not None
    assert {valley.names[one.scope] for one in made} == set(ALL)
    for one, told in zip(made, each, strict=True):
        assert [await valley.said(item) for item in one.items] == ["VAL-01 overdue", "head@0"]
        message = reminder(LANGUAGES["es"], told, role=Role.FOLLOWER, kind=one.kind)
        assert not message.silent
        assert plain(message.text).startswith("Recordatorio\n")
        assert plain(message.text).count(f"Huella n.º {head.seq}: {head.short}") == 1


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
