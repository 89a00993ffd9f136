"""What a report and an extension make of a commitment; codes and institutions as people mean them; what shows something."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.actors import code_of, coordinates
from bot.domain.changes import NotExtended, extended, not_extensible, reported, too_early
from bot.domain.codes import next_code
from bot.domain.commitments import DeadlineOrigin, Status
from bot.domain.evidence import LONGEST_LINK, is_link
from bot.domain.finding import alike
from tests.cast import DONE, DUE_SOON, INSTITUTIONS, NO_DEADLINE, OVERDUE, TODAY


@pytest.mark.parametrize(
    ("status", "words", "kept"),
    [
        (Status.DONE, "", ("", TODAY.isoformat())),
        (Status.DONE, "se entregó", ("se entregó", TODAY.isoformat())),
        (Status.IN_PROGRESS, "60 %", ("60 %", TODAY.isoformat())),
        (Status.IN_PROGRESS, "", (OVERDUE.status_words, OVERDUE.status_date)),
    ],
)
def test_words_are_of_the_day_and_the_status_they_were_said_of(
    status: Status, words: str, kept: tuple[str, str]
) -> None:
    after = reported(OVERDUE, status, words, TODAY)

    assert (after.status, after.status_words, after.status_date) == (status, *kept)


def test_an_extension_keeps_the_first_date() -> None:
    day = TODAY + timedelta(days=90)
    once = extended(replace(DUE_SOON, original_deadline=None), day, "RM 1", "lluvia")
    twice = extended(once, day + timedelta(days=1), "RM 2", "más lluvia")

    assert {once.original_deadline, twice.original_deadline} == {DUE_SOON.deadline}
    assert (twice.deadline, twice.extended_by, twice.extended_why) == (day + timedelta(days=1), "RM 2", "más lluvia")
    assert twice.deadline_origin is DeadlineOrigin.EXPLICIT


def test_what_has_no_running_deadline_is_not_extended() -> None:
    assert [not_extensible(one) for one in (NO_DEADLINE, DONE, OVERDUE)] == [
        NotExtended.NO_DEADLINE,
        NotExtended.CLOSED,
        None,
    ]


@pytest.mark.parametrize(
    ("deadline", "day", "why"),
    [(-20, 0, NotExtended.PAST), (-20, 1, None), (7, 7, NotExtended.EARLIER), (7, 8, None), (-1, -5, NotExtended.PAST)],
)
def test_a_later_day_is_after_today_and_after_the_deadline(deadline: int, day: int, why: NotExtended | None) -> None:
    assert too_early(TODAY + timedelta(days=day), TODAY + timedelta(days=deadline), TODAY) is why


@pytest.mark.parametrize(
    ("codes", "following"),
    [
        ((), "ESP-01"),
        (("ESP-07", "ESP-09", "X-80"), "ESP-10"),
        (("ESP-1", "ESP-2"), "ESP-3"),
        (("A", "B"), "ESP-01"),
        (("ESP-099", "ESP-100"), "ESP-101"),
        (("ESP-07", "ESP 8"), "ESP-09"),
    ],
)
def test_the_next_code_is_like_those_there_are(codes: tuple[str, ...], following: str) -> None:
    assert next_code(codes, "espinar") == following


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("minist", ["minsa", "pcm"]),
        ("MINSA", ["minsa"]),
        ("salud ministerio", ["minsa"]),
        ("secretaria tec", ["sgsd"]),
        ("valle", ["minera-valle", "mp-valle"]),
        ("regantes", []),
        (" ", []),
    ],
)
def test_an_institution_is_found_by_parts_of_what_it_is_called(words: str, slugs: list[str]) -> None:
    found = [one.slug for one in alike(words, INSTITUTIONS, 8)]

    assert (found[:1], sorted(found)) == (slugs[:1], sorted(slugs))


def test_no_more_are_found_than_can_be_shown() -> None:
    assert len(alike("a", INSTITUTIONS, 2)) == 2


@pytest.mark.parametrize(
    ("words", "it_is"),
    [
        ("https://example.org/a?b=1", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://example.org a", False),
        ('https://x"onclick', False),
        ("https://" + "a" * LONGEST_LINK, False),
        ("", False),
    ],
)
def test_only_a_web_address_is_a_link(words: str, it_is: bool) -> None:
    assert is_link(words) is it_is


def test_an_actor_is_a_code_of_four_letters() -> None:
    assert (code_of("c-4f2a91c0"), coordinates("c-4f2a91c0"), coordinates("cli")) == ("4F2A", True, False)
