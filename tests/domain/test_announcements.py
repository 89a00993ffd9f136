"""Who hears an announcement, when it is stopped, and how an hour is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.announcements import Announcement, Content, read_hour, too_many_errors, unwanted
from bot.domain.fates import Fates
from bot.domain.notices import Kind, Notice, NoticeState, State
from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm, Role, Wishes, mark_of
from bot.domain.told import Told, Unwanted
from tests.cast import MESA, NOW, TODAY

THERE = Told(replace(MESA, id=1), TODAY, ())
MESA_WIDE, OF_WAYRA = Content("x"), Content("x", subgroup="Wayra")
OF_SEVEN = Content("x", commitment=7, subgroup="Wayra")
SOME = Wishes(whole=False, commitments=frozenset({7}))
WAYRA, QUCHA = (Wishes(whole=False, subgroups=frozenset({mark_of(name)})) for name in ("Wayra", "Qucha"))


def recipient(wishes: Wishes, role: Role = Role.FOLLOWER) -> Recipient:
    return Recipient(b"1", "mesa:1", 1, role, wishes)


@pytest.mark.parametrize(
    ("content", "wishes", "heard"),
    [
        (MESA_WIDE, Wishes(), True),
        (MESA_WIDE, SOME, True),
        (MESA_WIDE, Wishes(Rhythm.WEEKLY), True),
        (MESA_WIDE, Wishes(Rhythm.NONE), False),
        (OF_WAYRA, Wishes(), True),
        (OF_WAYRA, WAYRA, True),
        (OF_WAYRA, QUCHA, False),
        (OF_WAYRA, SOME, False),
        (OF_SEVEN, SOME, True),
        (OF_SEVEN, WAYRA, True),
        (OF_SEVEN, QUCHA, False),
    ],
)
def test_who_hears_it(content: Content, wishes: Wishes, heard: bool) -> None:
    why = unwanted(content, recipient(wishes), Settings(), THERE)

    assert (why is None) is heard
    assert heard or (why and why.state is State.SKIPPED)


def test_an_office_hears_all_of_its_own() -> None:
    assert unwanted(OF_SEVEN, recipient(QUCHA, Role.CONTACT), Settings(), THERE) is None


@pytest.mark.parametrize(("within", "heard"), [((), True), ((1,), True), ((2,), False)])
def test_a_contact_hears_only_the_mesas_whose_team_invited_them(within: tuple[int, ...], heard: bool) -> None:
    one = replace(recipient(Wishes(), Role.CONTACT), within=frozenset(within))

    assert (unwanted(MESA_WIDE, one, Settings(), THERE) is None) is heard


def test_who_is_gone_or_silent_is_not_told() -> None:
    gone, silent = Settings(gone=True), Settings(snoozed_until="2026-12-01")

    assert unwanted(MESA_WIDE, recipient(Wishes()), gone, THERE) == Unwanted(State.CANCELLED, "gone")
    assert unwanted(MESA_WIDE, recipient(Wishes()), silent, THERE) == Unwanted(State.SKIPPED, "snoozed")


@pytest.mark.parametrize(
    ("sent", "failed", "gone", "tolerated", "stops"),
    [
        (39, 10, 0, (0, 0), False),  # too few to tell
        (40, 10, 0, (0, 0), False),  # one in five
        (40, 11, 0, (0, 0), True),
        (40, 0, 60, (0, 0), False),  # who blocked the bot is no error
        (40, 11, 0, (51, 11), False),  # seen, and gone on with
        (100, 20, 0, (50, 6), False),
        (100, 30, 0, (60, 6), True),
    ],
)
def test_errors_above_one_in_five_stop_it(
    sent: int, failed: int, gone: int, tolerated: tuple[int, int], stops: bool
) -> None:
    numbers = {(State.SENT, ""): sent, (State.DEAD, "refused"): failed, (State.DEAD, "gone"): gone}

    assert too_many_errors(Fates(numbers), tolerated) is stops


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("8", time(8)),
        ("08", time(8)),
        ("8:30", time(8, 30)),
        ("a las 3 de la tarde", time(15)),
        ("8 de la mañana", time(8)),
        ("12 am", time(0)),
        ("7 pm", time(19)),
        ("15 h", time(15)),
        ("18.45", time(18, 45)),
        ("24", None),
        ("8:60", None),
        ("luego", None),
        ("", None),
    ],
)
def test_an_hour_in_words(words: str, hour: time | None) -> None:
    assert read_hour(words) == hour


def notice(state: NoticeState) -> Notice:
    return Notice(1, 1, "mesa:1", Kind.ANNOUNCEMENT, NOW, NOW, NOW, urgent=False, zone="UTC", state=state)


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ((NoticeState.OPEN, NoticeState.DONE), NoticeState.OPEN),
        ((NoticeState.PAUSED, NoticeState.OPEN), NoticeState.OPEN),
        ((NoticeState.PAUSED, NoticeState.CANCELLED), NoticeState.PAUSED),
        ((NoticeState.DONE, NoticeState.CANCELLED), NoticeState.DONE),
    ],
)
def test_of_several_notices_what_goes_on_counts_first(states: tuple[NoticeState, ...], whole: NoticeState) -> None:
    one = Announcement(1, "c-4f2a91c0", NOW, MESA_WIDE, tuple(map(notice, states)))

    assert one.state() is whole


def test_it_is_over_once_nothing_is_on_its_way() -> None:
    one = Announcement(1, "cli", NOW, MESA_WIDE, (notice(NoticeState.CANCELLED),))

    assert one.over(Fates({(State.SENT, ""): 1}))
    assert not one.over(Fates({(State.SENDING, ""): 1}))
    assert not replace(one, notices=(notice(NoticeState.PAUSED),)).over(Fates())


def test_what_the_operator_announces_is_no_persons() -> None:
    assert [Announcement(1, actor, NOW, MESA_WIDE).by_a_person for actor in ("cli", "bot", "c-4f2a91c0")] == [
        False,
        False,
        True,
    ]
