"""What becomes of a delivery after one try."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.deliveries import Meaning, Outcome, Standing, after, backoff
from bot.domain.notices import MOST_AMBIGUOUS, Kind, State

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
CLAIMED = Standing(State.SENDING, SECOND - 5, attempts=1, ambiguous=1, parts=2)


@pytest.mark.parametrize(
    ("outcome", "state", "waits", "attempts", "ambiguous", "reason"),
    [
        (Outcome(Meaning.SENT), State.SENT, -5, 2, 1, ""),
        (Outcome(Meaning.LATER, 7.2), State.PENDING, 8, 1, 1, ""),
        (Outcome(Meaning.UNTOUCHED), State.PENDING, -5, 1, 1, ""),
        (Outcome(Meaning.SAFE), State.PENDING, 4, 2, 1, ""),
        (Outcome(Meaning.AMBIGUOUS), State.PENDING, 4, 2, 2, ""),
        (Outcome(Meaning.GONE), State.DEAD, -5, 2, 1, "gone"),
        (Outcome(Meaning.MISSING), State.PENDING, 3_600, 2, 1, "missing"),
        (Outcome(Meaning.MOVED, chat=-9), State.PENDING, 0, 2, 1, ""),
        (Outcome(Meaning.REFUSED), State.DEAD, -5, 2, 1, "refused"),
        (Outcome(Meaning.POISON), State.PENDING, 4, 2, 1, ""),
    ],
)
def test_each_meaning_leads_to_one_state(
    outcome: Outcome, state: State, waits: int, attempts: int, ambiguous: int, reason: str
) -> None:
    to = after(CLAIMED, outcome, Kind.REMINDER, NOW, 1.0)

    assert to == Standing(state, SECOND + waits, attempts, ambiguous, 2, reason)


@pytest.mark.parametrize("of", Kind)
def test_the_last_ambiguous_try_is_uncertain(of: Kind) -> None:
    standing, states = Standing(State.SENDING, SECOND), []
    for _ in range(MOST_AMBIGUOUS[of]):
        standing = after(standing, Outcome(Meaning.AMBIGUOUS), of, NOW, 0.0)
        states.append(standing.state)

    assert states == [State.PENDING] * (MOST_AMBIGUOUS[of] - 1) + [State.UNCERTAIN]


def test_twelve_tries_that_never_left_are_the_last() -> None:
    standing, tries = Standing(State.SENDING, SECOND), 0
    while standing.state is not State.DEAD:
        standing, tries = after(standing, Outcome(Meaning.SAFE), Kind.REMINDER, NOW, 0.0), tries + 1

    assert (tries, standing.reason) == (12, "attempts")


def test_three_renderings_that_raise_are_poison() -> None:
    twice = Standing(State.SENDING, SECOND, attempts=2)

    to = after(twice, Outcome(Meaning.POISON), Kind.REMINDER, NOW, 0.0)

    assert (to.state, to.reason) == (State.DEAD, "poison")


def test_a_chat_missing_twice_is_gone_whatever_came_between() -> None:
    once = after(Standing(State.SENDING, SECOND), Outcome(Meaning.MISSING), Kind.REMINDER, NOW, 0.0)
    between = after(once, Outcome(Meaning.SAFE), Kind.REMINDER, NOW, 0.0)

    to = after(between, Outcome(Meaning.MISSING), Kind.REMINDER, NOW, 0.0)

    assert (to.state, to.reason) == (State.DEAD, "gone")


def test_backoff_doubles_up_to_a_quarter_of_an_hour_and_jitters_whole() -> None:
    assert [backoff(attempts, 1.0) for attempts in (1, 2, 9, 10, 11)] == [2, 4, 512, 900, 900]
    assert backoff(5, 0.25) == 8
