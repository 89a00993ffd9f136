"""The chain: what an event is as bytes, how it is sealed, what a replay tells. The vectors hold for every version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain.history import GENESIS, Event, canonical, link, replay, salted

AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def event(seq: int, key: str, facts: dict[str, object] | None) -> Event:
    return Event(seq, AT, "load", "commitment", key, facts, GENESIS, GENESIS)


def test_an_event_as_bytes() -> None:
    assert (
        canonical(AT, "load", "mesa", "espinar", {"b": 1, "a": "ñ"})
        == (
            '{"actor":"load","at":"2026-11-24T15:30:00.000000+00:00","facts":{"a":"ñ","b":1},"key":"espinar","subject":"mesa"}'
        ).encode()
    )


def test_the_same_moment_elsewhere_is_the_same_event() -> None:
    in_lima = AT.astimezone(timezone(timedelta(hours=-5)))
    assert canonical(in_lima, "a", "s", "k", None) == canonical(AT, "a", "s", "k", None)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        canonical(AT.replace(tzinfo=None), "a", "s", "k", None)


def test_the_link_is_sha_256_over_all_that_came_before() -> None:
    first = link(1, GENESIS, b"{}")

    assert first.hex() == "dc09a865b59ed5868df74bc38a32af8cc4671a4880902c8b27d8ec98f71b826a"
    assert len({first, link(2, GENESIS, b"{}"), link(1, first, b"{}"), link(1, GENESIS, b"{ }")}) == 4


def test_a_salted_text_hides_the_text() -> None:
    assert salted(b"a" * 16, "agua") != salted(b"b" * 16, "agua")
    assert salted(b"a" * 16, "agua") == "282515e85e0273902cd977ab9d4b458898183c223d0e7f021e8462c3ddeb29ed"


def test_a_replay_keeps_the_last_word_of_each_field_and_forgets_what_was_removed() -> None:
    told = replay(
        [event(1, "a", {"x": 1, "y": 1}), event(2, "b", {"x": 5}), event(3, "a", {"x": 2}), event(4, "b", None)]
    )

    assert told == {("commitment", "a"): {"x": 2, "y": 1}}


def test_removing_what_never_was_is_nothing() -> None:
    assert replay([event(1, "a", None)]) == {}
