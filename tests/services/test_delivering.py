"""What of a notice each recipient is told, and what one opens who was only told that there is something."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import select, update

from bot.domain.commitments import Stance, Status
from bot.domain.notices import About, Notice, State
from bot.domain.recipients import Role, Wishes, followers_of, mark_of
from bot.domain.told import Unwanted
from bot.services.delivering import Desk, Letter, opened
from bot.store import recipients
from bot.store.database import Database
from bot.store.tables import meeting as meeting_table
from bot.store.telling import schedule as schedule_table
from tests.services.ticks import COMPANY, OFFICE, Valley, commitment, days, heard_of, local, meeting

FRIDAY = local(date(2026, 11, 20), time(12))
MEMBER = 71


async def at_work(database: Database) -> tuple[Valley, datetime]:
    """Two commitments of the office become overdue in one night, one of them of Wayra."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", days(-1), subgroup="Wayra"), commitment("V-2", days(-1)), now=FRIDAY)
    return valley, local(days(0))


async def follow(valley: Valley, chat: int, wishes: Wishes = Wishes()) -> None:
    async with valley.database.transaction() as db:
        await recipients.save(db, followers_of(valley.mesa.id), chat, Role.FOLLOWER, wishes)


async def of_scope(valley: Valley, name: str, now: datetime) -> Notice:
    await valley.tick(now)
    (found,) = [one for one in await valley.notices() if valley.names[one.scope] == name]
    return found


def told(letter: Letter | Unwanted | None) -> list[str]:
    assert isinstance(letter, Letter)
    return [f"{letter.told.commitments[item.number].code} {item.step}" for item in letter.told.items]


async def test_what_is_opened_is_what_one_chose_of_it(database: Database) -> None:
    valley, now = await at_work(database)
    await follow(valley, MEMBER, Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")})))
    notice = await of_scope(valley, "followers", now)

    async with database.transaction() as db:
        assert told(await opened(db, notice.id, MEMBER, now)) == ["V-1 overdue"]
        assert await opened(db, notice.id, 404, now) is None


async def test_what_is_opened_when_nothing_of_it_is_true_any_more_says_so(database: Database) -> None:
    valley, now = await at_work(database)
    notice = await of_scope(valley, "followers", now)
    done = [commitment(code, days(-1), status=Status.DONE) for code in ("V-1", "V-2")]
    await valley.save(*(replace(one, subgroup="") for one in done), now=now)

    async with database.transaction() as db:
        assert told(await opened(db, notice.id, 1, now)) == []


async def test_what_is_opened_by_whom_it_was_escalated_to_does_not_name_them(database: Database) -> None:
    valley, _ = await at_work(database)
    await valley.daily(days(0), days(5))
    await valley.notices()
    now = local(days(6))
    notice = await of_scope(valley, "sector", now)
    chat = list(valley.names.values()).index("sector") + 1

    async with database.transaction() as db:
        letter = await opened(db, notice.id, chat, now)
    assert letter is not None
    assert [item.parents for item in letter.told.items] == [(), ()]


async def letters(valley: Valley, notice: Notice, name: str, chat: int, now: datetime) -> Letter | Unwanted:
    """What that chat, in the scope of that name, is told of a notice."""
    scope = next(scope for scope, known in valley.names.items() if known == name)
    async with valley.database.transaction() as db:
        found = await recipients.find(db, scope, chat)
        assert found is not None
        (letter,) = await Desk().letters(db, notice, [found], now)
    return letter


async def test_what_was_missing_and_is_there_when_it_is_told_is_not_told(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", None), now=FRIDAY)
    now = local(days(27))
    notice = await of_scope(valley, "team", now)
    chat = list(valley.names.values()).index("team") + 1
    still = await letters(valley, notice, "team", chat, now)
    await valley.save(commitment("V-1", days(300)), now=now)

    assert isinstance(still, Letter)
    assert await letters(valley, notice, "team", chat, now) == Unwanted(State.CANCELLED, "no longer true")


async def break_memory(valley: Valley, codes: list[str]) -> None:
    """What is remembered of these sessions cannot be read."""
    async with valley.database.transaction() as db:
        broken = select(meeting_table.c.id).where(meeting_table.c.code.in_(codes))
        row = (schedule_table.c.about == About.MEETING) & schedule_table.c.number.in_(broken)
        await db.execute(update(schedule_table).where(row).values(told='{"revision":1,"through":"ayer"}'))


async def test_what_cannot_be_looked_at_is_set_aside_and_the_others_are_told(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    valley, now = await at_work(database)
    await valley.save(meeting("S-1", days(1)), now=FRIDAY)
    notice = await of_scope(valley, "followers", now)
    await break_memory(valley, ["S-1"])
    wrong = Counter[str]()

    async with database.transaction() as db:
        found = await recipients.find(db, notice.scope, 1)
        assert found is not None
        (letter,) = await Desk(wrong.update).letters(db, notice, [found], now)

    assert len(notice.items) == 3
    assert told(letter) == ["V-1 overdue", "V-2 overdue"]
    assert wrong == {"ValueError": 1}
    assert capsys.readouterr().out.count("item_set_aside") == 1


async def test_a_notice_of_which_nothing_can_be_looked_at_is_dead_and_can_be_tried_again(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(1)), now=FRIDAY)
    now = local(days(0))
    notice = await of_scope(valley, "followers", now)
    await break_memory(valley, ["S-1"])

    assert await letters(valley, notice, "followers", 1, now) == Unwanted(State.DEAD, "poison")


async def test_who_declined_is_not_told_as_responsible(database: Database) -> None:
    """Nor whoever is above it; and what was decided before it declined is not said to it any more."""
    valley = await Valley(database).begin(FRIDAY)
    both = commitment("V-1", days(-1), responsibilities=(OFFICE, COMPANY))
    await valley.save(both, now=FRIDAY)
    first = await of_scope(valley, "oficina", local(days(0)))
    declined = replace(both, responsibilities=(replace(OFFICE, stance=Stance.DECLINED), COMPANY))
    await valley.save(declined, now=local(days(0)))
    chat = list(valley.names.values()).index("oficina") + 1

    assert await letters(valley, first, "oficina", chat, local(days(0))) == Unwanted(State.CANCELLED, "no longer true")
    assert heard_of("V-1", await valley.daily(days(1), days(6))) == {
        days(6): {"after:7": ("followers", "team", "empresa")}
    }
