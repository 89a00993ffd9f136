"""The pure decisions: days as each zone has them (GUARANTEES: SCH-04), and what is still true when it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import commitment_reminders, meeting_reminders, mesa_reminders
from bot.domain.commitments import Commitment, Status, overdue
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa, MesaState
from bot.domain.notices import About, Item
from bot.domain.quiet import read_quiet_hours
from bot.domain.reminders import still_true
from bot.domain.schedule import Bodies, Decision, Entry, Tick

FIRST = date(2026, 1, 1)
LIMA, SANTIAGO = "America/Lima", "America/Santiago"
ONE = Commitment("valle", "V-1", "Hacer algo", status=Status.PENDING, id=7)


def tick(now: datetime, zone: str = LIMA, **other: object) -> Tick:
    return replace(Tick(now, 1, FIRST, zone), **other)  # type: ignore[arg-type]


def entry(about: About, moment: datetime, **other: object) -> Entry:
    return replace(Entry(about, 7, 1, moment), **other)  # type: ignore[arg-type]


def told_in(one: Commitment, zone: str, begins: datetime, ends: datetime) -> dict[datetime, str]:
    """Look each quarter of an hour, in that zone's wall clock: when which step is told."""
    found: dict[datetime, str] = {}
    state = entry(About.COMMITMENT, begins)
    now = begins
    while now < ends:
        if state.next_at is not None and state.next_at <= now:
            decided = commitment_reminders.decide(one, state, tick(now, zone), Bodies())
            for telling in decided.tellings:
                found[now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)] = telling.item.step
            state = replace(state, told=decided.told, next_at=decided.next_at, touched=False)
        now += timedelta(minutes=15)
    return found


@pytest.mark.parametrize(
    ("zone", "deadline"),
    [
        (LIMA, date(2026, 11, 26)),
        (LIMA, date(2026, 12, 31)),  # the year's last day
        (LIMA, date(2028, 2, 29)),
        (SANTIAGO, date(2026, 4, 3)),  # the night before the clocks go back
        (SANTIAGO, date(2026, 4, 4)),  # a day of 25 hours
        (SANTIAGO, date(2026, 4, 5)),
        (SANTIAGO, date(2026, 9, 4)),
        (SANTIAGO, date(2026, 9, 5)),  # the next midnight does not exist
        (SANTIAGO, date(2026, 9, 6)),
        ("UTC", date(2026, 11, 26)),
        ("Pacific/Kiritimati", date(2026, 11, 26)),  # fourteen hours ahead of UTC
    ],
)
def test_overdue_begins_with_the_next_local_day_and_is_told_once_at_eight(zone: str, deadline: date) -> None:
    begins = datetime.combine(deadline - timedelta(days=1), time(12), ZoneInfo(zone)).astimezone(UTC)
    one = replace(ONE, deadline=deadline)

    told = told_in(one, zone, begins, begins + timedelta(days=5))

    following = deadline + timedelta(days=1)
    assert told == {datetime.combine(following, time(8)): "overdue"}
    midnight = datetime.combine(following, time(), ZoneInfo(zone)).astimezone(UTC)
    around = [tick(midnight + timedelta(seconds=seconds), zone).today for seconds in (-1, 0)]
    assert [overdue(deadline, Status.PENDING, day) for day in around] == [False, True]
    assert not read_quiet_hours("21:00-06:00").hold(tick(midnight, zone).at(following), zone)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 4, 3), datetime(2026, 4, 3, 11, tzinfo=UTC)),  # summer: three hours behind
        (date(2026, 4, 5), datetime(2026, 4, 5, 12, tzinfo=UTC)),
        (date(2026, 9, 5), datetime(2026, 9, 5, 12, tzinfo=UTC)),
        (date(2026, 9, 6), datetime(2026, 9, 6, 11, tzinfo=UTC)),
    ],
)
def test_eight_is_eight_whatever_the_clocks_do(day: date, moment: datetime) -> None:
    one = tick(moment, SANTIAGO)

    assert one.at(day) == moment
    assert (one.reached(moment), one.reached(moment - timedelta(seconds=1))) == (day, day - timedelta(days=1))


def test_two_hours_before_are_two_hours_over_a_night_in_which_the_clocks_go_back() -> None:
    one = Meeting("valle", "S-1", date(2026, 4, 5), time(0, 30), outcome=Outcome.SCHEDULED, zone=SANTIAGO, id=7)

    planned = {
        step: moment
        for moment, step in meeting_reminders.reminders(one, tick(datetime(2026, 4, 1, tzinfo=UTC), SANTIAGO))
    }

    assert planned["2h"] == datetime(2026, 4, 5, 2, 30, tzinfo=UTC)  # 23:30 of the day before, the second time


def test_summaries_come_each_thirty_days_from_when_the_mesa_was_first_seen() -> None:
    one = tick(datetime(2026, 2, 1, tzinfo=UTC))

    assert [one.summary_after(FIRST + timedelta(days=days)) for days in (-5, 0, 29, 30, 31)] == [
        FIRST + timedelta(days=days) for days in (30, 30, 30, 60, 60)
    ]
    assert [one.summary_until(FIRST + timedelta(days=days)) for days in (0, 29, 30)] == [
        FIRST + timedelta(days=days) for days in (0, 0, 30)
    ]


NOON = datetime(2026, 11, 26, 17, tzinfo=UTC)
TODAY = date(2026, 11, 26)
YESTERDAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 27)


def looked(one: Commitment, **other: object) -> Decision:
    return commitment_reminders.decide(one, entry(About.COMMITMENT, NOON), tick(NOON, **other), Bodies())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "next_day"),
    [
        (replace(ONE, deadline=date(2027, 3, 31)), date(2027, 3, 1)),
        (replace(ONE, deadline=TODAY), TOMORROW),
        (replace(ONE, deadline=date(2020, 1, 1)), date(2026, 11, 27)),  # 330 days after the first
        (replace(ONE, deadline=None), None),
        (replace(ONE, deadline=TODAY, status=Status.DONE), None),
        (replace(ONE, deadline=TODAY, status=Status.PERMANENT), None),
        (replace(ONE, deadline=TODAY, status=Status.DONE, deadline_words="anual"), TOMORROW),
    ],
)
def test_a_thing_is_looked_at_again_only_when_something_is_planned(one: Commitment, next_day: date | None) -> None:
    decided = looked(one)

    assert decided.tellings == ()
    assert decided.next_at == (tick(NOON).at(next_day) if next_day else None)


def test_institutions_above_are_named_once_and_not_where_they_owe_it_themselves() -> None:
    bodies = Bodies((1, 2), ((3, 2), (4, 3)))

    assert (bodies.up(0), bodies.up(1), bodies.up(2)) == ((), (3,), (3, 4))


def commitment_item(step: str, revision: int = 3) -> Item:
    return Item(About.COMMITMENT, 7, revision, step)


@pytest.mark.parametrize(
    ("step", "one", "expected"),
    [
        ("overdue", {"deadline": YESTERDAY}, True),
        ("after:7", {"deadline": YESTERDAY}, True),
        ("summary@2026-11-26", {"deadline": YESTERDAY}, True),
        ("overdue@w2026-11-23", {"deadline": YESTERDAY}, True),
        ("overdue", {"deadline": YESTERDAY, "status": Status.DONE}, False),
        ("overdue", {"deadline": YESTERDAY, "status": Status.UNFEASIBLE}, False),
        ("overdue", {"deadline": YESTERDAY, "status": Status.PERMANENT}, False),
        ("overdue", {"deadline": YESTERDAY, "status": Status.BREACHED}, True),
        ("overdue", {"deadline": None}, False),
        ("before:1", {"deadline": TODAY}, True),  # "today", it then says
        ("before:1", {"deadline": YESTERDAY}, False),
        ("extended", {"deadline": TOMORROW}, True),
        ("extended", {"deadline": TOMORROW, "status": Status.DONE}, False),
        ("done", {"deadline": YESTERDAY, "status": Status.DONE}, True),
        ("done", {"deadline": YESTERDAY, "status": Status.PENDING}, False),
    ],
)
def test_what_was_to_be_said_of_a_commitment_is_said_only_while_it_is_so(
    step: str, one: dict[str, object], expected: bool
) -> None:
    row = entry(About.COMMITMENT, NOON, revision=3)
    thing = replace(ONE, **one)  # type: ignore[arg-type]

    assert still_true(commitment_item(step), thing, row, TODAY) is expected
    assert still_true(commitment_item(step, revision=2), thing, row, TODAY) is False  # its deadline moved


@pytest.mark.parametrize(
    ("step", "one", "expected"),
    [
        ("7d", {}, True),
        ("2h", {"day": TODAY}, True),
        ("1d", {"day": YESTERDAY}, False),
        ("1d", {"outcome": Outcome.CANCELLED}, False),
        ("changed", {}, True),
        ("changed", {"outcome": Outcome.POSTPONED}, False),
        ("cancelled", {"outcome": Outcome.POSTPONED}, True),
        ("cancelled", {}, False),
        ("cancelled@w2026-11-23", {"outcome": Outcome.CANCELLED, "day": TODAY}, True),
        ("cancelled@w2026-11-23", {"outcome": Outcome.CANCELLED, "day": YESTERDAY}, False),  # nor was its acta missing
        ("acta@2026-11-26", {"day": YESTERDAY, "outcome": Outcome.HELD}, True),
        ("acta@2026-11-26", {"day": YESTERDAY, "outcome": Outcome.HELD, "minutes_published": TODAY}, False),
    ],
)
def test_what_was_to_be_said_of_a_session_is_said_only_while_it_is_so(
    step: str, one: dict[str, object], expected: bool
) -> None:
    thing = replace(Meeting("valle", "S-1", TOMORROW, id=7, outcome=Outcome.SCHEDULED), **one)  # type: ignore[arg-type]
    row = entry(About.MEETING, NOON, revision=5, told={"revision": 3})  # a note was changed twice since

    assert still_true(Item(About.MEETING, 7, 3, step), thing, row, TODAY) is expected
    assert still_true(Item(About.MEETING, 7, 2, step), thing, row, TODAY) is False


@pytest.mark.parametrize(
    ("step", "one", "last_session", "expected"),
    [
        ("incomplete@2026-11-26", {"state": MesaState.CONCLUDED}, "2020-01-01", True),
        ("no_session@2026-11-26", {}, "2026-07-29", True),
        ("no_session@2026-11-26", {}, "2026-07-30", False),  # 119 days: one was called meanwhile
        ("no_session@2026-11-26", {"ladder": "sin sesión 90"}, "2026-07-30", True),
        ("no_session@2026-11-26", {"state": MesaState.CONCLUDED}, "2020-01-01", False),
        ("term@2026-11-27", {"term_until": TOMORROW}, "2026-11-01", True),
        ("term@2026-11-27@w2026-11-23", {"term_until": TOMORROW}, "2026-11-01", True),
        ("term@2026-11-27", {"term_until": date(2027, 1, 1)}, "2026-11-01", False),
        ("term@2026-11-27", {"term_until": None}, "2026-11-01", False),
        ("term@2026-11-25", {"term_until": YESTERDAY}, "2026-11-01", False),
        ("term_over@2026-11-25", {"term_until": YESTERDAY}, "2026-11-01", True),
    ],
)
def test_what_was_to_be_said_of_a_mesa_is_said_only_while_it_is_so(
    step: str, one: dict[str, object], last_session: str, expected: bool
) -> None:
    mesa = replace(Mesa("valle", "Valle", id=7), **one)  # type: ignore[arg-type]
    row = entry(About.MESA, NOON, told={"first": "2026-01-01", "last_session": last_session})

    assert still_true(Item(About.MESA, 7, 1, step), mesa, row, TODAY) is expected


def test_a_mesa_that_was_told_today_waits_with_its_alarms_but_not_with_its_week() -> None:
    row = entry(
        About.MESA, NOON, touched=False, told={"first": "2026-07-29", "through": "2026-11-20", "digest": "2026-11-16"}
    )
    facts = mesa_reminders.Facts(last_session=date(2026, 7, 29))

    waits = mesa_reminders.decide(
        Mesa("valle", "Valle", id=7), row, tick(NOON, first=date(2026, 7, 29), taken=True), facts, Bodies()
    )

    assert (waits.tellings, waits.digest) == ((), date(2026, 11, 23))
    assert waits.next_at == tick(NOON).at(TOMORROW)


def test_an_acta_waits_where_todays_message_was_decided() -> None:
    one = Meeting("valle", "S-1", date(2026, 11, 11), outcome=Outcome.HELD, id=7)
    first = meeting_reminders.decide(
        one, entry(About.MEETING, NOON - timedelta(days=9)), tick(NOON - timedelta(days=9))
    )
    row = entry(About.MEETING, NOON, touched=False, told=first.told)

    waits = meeting_reminders.decide(one, row, tick(NOON, taken=True))
    told = meeting_reminders.decide(one, replace(row, told=waits.told), tick(NOON))

    assert (waits.tellings, waits.next_at) == ((), tick(NOON).at(TOMORROW))
    assert [telling.item.step for telling in told.tellings] == ["acta@2026-11-26"]


def test_a_session_does_not_wait_for_tomorrows_message_it_could_be_over_then() -> None:
    one = Meeting("valle", "S-1", TOMORROW, time(7), outcome=Outcome.SCHEDULED, id=7)
    first = meeting_reminders.decide(
        one, entry(About.MEETING, NOON - timedelta(days=2)), tick(NOON - timedelta(days=2))
    )

    told = meeting_reminders.decide(
        one, entry(About.MEETING, NOON, touched=False, told=first.told), tick(NOON, taken=True)
    )

    assert [(telling.item.step, telling.daily) for telling in told.tellings] == [("1d", False)]
