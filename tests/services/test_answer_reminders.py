"""Contested responsibility under a clock that is an argument: who is asked, who is told that nobody answers, and when no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.domain.answering import accepted, asked_instead, declined
from bot.domain.commitments import Commitment, Responsibility, Role, Status
from bot.domain.ladder import read_ladder
from bot.domain.mesas import MesaState
from bot.domain.told import Told
from bot.services.delivering import still_told
from bot.store.database import Database
from tests.services.ticks import COMPANY, OFFICE, Valley, commitment, days, heard_of, local

FRIDAY = local(days(-3), time(18))  # in the evening of 20 November: all is recorded then
ASKED_OFFICE = Responsibility("oficina", "Oficina")
ASKED_COMPANY = Responsibility("empresa", "Empresa")
TEAM_AND_OFFICE = ("team", "oficina")
NEXT = days(-2)  # the morning after
FIRST, SECOND = date(2026, 12, 5), date(2026, 12, 20)  # 15 and 30 days after the 20 November
ASKED = {NEXT: {f"unanswered:1@{NEXT}": ("oficina",)}}
HEARD = {
    FIRST: {f"unanswered:15@{FIRST}": TEAM_AND_OFFICE},
    SECOND: {f"unanswered:30@{SECOND}": (*TEAM_AND_OFFICE, "sector")},
}


def asked(*whom: Responsibility, **other: object) -> Commitment:
    return commitment("V-1", None, responsibilities=whom or (ASKED_OFFICE,), **other)


async def test_who_does_not_answer_is_told_of_to_the_team_and_then_to_who_is_above(database: Database) -> None:
    """Who was asked hears it the next morning. Each step once, and after the last one nothing more."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)

    assert heard_of("V-1", await valley.daily(days(-2), days(120))) == ASKED | HEARD


async def test_nobody_is_asked_of_what_is_closed_or_answered(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(
        asked(status=Status.DONE), replace(asked(OFFICE), code="V-2"), replace(asked(COMPANY), code="V-3"), now=FRIDAY
    )

    heard = await valley.daily(days(-2), days(40))

    assert [heard_of(code, heard) for code in ("V-1", "V-2", "V-3")] == [{}, {}, {}]


async def test_an_answer_ends_it(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    first = heard_of("V-1", await valley.daily(days(-2), days(20)))
    await valley.save(accepted(asked(), "oficina", "Oficina", days(20)), now=local(days(20), time(12)))

    assert first == ASKED | {FIRST: HEARD[FIRST]}
    assert heard_of("V-1", await valley.daily(days(21), days(120))) == {}


async def test_the_suspension_of_the_mesa_stops_nothing(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    await valley.change(local(days(-3), time(19)), state=MesaState.SUSPENDED, suspended_since=days(-3))

    assert heard_of("V-1", await valley.daily(days(-2), days(60))) == ASKED | HEARD


async def test_a_mesa_has_days_of_its_own(database: Database) -> None:
    """The third step goes two levels up."""
    valley = await Valley(database).begin(FRIDAY)
    await valley.change(FRIDAY, ladder="sin respuesta 3 5 8")
    await valley.save(asked(), now=FRIDAY)

    assert heard_of("V-1", await valley.daily(days(-2), days(60))) == ASKED | {
        days(0): {f"unanswered:3@{days(0)}": TEAM_AND_OFFICE},
        days(2): {f"unanswered:5@{days(2)}": (*TEAM_AND_OFFICE, "sector")},
        days(5): {f"unanswered:8@{days(5)}": (*TEAM_AND_OFFICE, "sector", "estado")},
    }
    assert [rung.parents for rung in read_ladder("sin respuesta 3 5 8 9").answer] == [0, 0, 1, 2, 2]


async def test_a_new_deadline_and_a_note_do_not_begin_it_anew(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    await valley.daily(days(-2), days(5))
    moved = replace(asked(), deadline=date(2027, 12, 1), original_deadline=date(2027, 12, 1), note="se habló")
    await valley.save(moved, now=local(days(5), time(12)))

    assert heard_of("V-1", await valley.daily(days(6), days(60))) == HEARD


async def test_who_is_named_instead_has_days_of_its_own_and_only_who_is_silent_is_told_of(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    first = asked()
    await valley.save(first, now=FRIDAY)
    await valley.daily(days(-2), days(10))
    refused = declined(first, "oficina", "Oficina", days(10), "no es su función", ("empresa", "Empresa"))
    await valley.save(refused, now=local(days(10), time(12)))
    await valley.tick(local(days(10), time(12, 1)))
    await valley.save(asked_instead(refused, "empresa"), now=local(days(11), time(12)))

    heard = heard_of("V-1", await valley.daily(days(12), days(120)))

    assert heard == {
        days(12): {f"unanswered:1@{days(12)}": ("empresa",)},
        days(26): {f"unanswered:15@{days(26)}": ("team", "empresa")},
        days(41): {f"unanswered:30@{days(41)}": ("team", "empresa")},  # nobody is above
    }


async def test_two_asked_on_one_day_are_one_step_and_one_that_answers_is_told_nothing_more(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    both = asked(ASKED_OFFICE, ASKED_COMPANY)
    await valley.save(both, now=FRIDAY)
    first = heard_of("V-1", await valley.daily(days(-2), days(20)))
    await valley.save(accepted(both, "oficina", "Oficina", days(20)), now=local(days(20), time(12)))

    assert first == {
        NEXT: {f"unanswered:1@{NEXT}": ("oficina", "empresa")},
        FIRST: {f"unanswered:15@{FIRST}": ("team", "oficina", "empresa")},
    }
    assert heard_of("V-1", await valley.daily(days(21), days(120))) == {
        SECOND: {f"unanswered:30@{SECOND}": ("team", "empresa")}
    }


async def test_after_an_outage_only_the_newest_step_is_told(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    await valley.daily(days(-2), days(0))

    assert heard_of("V-1", await valley.daily(days(50), days(120))) == {days(50): HEARD[SECOND]}


async def test_what_was_there_before_it_was_counted_is_counted_from_now(database: Database) -> None:
    """An older version looked at it and kept nothing of who was asked."""
    valley = await Valley(database).begin(FRIDAY)
    accepted_once = asked(OFFICE)
    await valley.save(accepted_once, now=FRIDAY)
    await valley.daily(days(-2), days(0))
    await valley.save(asked(), now=local(days(60), time(12)))

    assert list(heard_of("V-1", await valley.daily(days(61), days(80)))) == [days(61), days(75)]


async def test_declined_by_all_it_joins_the_list_for_the_next_session(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(declined(asked(), "oficina", "Oficina", days(-3), "no es su función"), now=FRIDAY)

    heard = await valley.daily(days(-2), days(60))

    assert heard_of("V-1", heard) == {}
    assert heard[days(27)] == {"team": [f"incomplete@{days(27)}"]}


async def told_to(valley: Valley, name: str, now: date, at: time = time(9)) -> Told:
    """What the last notice to that scope tells now."""
    scope = next(scope for scope, known in valley.names.items() if known == name)
    valley.told = 0
    last = [one for one in await valley.notices() if one.scope == scope][-1]
    async with valley.database.transaction() as db:
        return await still_told(db, last, local(now, at))


async def test_what_is_told_is_who_still_does_not_answer(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    both = asked(ASKED_OFFICE, ASKED_COMPANY)
    await valley.save(both, now=FRIDAY)
    await valley.daily(days(-2), days(12))
    before = await told_to(valley, "team", days(12))
    await valley.save(accepted(both, "oficina", "Oficina", days(12)), now=local(days(12), time(8, 30)))
    after, to_office, to_company = [await told_to(valley, name, days(12)) for name in ("team", "oficina", "empresa")]

    (number,) = before.silent
    assert [one.name for one in before.silent[number]] == ["Oficina", "Empresa"]
    assert [one.name for one in after.silent[number]] == ["Empresa"]
    assert to_office.items == ()  # it answered meanwhile
    assert (len(to_company.items), to_company.owed) == (1, frozenset({number}))


async def test_once_all_answered_nothing_is_told(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    await valley.daily(days(-2), days(12))
    await valley.save(accepted(asked(), "oficina", "Oficina", days(12)), now=local(days(12), time(8, 30)))

    assert (await told_to(valley, "team", days(12))).items == ()


async def test_the_institution_above_does_not_owe_it_and_is_named(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(), now=FRIDAY)
    await valley.daily(days(-2), days(27))
    above, office = [await told_to(valley, name, days(27)) for name in ("sector", "oficina")]

    (item,) = above.items
    assert item.rung == "unanswered:30"
    assert (above.owed, list(above.parents.values())) == (frozenset(), ["Sector"])
    assert office.owed == frozenset({item.number})


async def test_a_provisional_one_is_asked_too(database: Database) -> None:
    valley = await Valley(database).begin(FRIDAY)
    await valley.save(asked(replace(ASKED_OFFICE, role=Role.PROVISIONAL)), now=FRIDAY)

    assert heard_of("V-1", await valley.daily(days(-2), days(60))) == ASKED | HEARD
