"""One message for one person and mesa, whatever they are in it; and nothing is lost of what the others would have said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.notices import About, Kind, Notice, NoticeState, State
from bot.domain.quiet import NEVER
from bot.domain.recipients import Rhythm, Role, Wishes, followers_of
from bot.services.delivering import Desk, Letter, opened
from bot.services.heads import publish_weekly
from bot.store import outbox, people, recipients, schedule
from bot.store.database import Database
from bot.store.outbox import Claim
from bot.store.telling import delivery, notice
from bot.tg.claiming import Claiming
from tests.services.ticks import COMPANY, Valley, commitment, days, local, meeting

FRIDAY = local(date(2026, 11, 20), time(12))
OVERDUE = local(days(0))
ESCALATED = local(days(6))
PERSON = 71

Said = dict[int, list[list[str]]]  # chat → its messages, each "V-1 overdue" after another
Ends = Callable[[Letter], State | None]  # how a delivery that was said ends; None: killed before it is marked


def well(_: Letter) -> State:
    return State.SENT


async def at_work(database: Database) -> Valley:
    """Two commitments of the office and one of the company become overdue in one night."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(
        commitment("V-1", days(-1)),
        commitment("V-2", days(-1)),
        commitment("V-3", days(-1), responsibilities=(COMPANY,)),
        now=FRIDAY,
    )
    return valley


async def join(valley: Valley, name: str, role: Role, wishes: Wishes = Wishes(), chat: int = PERSON) -> None:
    scope = next(scope for scope, known in valley.names.items() if known == name)
    async with valley.database.transaction() as db:
        await recipients.save(db, scope, chat, role, wishes)


async def fill(valley: Valley) -> None:
    async with valley.database.transaction() as db:
        while await outbox.fill(db):
            pass


async def speak(valley: Valley, now: datetime, ends: Ends = well, room: int = 3) -> Said:
    """All that is to be said from `now` on, some at a time, as the sender does it."""
    said: Said = defaultdict(list)
    calm, moment = 0, now
    while calm < 3:
        claiming = Claiming(Desk().letters, lambda moment=moment: moment, NEVER, lambda: 0.0, 60.0)  # type: ignore[misc]
        async with valley.database.transaction() as db:
            claimed = await claiming.claim(db, room)
        for claim, letter in claimed:
            await ended(valley, claim, ends(letter))
            said[letter.recipient.chat].append(await words(valley, letter))
        async with valley.database.transaction() as db:
            await outbox.recover(db, alone=True)
        moment += timedelta(seconds=1)
        calm = 0 if claimed else calm + 1
    return dict(said)


async def ended(valley: Valley, claim: Claim, state: State | None) -> None:
    if state is not None:
        async with valley.database.transaction() as db:
            await outbox.mark(db, [(claim, claim.standing.ended(state, ""))])


async def words(valley: Valley, letter: Letter) -> list[str]:
    return [await valley.said(item) for item in letter.told.items]


async def states(valley: Valley, chat: int) -> dict[str, State]:
    """Scope → where this chat's reminder stands."""
    async with valley.database.reading() as db:
        mine = await recipients.every(db, chat)
        reminders = select(notice.c.id).where(notice.c.kind == Kind.REMINDER)
        found = await db.execute(select(delivery).where(delivery.c.notice_id.in_(reminders)))
        by_recipient = {row.recipient_id: row.state for row in found}
    return {valley.names[one.scope]: by_recipient[one.id] for one in mine if one.id in by_recipient}


async def test_a_contact_who_follows_hears_all_of_it_in_one_message(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)

    said = await speak(valley, OVERDUE)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]
    assert await states(valley, PERSON) == {"oficina": State.SENT, "followers": State.SKIPPED}
    assert [len(said[chat]) for chat in sorted(said)] == [1] * 5  # followers, team, two offices, and the person


async def test_a_contact_of_two_institutions_who_follows_hears_all_of_it_in_one_message(database: Database) -> None:
    valley = await at_work(database)
    for name in ("oficina", "empresa"):
        await join(valley, name, Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)

    said = await speak(valley, OVERDUE)

    assert [sorted(message) for message in said[PERSON]] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]


async def test_what_a_contact_does_not_wish_to_follow_is_not_in_it(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER, Wishes(rhythm=Rhythm.NONE))
    await valley.tick(OVERDUE)
    await fill(valley)

    said = await speak(valley, OVERDUE)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue"]]


async def test_where_the_one_message_cannot_be_said_the_other_is(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)

    said = await speak(valley, OVERDUE, lambda one: State.DEAD if one.recipient.role is Role.CONTACT else State.SENT)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]] * 2
    assert await states(valley, PERSON) == {"oficina": State.DEAD, "followers": State.SENT}


@pytest.mark.parametrize(("minutes", "alone"), [(4, False), (60, True)])
async def test_one_that_is_not_tried_again_soon_is_not_waited_for(
    minutes: int, alone: bool, database: Database
) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)
    later = OVERDUE + timedelta(minutes=minutes)
    async with database.transaction() as db:
        (first,) = [one for one in await recipients.every(db, PERSON) if one.role is Role.CONTACT]
        theirs = delivery.c.recipient_id == first.id
        await db.execute(update(delivery).values(not_before=int(later.timestamp())).where(theirs))

    now, then = await speak(valley, OVERDUE), await speak(valley, later)

    whole = ["V-1 overdue", "V-2 overdue", "V-3 overdue"]
    assert now.get(PERSON, []) == ([whole] if alone else [])
    assert then[PERSON] == ([whole[:2]] if alone else [whole])


async def test_killed_before_it_is_marked_it_is_said_whole_again_and_still_alone(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)
    kills = iter([None])

    said = await speak(
        valley, OVERDUE, lambda one: next(kills, State.SENT) if one.recipient.chat == PERSON else State.SENT
    )

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]] * 2
    assert await states(valley, PERSON) == {"oficina": State.SENT, "followers": State.SKIPPED}


async def test_a_contacts_message_waits_until_it_is_known_who_else_is_told(database: Database) -> None:
    """Else who begins to follow meanwhile would lose what followers are told."""
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await valley.tick(OVERDUE)
    async with database.transaction() as db:
        theirs = notice.c.scope == followers_of(valley.mesa.id)
        await db.execute(update(notice).values(state=NoticeState.PAUSED).where(theirs))
        while await outbox.fill(db):
            pass
        await db.execute(update(notice).values(state=NoticeState.OPEN).where(theirs))

    before = await speak(valley, OVERDUE)
    await join(valley, "followers", Role.FOLLOWER)
    await fill(valley)
    after = await speak(valley, OVERDUE + timedelta(minutes=1))

    assert PERSON not in before
    assert after[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]


async def test_a_coordinator_who_follows_and_is_a_contact_hears_it_once(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "team", Role.COORDINATOR)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)

    said = await speak(valley, OVERDUE)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]
    assert await states(valley, PERSON) == {
        "team": State.SENT,
        "oficina": State.SKIPPED,
        "followers": State.SKIPPED,
    }


async def test_a_follower_who_is_made_a_coordinator_before_it_is_said_hears_it_still(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)
    await join(valley, "team", Role.COORDINATOR)

    said = await speak(valley, OVERDUE)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]


async def test_a_follower_who_is_made_a_contact_before_it_is_said_hears_it_still(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.tick(OVERDUE)
    await fill(valley)
    await join(valley, "oficina", Role.CONTACT)

    said = await speak(valley, OVERDUE)

    assert said[PERSON] == [["V-1 overdue", "V-2 overdue", "V-3 overdue"]]


async def test_what_the_team_said_it_knows_no_coordinator_hears_as_a_follower(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", days(-1)), now=FRIDAY)
    await join(valley, "team", Role.COORDINATOR)
    await join(valley, "followers", Role.FOLLOWER)
    await valley.daily(days(0), days(5))
    async with database.transaction() as db:
        await schedule.acknowledge(db, About.COMMITMENT, 1, days(30))
        await db.execute(delete(notice))
    await valley.tick(ESCALATED)
    await fill(valley)

    said = await speak(valley, ESCALATED)

    assert PERSON not in said
    assert sum(len(messages) for messages in said.values()) == 3  # a follower, the office, and the sector above


async def test_what_is_opened_of_a_discreet_notice_is_all_of_it(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "oficina", Role.CONTACT)
    await join(valley, "followers", Role.FOLLOWER)
    async with database.transaction() as db:
        chosen = await people.settings(db, PERSON)
        await people.remember(db, PERSON, replace(chosen, discreet=True))
    await valley.tick(OVERDUE)
    of: dict[str, Notice] = {valley.names[one.scope]: one for one in await valley.notices()}
    await fill(valley)
    await speak(valley, OVERDUE)

    async with database.transaction() as db:
        letter = await opened(db, of["oficina"].id, PERSON, OVERDUE)

    assert letter is not None
    assert await words(valley, letter) == ["V-1 overdue", "V-2 overdue", "V-3 overdue"]


async def test_a_coordinator_who_follows_weekly_hears_all_of_a_monday_in_one_message(database: Database) -> None:
    valley = await at_work(database)
    await join(valley, "team", Role.COORDINATOR)
    await join(valley, "followers", Role.FOLLOWER, Wishes(rhythm=Rhythm.WEEKLY))
    await valley.save(commitment("V-4", days(6)), now=FRIDAY)
    await valley.daily(days(0), days(6))
    await fill(valley)
    await speak(valley, local(days(6)))
    await publish_weekly(database, local(days(7), time(3, 17)))
    await valley.tick(local(days(7)))
    await fill(valley)

    said = await speak(valley, local(days(7)))

    assert [sorted(message) for message in said[PERSON]] == [
        ["V-1 after:7", "V-2 after:7", "V-3 after:7", "V-4 overdue", "head"]  # Sunday's too, as each week
    ]


async def test_who_follows_weekly_hears_a_monday_s_session_in_the_week_s_message(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await join(valley, "followers", Role.FOLLOWER, Wishes(rhythm=Rhythm.WEEKLY))
    await valley.save(meeting("S-1", days(7), time(10)), now=FRIDAY)
    await valley.daily(days(0), days(6))
    await publish_weekly(database, local(days(7), time(3, 17)))
    await valley.tick(local(days(7)))
    await fill(valley)

    said = await speak(valley, local(days(7)))

    assert [sorted(message) for message in said[PERSON]] == [["S-1 7d", "head"]]


@pytest.mark.parametrize(
    ("rhythm", "week"), [(Rhythm.AT_ONCE, []), (Rhythm.WEEKLY, ["V-1 after:7", "V-2 after:7", "V-3 after:7"])]
)
async def test_what_a_coordinator_opens_of_a_monday_has_the_week_only_if_it_is_told_to_them(
    rhythm: Rhythm, week: list[str], database: Database
) -> None:
    valley = await at_work(database)
    await join(valley, "team", Role.COORDINATOR)
    await join(valley, "followers", Role.FOLLOWER, Wishes(rhythm=rhythm))
    await valley.save(commitment("V-4", days(6)), now=FRIDAY)
    await valley.daily(days(0), days(5))
    await valley.notices()
    await valley.tick(local(days(7)))
    of = {valley.names[one.scope]: one for one in await valley.notices()}
    await fill(valley)

    async with database.transaction() as db:
        letter = await opened(db, of["team"].id, PERSON, local(days(7)))

    assert letter is not None
    assert await words(valley, letter) == ["V-1 after:7", "V-2 after:7", "V-3 after:7", "V-4 overdue", *week]
