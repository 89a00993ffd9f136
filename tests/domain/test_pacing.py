"""The pace: evenly spaced, never catching up, slower after a refusal."""

from __future__ import annotations

import pytest

from bot.domain.pacing import MOST_REMEMBERED, Chats, claim_size, crept, slots, warming


@pytest.mark.parametrize(("rate", "size"), [(0, 200), (1, 8), (25, 8), (100, 30), (1_000, 200)])
def test_a_claim_is_a_third_of_a_second(rate: float, size: int) -> None:
    assert claim_size(rate) == size


def test_a_sender_that_just_started_takes_few() -> None:
    assert [warming(200, marked) for marked in (0, 1, 2, 3, 1_000)] == [8, 64, 200, 200, 200]
    assert warming(8, 1_000) == 8


def test_slots_follow_each_other_and_what_was_not_used_is_lost() -> None:
    first, following = slots(0.0, 100.0, 5, 10)
    late, _ = slots(following, 103.0, 5, 10)

    assert (first, following, late) == (100.0, 100.5, 103.0)


def test_slots_reserved_by_another_come_first() -> None:
    assert slots(100.5, 100.0, 1, 10) == (100.5, 100.6)


def test_unpaced_is_at_once() -> None:
    assert slots(0.0, 100.0, 1_000, 0) == (100.0, 100.0)


def test_after_a_refusal_the_rate_creeps_back_one_percent_a_minute() -> None:
    assert crept(90.0, 100.0, 0) == 90.0
    assert crept(90.0, 100.0, 1) == pytest.approx(90.9)
    assert crept(90.0, 100.0, 11) == 100.0
    assert crept(90.0, 100.0, 10**9) == 100.0
    assert crept(0.0, 100.0, 5) == 100.0


def test_a_rate_configured_lower_is_kept() -> None:
    assert crept(90.0, 20.0, 0) == 20.0


def test_a_person_is_written_to_once_a_second() -> None:
    chats = Chats()
    chats.take(7, 100.0)

    assert [chats.wait(7, moment) for moment in (100.0, 100.75, 101.0)] == [1.0, 0.25, 0.0]
    assert chats.wait(8, 100.0) == 0.0


def test_a_group_is_written_to_twenty_times_a_minute() -> None:
    chats = Chats()
    for second in range(20):
        assert chats.wait(-7, 100.0 + second) == 0.0
        chats.take(-7, 100.0 + second)

    assert [chats.wait(-7, moment) for moment in (120.0, 160.0)] == [40.0, 0.0]


def test_chats_of_long_ago_are_not_remembered() -> None:
    chats = Chats()
    for chat in range(MOST_REMEMBERED):
        chats.take(chat, 100.0)

    chats.take(-1, 200.0)

    assert len(chats._said) == 1
