"""The ladder of commitments under a clock that is an argument: who is told what, on which day, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.domain.commitments import Status
from bot.domain.notices import About, Kind
from bot.domain.recipients import Role, contacts_of
from bot.store import commitments, institutions, recipients, schedule
from bot.store.database import Database
from bot.store.verifying import verify
from tests.services.ticks import COMPANY, MONDAY, Valley, commitment, days, heard_of, local

FRIDAY = local(days(-3), time(18))  # in the evening: all is recorded then
TEAM_AND_OFFICE, EVERYBODY = ("team", "oficina"), ("followers", "team", "oficina")


async def test_the_whole_ladder_of_one_commitment(database: Database) -> None:
    """Thirty days before it is a holiday, and the day before that too. The mesa was first seen on 20 November."""
    valley = await Valley(database).begin(FRIDAY)
    deadline = date(2027, 1, 7)
    await valley.save(commitment("V-1", deadline), now=FRIDAY)

    heard = heard_of("V-1", await valley.daily(days(-2), date(2027, 4, 1)))

    assert heard == {
        date(2026, 12, 7): {"before:30": TEAM_AND_OFFICE},
        date(2026, 12, 24): {"before:14": TEAM_AND_OFFICE},
        date(2026, 12, 31): {"before:7": TEAM_AND_OFFICE},
        date(2027, 1, 6): {"before:1": TEAM_AND_OFFICE},
        date(2027, 1, 8): {"overdue": EVERYBODY},
        date(2027, 1, 14): {"after:7": (*EVERYBODY, "sector")},
        date(2027, 2, 6): {"after:30": (*EVERYBODY, "sector", "estado")},
        date(2027, 2, 18): {"summary@2027-02-18": (*EVERYBODY, "sector", "estado")},  # of the mesa: each 30 days
        date(2027, 3, 20): {"summary@2027-03-20": (*EVERYBODY, "sector", "estado")},
    }


async def test_what_is_due_on_one_day_is_one_notice_for_each_scope(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    owed = [
        commitment("V-1", MONDAY),
        commitment("V-2", MONDAY, responsibilities=(COMPANY,)),
        commitment("V-3", days(2)),
    ]
    await valley.save(*owed, now=FRIDAY)

    await valley.tick(local(days(1)))
    made = await valley.notices()

    told = {valley.names[one.scope]: [await valley.said(item) for item in one.items] for one in made}
    assert len(made) == 4
    assert told == {
        "followers": ["V-1 overdue", "V-2 overdue"],
        "team": ["V-1 overdue", "V-2 overdue", "V-3 before:1"],
        "oficina": ["V-1 overdue", "V-3 before:1"],
        "empresa": ["V-2 overdue"],
    }
    assert {(one.kind, one.urgent, one.useful_until) for one in made} == {
        (Kind.REMINDER, False, local(days(7), time(8))),  # until the next step, or a week at most
        (Kind.REMINDER, False, local(days(7), time(8))),
    }


async def test_the_same_tick_twice_and_a_clock_set_back_two_hours_tell_nothing_again(database: Database) -> None:
    """SCH-05."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    first = await valley.heard(local(days(1)))

    again = await valley.heard(local(days(1)))
    back = await valley.heard(local(days(1), time(6, 0, 10)))
    await valley.save(commitment("V-1", MONDAY, note="se tocó"), now=local(days(1), time(6, 30)))
    touched = await valley.heard(local(days(1), time(8, 30)))

    assert first == {who: ["V-1 overdue"] for who in EVERYBODY}
    assert (again, back, touched) == ({}, {}, {})


async def test_36_hours_down_over_three_deadlines_end_in_one_message_with_the_newest_step_of_each(
    database: Database,
) -> None:
    """SCH-03. Down from Tuesday evening to Thursday at eight: two mornings' messages are one."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, ladder="antes 7 2 1")
    owed = [commitment("V-1", days(1)), commitment("V-2", days(2)), commitment("V-3", days(4))]
    await valley.save(*owed, now=FRIDAY)
    await valley.daily(days(0), days(1))
    await valley.notices()

    await valley.tick(local(days(3)))
    made = await valley.notices()

    assert len(made) == 3
    assert {valley.names[one.scope]: [(await valley.said(item), item.late) for item in one.items] for one in made} == {
        "followers": [("V-1 overdue", True), ("V-2 overdue", False)],
        "team": [("V-1 overdue", True), ("V-3 before:1", False), ("V-2 overdue", False)],
        "oficina": [("V-1 overdue", True), ("V-3 before:1", False), ("V-2 overdue", False)],
    }


async def test_a_note_written_while_nothing_runs_hides_no_step_of_what_was_recorded_before_it(
    database: Database,
) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = commitment("V-1", days(-1))
    await valley.save(one, now=local(days(-1), time(7)))
    await valley.save(replace(one, note="se habló de esto"), now=local(days(0), time(9)))

    assert (await valley.heard(local(days(0), time(10))))["followers"] == ["V-1 overdue"]


async def test_a_load_of_old_commitments_waits_for_the_mesas_first_summary(database: Database) -> None:
    """First seen overdue, or between two steps: nothing that is past is told. The summary comes thirty days later."""
    valley = await Valley(database).begin(FRIDAY)
    old = [
        commitment("V-1", days(-900)),
        commitment("V-2", days(-6)),
        commitment("V-3", days(5)),
        commitment("V-4", None),
    ]
    await valley.save(*old, now=FRIDAY)

    heard = await valley.daily(days(-3), days(28))

    assert heard_of("V-1", heard) == {days(27): {"summary@2026-12-20": (*EVERYBODY, "sector", "estado")}}
    assert heard_of("V-2", heard) == {
        days(1): {"after:7": (*EVERYBODY, "sector")},
        days(24): {"after:30": (*EVERYBODY, "sector", "estado")},
        days(27): {"summary@2026-12-20": (*EVERYBODY, "sector", "estado")},
    }
    assert list(heard_of("V-3", heard)) == [days(4), days(6), days(12)]  # not the seven days before
    assert heard_of("V-4", heard) == {}


async def test_what_is_overdue_when_it_is_first_seen_joins_the_next_summary_before_its_next_step(
    database: Database,
) -> None:
    valley = await Valley(database).begin(local(days(-30)))
    await valley.tick(local(days(-30)))
    await valley.save(commitment("V-1", days(-3)), now=local(days(-1), time(10)))

    heard = heard_of("V-1", await valley.daily(days(0), days(10)))

    assert list(heard.items()) == [
        (days(0), {"summary@2026-11-23": (*EVERYBODY, "sector", "estado")}),
        (days(4), {"after:7": (*EVERYBODY, "sector")}),
    ]


async def test_only_parents_that_have_contacts_are_told_and_named(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=["oficina", "estado"])
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(local(days(7)))
    week = await valley.notices()
    await valley.tick(local(days(30)))
    month = await valley.notices()

    assert {valley.names[one.scope]: one.items[0].parents for one in week} == dict.fromkeys(EVERYBODY, ())
    (state,) = (int(scope.split(":")[1]) for scope, name in valley.names.items() if name == "estado")
    assert {valley.names[one.scope]: one.items[0].parents for one in month} == dict.fromkeys(
        (*EVERYBODY, "estado"), (state,)
    )


async def test_nobody_there_means_no_notice_but_it_counts_as_told(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=[])
    await valley.forget("followers", "team")
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    silent = await valley.heard(local(days(1)))
    await valley.welcome("team")

    assert silent == {}
    assert await valley.daily(days(1), days(6)) == {}
    assert await valley.heard(local(days(7))) == {"team": ["V-1 after:7"]}


async def test_a_coordinator_who_knows_hears_no_repeats_until_that_day_others_do(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    await valley.tick(local(days(1)))
    await valley.notices()
    async with database.transaction() as db:
        (one,) = await commitments.by_code(db, "v1")
        await schedule.acknowledge(db, About.COMMITMENT, one.id, days(30))

    assert await valley.heard(local(days(7))) == {who: ["V-1 after:7"] for who in ("followers", "oficina", "sector")}
    assert sorted(await valley.heard(local(days(30)))) == ["estado", "followers", "oficina", "sector", "team"]


async def test_what_a_coordinator_knows_is_over_with_a_new_deadline(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = commitment("V-1", MONDAY)
    await valley.save(one, now=FRIDAY)
    async with database.transaction() as db:
        (saved,) = await commitments.by_code(db, "v1")
        await schedule.acknowledge(db, About.COMMITMENT, saved.id, days(30))
    await valley.save(replace(one, deadline=days(2)), now=local(days(1), time(9)))
    await valley.daily(days(1), days(8))

    assert "team" in await valley.heard(local(days(9)))  # seven days after the new one


async def test_what_was_told_and_is_done_or_moved_with_its_instrument_is_news_of_the_next_message(
    database: Database,
) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one, two, three = commitment("V-1", MONDAY), commitment("V-2", MONDAY), commitment("V-3", MONDAY)
    await valley.save(one, two, three, now=FRIDAY)
    await valley.tick(local(days(1)))
    await valley.notices()
    noon = local(days(1), time(12))
    await valley.save(replace(one, status=Status.DONE), now=noon)
    await valley.save(replace(two, deadline=days(200), extended_by="RM 1-2026"), now=noon)
    await valley.save(replace(three, deadline=days(200)), now=noon)  # no instrument: no extension

    same_day = await valley.heard(local(days(1), time(20)))
    next_day = await valley.heard(local(days(2)))

    assert same_day == {}
    assert next_day == {who: ["V-1 done", "V-2 extended"] for who in ("followers", "team")}
    assert await valley.daily(days(3), days(40)) == {}


async def test_what_is_done_is_told_once_and_what_was_done_when_it_came_is_not(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", days(60)), commitment("V-2", days(-900), status=Status.DONE), now=FRIDAY)
    await valley.tick(local(days(0)))
    await valley.save(commitment("V-1", days(60), status=Status.DONE), now=local(days(0), time(9)))

    assert await valley.daily(days(1), days(20)) == {days(1): {"followers": ["V-1 done"], "team": ["V-1 done"]}}


async def test_an_outage_that_ends_before_the_hour_leaves_that_day_its_own_message(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, contacts=())
    await valley.save(commitment("V-1", MONDAY), commitment("V-2", days(1)), now=FRIDAY)
    await valley.heard(local(MONDAY, time(20)))
    before_the_hour = await valley.heard(local(days(2), time(5)))
    at_the_hour = await valley.heard(local(days(2)))

    assert before_the_hour == {"followers": ["V-1 overdue"], "team": ["V-1 overdue"]}
    assert at_the_hour == {"followers": ["V-2 overdue"], "team": ["V-2 overdue"]}


async def test_a_moved_deadline_runs_the_ladder_again(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    first = heard_of("V-1", await valley.daily(days(0), days(2)))
    await valley.save(commitment("V-1", days(15)), now=local(days(2), time(9)))
    second = heard_of("V-1", await valley.daily(days(3), days(17)))

    assert list(first) == [days(1)]
    assert list(second) == [days(8), days(14), days(16)]  # fourteen days before is past when it is moved


async def test_a_suspended_mesa_and_a_concluded_one_stop_no_clock(database: Database) -> None:
    for state in ("suspended", "concluded"):
        valley = await Valley(database).begin(FRIDAY)
        await valley.change(FRIDAY, state=state)
        await valley.save(commitment(f"V-{state}", MONDAY), now=FRIDAY)

    assert sorted(await valley.heard(local(days(1)))) == sorted(EVERYBODY)


async def test_once_todays_message_is_decided_the_rest_waits_for_tomorrows(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", MONDAY), now=FRIDAY)
    first = await valley.heard(local(days(1)))
    await valley.save(commitment("V-2", MONDAY), now=local(days(1), time(7, 59)))  # written before, seen after

    assert first == {who: ["V-1 overdue"] for who in EVERYBODY}
    assert await valley.heard(local(days(1), time(9))) == {}
    assert await valley.heard(local(days(2))) == {who: ["V-2 overdue"] for who in EVERYBODY}


async def test_a_recurring_commitment_that_is_done_begins_anew_once_its_deadline_has_passed(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    one = commitment("V-1", MONDAY, deadline_words="cada 4 meses")
    await valley.save(one, commitment("V-2", MONDAY, deadline_words="cada 4 meses"), now=FRIDAY)
    await valley.tick(local(days(1)))
    await valley.notices()
    await valley.save(replace(one, status=Status.DONE, status_words="cumplido"), now=local(days(1), time(12)))

    assert (await valley.heard(local(days(2))))["followers"] == ["V-1 done"]
    assert await valley.heard(local(days(3))) == {}
    async with database.reading() as db:
        (first,) = await commitments.by_code(db, "v1")
        (second,) = await commitments.by_code(db, "v2")  # not done: it stays overdue
        events = await commitments.events(db, first)
        assert (await verify(db)).ok
    assert (first.deadline, first.status, first.status_words) == (date(2027, 3, 23), Status.PENDING, "")
    assert (second.deadline, second.status) == (MONDAY, Status.PENDING)
    assert [event.actor for event in events] == ["test", "test", "clock"]
    assert list(heard_of("V-1", await valley.daily(days(4), date(2027, 3, 24)))) == [
        date(2027, 2, 19), date(2027, 3, 9), date(2027, 3, 16), date(2027, 3, 22), date(2027, 3, 24),
    ]  # fmt: skip


async def test_a_mesas_own_ladder_holds_from_the_next_tick_on(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", days(60)), now=FRIDAY)
    await valley.tick(local(days(0)))
    await valley.change(local(days(0), time(9)), ladder="antes 45")

    assert list(heard_of("V-1", await valley.daily(days(1), days(59)))) == [
        days(14)
    ]  # the 8th of December is a holiday


async def test_the_week_is_told_on_monday_to_followers_with_what_comes(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(commitment("V-1", days(2)), commitment("V-2", days(6)), now=FRIDAY)
    await valley.daily(days(0), days(6))
    await valley.notices()

    await valley.tick(local(days(7)))
    made = await valley.notices(weekly=True)
    await valley.tick(local(days(14)))
    later = await valley.notices(weekly=True)
    await valley.tick(local(days(21)))
    quiet = await valley.notices(weekly=True)

    assert [(valley.names[one.scope], [await valley.said(item) for item in one.items]) for one in made] == [
        ("followers", ["V-1 overdue@w2026-11-30", "V-2 overdue@w2026-11-30"])  # that of the same morning too
    ]
    assert [[await valley.said(item) for item in one.items] for one in later] == [
        ["V-1 after:7@w2026-12-07", "V-2 after:7@w2026-12-07"]
    ]
    assert quiet == []
    assert {item.rung for one in (*made, *later) for item in one.items} == {"overdue", "after:7"}


async def test_a_week_that_comes_late_leaves_nothing_out_that_was_told_since_the_last(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    early, done = commitment("V-1", days(2)), commitment("V-2", days(100))
    await valley.save(early, done, now=FRIDAY)
    await valley.daily(days(0), days(7))
    await valley.save(
        replace(early, status=Status.DONE), replace(done, status=Status.DONE), now=local(days(7), time(9))
    )
    await valley.daily(days(8), days(9))
    await valley.notices()

    await valley.tick(local(days(19)))  # down since then: the Monday's week is told on a Saturday
    (late,) = await valley.notices(weekly=True)

    assert [await valley.said(item) for item in late.items] == ["V-1 done@w2026-12-07", "V-2 done@w2026-12-07"]


async def test_what_is_told_in_the_same_tick_as_the_week_is_of_that_week_alone(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    done = commitment("V-1", days(100))
    await valley.save(done, commitment("V-2", days(2)), now=FRIDAY)
    await valley.daily(days(0), days(5))
    await valley.save(replace(done, status=Status.DONE), now=local(days(5), time(9)))
    await valley.notices()

    await valley.tick(local(days(7)))  # down since before it was saved
    (week,) = await valley.notices(weekly=True)
    await valley.daily(days(8), days(13))
    await valley.notices()
    await valley.tick(local(days(14)))
    (next_week,) = await valley.notices(weekly=True)

    assert [await valley.said(item) for item in week.items] == ["V-2 overdue@w2026-11-30", "V-1 done@w2026-11-30"]
    assert [await valley.said(item) for item in next_week.items] == ["V-2 after:7@w2026-12-07"]


async def test_a_contact_whom_another_mesas_team_invited_is_neither_told_nor_said_to_be(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY, ["oficina"])
    await valley.save(commitment("V-1", days(-7)), now=FRIDAY)
    async with database.transaction() as db:
        above = contacts_of((await institutions.numbers_of(db, ["sector"]))["sector"])
        await recipients.save(db, above, 99, Role.CONTACT, within=frozenset({valley.mesa.id + 1}))
    heard = await valley.daily(days(0), days(40))

    assert {who for of_day in heard_of("V-1", heard).values() for told in of_day.values() for who in told} == {
        *EVERYBODY
    }
