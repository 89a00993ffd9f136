"""So much and no more; after a while again; and nobody is remembered longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.limits import Budget, Limits
from tests.cast import NOW

SECOND = timedelta(seconds=1)


def allowed(budget: Budget, times: int, every: timedelta = timedelta(0), limits: Limits | None = None) -> int:
    """How many of so many, one after the other, are let through."""
    limits = limits or Limits()
    return sum(limits.spend(budget, b"one", number, NOW + number * every) for number in range(times))


@pytest.mark.parametrize(
    ("budget", "most"),
    [
        (Budget.COMMAND, 30),
        (Budget.WORDS, 60),
        (Budget.WARNING, 1),
        (Budget.EXPORT, 3),
        (Budget.INVITE, 5),
    ],
)
def test_at_once_so_many(budget: Budget, most: int) -> None:
    assert allowed(budget, 1_000) == most


def test_after_the_burst_twenty_commands_a_minute() -> None:
    """Ten a second for ten minutes."""
    assert allowed(Budget.COMMAND, 6_000, SECOND / 10) == 30 + 20 * 10 - 1


def test_twenty_a_minute_may_go_on_for_ever() -> None:
    assert allowed(Budget.COMMAND, 500, 3 * SECOND) == 500


def test_within_any_hour_five_invitations() -> None:
    limits = Limits()
    made = [limits.spend(Budget.INVITE, b"one", minute, NOW + timedelta(minutes=minute)) for minute in range(181)]

    assert [minute for minute, may in enumerate(made) if may] == [
        *range(5), *range(60, 65), *range(120, 125), 180,
    ]  # fmt: skip


def test_one_does_not_spend_what_is_anothers_nor_one_thing_what_is_another() -> None:
    limits = Limits()
    allowed(Budget.INVITE, 9, limits=limits)

    assert limits.spend(Budget.INVITE, b"two", 1, NOW)
    assert limits.spend(Budget.EXPORT, b"one", 1, NOW)


def test_an_update_that_is_tried_again_spends_once() -> None:
    limits = Limits()

    assert all(limits.spend(budget, b"one", 7, NOW) for budget in (Budget.EXPORT, Budget.COMMAND) for _ in range(100))
    assert [limits.spend(Budget.EXPORT, b"one", number, NOW) for number in (8, 9, 10)] == [True, True, False]


def test_who_could_begin_anew_is_forgotten() -> None:
    limits = Limits()
    for budget in Budget:
        allowed(budget, 3, limits=limits)
    limits.spend(Budget.WARNING, b"two", 1, NOW + timedelta(hours=2))

    assert list(limits._spent) == [(Budget.WARNING, b"two")]


def test_a_clock_that_goes_back_forgets_nobody_and_lets_nobody_more() -> None:
    limits = Limits()
    allowed(Budget.INVITE, 5, limits=limits)

    assert not limits.spend(Budget.INVITE, b"one", 9, NOW - timedelta(hours=5))
