"""Sessions and mesas under the clock: reminders, changes at once, actas and terms that are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.commitments import Responsibility
from bot.domain.meeting_reminders import Appointment, before
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.domain.notices import About, Kind
from bot.store import meetings, schedule
from bot.store.database import Database
from tests.services.ticks import MONDAY, Valley, commitment, days, local, meeting

FRIDAY = local(days(-3), time(18))
TOLD = ("followers", "team")


async def test_a_session_is_told_seven_days_one_day_and_two_hours_before(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(9), time(10, 30), subgroup="Wayra"), now=FRIDAY)

    heard = await valley.daily(days(0), days(9))
    before_it = await valley.heard(local(days(9), time(8, 29)))
    await valley.tick(local(days(9), time(8, 31)))
    (one, other) = await valley.notices()

    assert heard == {days(2): {who: ["S-1 7d"] for who in TOLD}, days(8): {who: ["S-1 1d"] for who in TOLD}}
    assert before_it == {}
    assert [valley.names[each.scope] for each in (one, other)] == list(TOLD)
    assert (await valley.said(one.items[0]), one.kind, one.urgent) == ("S-1 2h", Kind.REMINDER, False)
    assert one.useful_until == local(days(9), time(10, 30))
    assert await valley.daily(days(10), days(40)) == {}


async def test_a_session_without_an_hour_has_no_two_hours_before(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(9), None), now=FRIDAY)
    heard = await valley.daily(days(0), days(8))

    assert list(heard) == [days(2), days(8)]
    for hour in range(24):
        assert await valley.heard(local(days(9), time(hour))) == {}


async def test_a_session_that_is_called_is_told_at_once_and_its_reminders_follow(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(3)), now=local(days(-1), time(9)))

    assert await valley.daily(days(0), days(3), time(8, 0, 10)) == {
        days(0): {who: ["S-1 called"] for who in TOLD},
        days(2): {who: ["S-1 1d"] for who in TOLD},
        days(3): {who: ["S-1 2h"] for who in TOLD},
    }


@pytest.mark.parametrize(
    ("day", "starts"), [(days(1), time(9)), (days(1), None), (days(0), time(10)), (days(0), None), (days(90), time(9))]
)
async def test_whenever_it_will_be_a_call_is_told_once(day: date, starts: time | None, database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", day, starts), now=local(days(0), time(9)))

    assert await valley.heard(local(days(0), time(9, 1))) == {who: ["S-1 called"] for who in TOLD}
    assert await valley.heard(local(days(0), time(9, 2))) == {}


async def test_what_is_called_off_or_over_when_it_comes_is_no_call(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    off = meeting("S-1", days(9), outcome=Outcome.CANCELLED)
    await valley.save(off, meeting("S-2", days(-2)), now=local(days(0), time(9)))

    assert await valley.heard(local(days(0), time(9, 1))) == {}


async def test_after_an_outage_the_newest_of_a_session_is_told_and_none_once_it_has_begun(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(9)), meeting("S-2", days(8)), now=FRIDAY)
    await valley.tick(FRIDAY)

    await valley.tick(local(days(9), time(7)))  # S-2 was yesterday; the day before S-1 it was down
    made = await valley.notices()

    assert [[(await valley.said(item), item.late) for item in one.items] for one in made] == [[("S-1 1d", True)]] * 2


@pytest.mark.parametrize(
    ("other", "step", "urgent"),
    [
        ({"day": days(3)}, "changed", False),
        ({"starts": time(15)}, "changed", False),
        ({"starts": None}, "changed", False),
        ({"place": "Otro local"}, "changed", False),
        ({"outcome": Outcome.CANCELLED}, "cancelled", False),
        ({"outcome": Outcome.POSTPONED}, "cancelled", False),
        ({"outcome": Outcome.SUSPENDED}, "cancelled", False),
        ({"day": MONDAY, "starts": time(20)}, "changed", True),  # within twelve hours
        ({"day": MONDAY, "starts": None}, "changed", True),  # today, who knows when
    ],
)
async def test_a_change_of_what_people_must_know_is_told_at_once(
    database: Database, other: dict[str, object], step: str, urgent: bool
) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = meeting("S-1", days(4), place="Local")
    await valley.save(one, now=FRIDAY)
    await valley.tick(FRIDAY)
    now = local(MONDAY, time(16))
    await valley.save(replace(one, **other), now=now)  # type: ignore[arg-type]

    await valley.tick(now + timedelta(seconds=30))
    made = await valley.notices()
    await valley.tick(now + timedelta(seconds=60))

    assert [(valley.names[each.scope], await valley.said(each.items[0])) for each in made] == [
        (who, f"S-1 {step}") for who in TOLD
    ]
    assert {(each.kind, each.urgent) for each in made} == {(Kind.CHANGE, urgent)}
    assert await valley.notices() == []


async def test_a_change_of_the_same_day_is_urgent_whoever_was_told_the_old_hour(database: Database) -> None:
    """It was to begin in two hours; now it does in three days: somebody may be on the way."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", MONDAY, time(18)), now=FRIDAY)
    await valley.tick(FRIDAY)
    await valley.save(meeting("S-1", days(3), time(18)), now=local(MONDAY, time(16, 1)))
    await valley.tick(local(MONDAY, time(16, 1)))

    assert [each.urgent for each in await valley.notices()] == [True, True]


@pytest.mark.parametrize(
    "other", [{"agenda": "Agua"}, {"note": "nota"}, {"convener": "PCM"}, {"subgroup": "Wayra"}, {"latitude": -14.0}]
)
async def test_any_other_change_of_a_session_is_told_to_nobody_and_stops_no_reminder(
    database: Database, other: dict[str, object]
) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = meeting("S-1", days(8))
    await valley.save(one, now=FRIDAY)
    await valley.tick(FRIDAY)
    await valley.save(replace(one, **other), now=local(days(0), time(9)))  # type: ignore[arg-type]

    assert await valley.daily(days(0), days(7)) == {
        days(1): {who: ["S-1 7d"] for who in TOLD},
        days(7): {who: ["S-1 1d"] for who in TOLD},
    }


async def test_what_is_past_is_corrected_in_silence(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = meeting("S-1", days(-1))
    await valley.save(one, now=FRIDAY)
    await valley.daily(days(-1), days(0))
    await valley.save(replace(one, day=days(-2), outcome=Outcome.CANCELLED), now=local(days(0), time(9)))
    await valley.save(meeting("S-2", days(-40)), now=local(days(0), time(9)))

    assert await valley.heard(local(days(0), time(10))) == {}


async def test_a_moved_session_is_reminded_of_anew_and_its_memory_tells_what_it_was(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(8), place="Local"), now=FRIDAY)
    first = await valley.daily(days(0), days(2))
    await valley.save(meeting("S-1", days(20), place="Local"), now=local(days(2), time(9)))
    second = await valley.daily(days(3), days(19))

    assert list(first.values()) == [{who: ["S-1 7d"] for who in TOLD}]
    assert second == {
        days(3): {who: ["S-1 changed"] for who in TOLD},
        days(13): {who: ["S-1 7d"] for who in TOLD},
        days(19): {who: ["S-1 1d"] for who in TOLD},
    }
    async with database.reading() as db:
        one = await meetings.by_code(db, "valle", "S-1")
        assert one is not None
        entry = (await schedule.of(db, About.MEETING, [one.id]))[one.id]
    assert before(entry.told) == Appointment(days(8), time(10), "Local", off=False)


async def test_an_acta_not_published_is_told_to_the_team_after_fifteen_days_and_with_each_summary(
    database: Database,
) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(-1), outcome=Outcome.HELD), meeting("S-2", days(-1)), now=FRIDAY)
    heard = await valley.daily(days(0), days(60))
    await valley.save(
        meeting("S-1", days(-1), outcome=Outcome.HELD, minutes_published=days(60)), now=local(days(60), time(9))
    )

    assert heard == {
        days(0): {who: ["S-1 held"] for who in TOLD},
        days(14): {"team": ["S-1 acta@2026-12-07"]},
        days(27): {"team": ["S-1 acta@2026-12-20"]},
        days(57): {"team": ["S-1 acta@2027-01-19"]},
    }
    assert await valley.daily(days(61), days(100)) == {}


async def test_a_mesa_that_does_not_meet_for_120_days_says_so_until_a_session_is_called(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(meeting("S-1", days(-100), outcome=Outcome.HELD, minutes_published=days(-99)), now=FRIDAY)
    heard = await valley.daily(days(0), days(60))
    await valley.save(meeting("S-2", days(65)), now=local(days(60), time(9)))

    assert heard == {
        days(20): {who: ["no_session@2026-12-13"] for who in TOLD},
        days(27): {who: ["no_session@2026-12-20"] for who in TOLD},
        days(57): {who: ["no_session@2027-01-19"] for who in TOLD},
    }
    assert "no_session" not in str(await valley.daily(days(61), days(180)))


async def test_a_term_is_told_before_its_end_while_something_is_open_and_at_its_end(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, term_until=days(40))
    await valley.save(commitment("V-1", days(300)), now=FRIDAY)

    heard = await valley.daily(days(0), days(50))

    assert heard == {
        days(10): {who: ["term@2027-01-02"] for who in TOLD},
        days(41): {who: ["term_over@2027-01-02"] for who in TOLD},
    }


async def test_a_term_with_nothing_open_is_told_at_its_end_alone(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, term_until=days(40))

    assert list(await valley.daily(days(0), days(50))) == [days(41)]


async def test_a_term_that_is_near_when_it_is_first_known_is_told_the_next_day(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, term_until=days(20))
    await valley.save(commitment("V-1", days(300)), now=FRIDAY)
    first = await valley.daily(days(-2), days(5))
    await valley.change(local(days(5), time(9)), term_until=days(15))

    assert list(first) == [days(-2)]
    assert await valley.daily(days(6), days(30)) == {
        days(6): {who: ["term@2026-12-08"] for who in TOLD},
        days(16): {who: ["term_over@2026-12-08"] for who in TOLD},
    }


async def test_a_longer_term_is_told_of_again(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, term_until=days(31))
    await valley.save(commitment("V-1", days(300)), now=FRIDAY)
    first = await valley.daily(days(0), days(10))
    await valley.change(local(days(10), time(9)), term_until=days(60))

    assert list(first) == [days(1)]
    assert list(await valley.daily(days(11), days(61))) == [days(30), days(61)]


async def test_a_concluded_mesa_has_no_alarms_of_its_own(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, term_until=days(40), state=MesaState.CONCLUDED)
    await valley.save(commitment("V-1", days(300)), now=FRIDAY)

    assert await valley.daily(days(0), days(150)) == {}


async def test_what_is_missing_in_a_mesa_is_told_to_its_team_each_month(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", None, responsibilities=()), now=FRIDAY)
    await valley.save(
        commitment("V-2", days(300), responsibilities=(Responsibility("oficina", "Oficina"),)), now=FRIDAY
    )

    assert await valley.daily(days(0), days(60)) == {
        days(27): {"team": ["incomplete@2026-12-20"]},
        days(57): {"team": ["incomplete@2027-01-19"]},
    }


async def test_the_sessions_of_the_week_are_in_its_message(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    coming = [meeting("S-1", days(9)), meeting("S-2", days(13)), meeting("S-3", days(15)), meeting("S-4", days(9))]
    await valley.save(*coming[:3], replace(coming[3], outcome=Outcome.CANCELLED), now=FRIDAY)
    await valley.daily(days(0), days(6))
    await valley.tick(local(days(7)))
    (week,) = await valley.notices(weekly=True)

    assert [await valley.said(item) for item in week.items] == ["S-1 7d@w2026-11-30", "S-2 7d@w2026-11-30"]
    assert (week.kind, week.useful_until.date()) == (Kind.DIGEST, date(2026, 12, 7))


async def test_two_hours_before_at_the_hour_of_reminders_is_in_the_message_of_the_day(database: Database) -> None:
    """Half of all sessions begin at ten, and eight is the hour of reminders."""
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.save(meeting("S-1", days(1), time(10)), commitment("V-1", days(0)), now=FRIDAY)
    await valley.tick(local(days(0)))
    await valley.notices()
    await valley.tick(local(days(1)))
    made = await valley.notices()

    assert {valley.names[one.scope]: [await valley.said(item) for item in one.items] for one in made} == {
        who: ["V-1 overdue", "S-1 2h"] for who in ("followers", "team")
    }
    assert len(made) == 2
