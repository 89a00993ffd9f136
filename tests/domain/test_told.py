"""What of a notice one recipient hears, and why somebody hears nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.notices import About, Item, Kind, State
from bot.domain.people import Settings
from bot.domain.recipients import MOST_COMMITMENTS, Recipient, Rhythm, Role, TooMany, Wishes, mark_of
from bot.domain.told import Told, Unwanted, wanted
from tests.cast import DECLINED, LONG_OVERDUE, MESA, NEXT, OVERDUE, SUBGROUPS, TODAY

HOSPITAL, WATER, ROAD = (Item(About.COMMITMENT, number, 1, "overdue") for number in (1, 2, 3))
ASSEMBLY, OF_WAYRA = (Item(About.MEETING, number, 1, "1d") for number in (7, 8))
SAND = Item(About.MESA, 1, 1, "no_session")
EVERYTHING = (HOSPITAL, WATER, ROAD, ASSEMBLY, OF_WAYRA, SAND)
TOLD = Told(
    MESA,
    TODAY,
    EVERYTHING,
    {1: OVERDUE, 2: LONG_OVERDUE, 3: DECLINED},  # the water is of Wayra
    {7: NEXT, 8: SUBGROUPS},
)
CHOSEN = Wishes(whole=False)
LIMA = Settings("es", "valle")


def told_to(wishes: Wishes, settings: Settings = LIMA, kind: Kind = Kind.REMINDER) -> tuple[Item, ...] | Unwanted:
    heard = wanted(TOLD, kind, Recipient(b"key", "mesa:1", 5, Role.FOLLOWER, wishes), settings)
    return heard if isinstance(heard, Unwanted) else heard.items


def test_who_follows_the_mesa_hears_everything() -> None:
    assert told_to(Wishes()) == EVERYTHING


def test_who_chose_commitments_hears_of_them_and_of_the_sessions_of_all() -> None:
    assert told_to(CHOSEN.following(commitment=3)) == (ROAD, ASSEMBLY)


def test_who_chose_a_community_hears_of_what_is_its_own_and_of_all() -> None:
    assert told_to(CHOSEN.following(subgroup="Wayra")) == (WATER, ASSEMBLY, OF_WAYRA)


def test_who_chose_nothing_that_a_notice_is_about_is_not_told() -> None:
    only_the_road = replace(TOLD, items=(HOSPITAL,))
    one = Recipient(b"key", "mesa:1", 5, Role.FOLLOWER, CHOSEN.following(commitment=3))
    assert wanted(only_the_road, Kind.REMINDER, one, LIMA) == Unwanted(State.SKIPPED, "not chosen")


@pytest.mark.parametrize(
    ("within", "without", "heard"),
    [({1, 2}, set(), True), ({2}, set(), False), ({1, 2}, {1}, False), (set(), {1}, False), (set(), {2}, True)],
)
def test_a_contact_hears_of_the_mesas_in_which_they_may_speak(within: set[int], without: set[int], heard: bool) -> None:
    told = replace(TOLD, mesa=replace(MESA, id=1))
    one = Recipient(b"key", "body:1", 5, Role.CONTACT, within=frozenset(within), without=frozenset(without))
    assert isinstance(wanted(told, Kind.REMINDER, one, LIMA), Told) is heard


@pytest.mark.parametrize(
    ("rhythm", "of", "heard"),
    [
        (Rhythm.AT_ONCE, Kind.REMINDER, True),
        (Rhythm.AT_ONCE, Kind.CHANGE, True),
        (Rhythm.AT_ONCE, Kind.DIGEST, False),
        (Rhythm.WEEKLY, Kind.REMINDER, False),
        (Rhythm.WEEKLY, Kind.CHANGE, True),  # a session that moved cannot wait for Monday
        (Rhythm.WEEKLY, Kind.DIGEST, True),
        (Rhythm.NONE, Kind.REMINDER, False),
        (Rhythm.NONE, Kind.CHANGE, False),
        (Rhythm.NONE, Kind.DIGEST, False),
    ],
)
def test_each_rhythm_has_its_notices(rhythm: Rhythm, of: Kind, heard: bool) -> None:
    assert (told_to(Wishes(rhythm), kind=of) == EVERYTHING) is heard


def test_a_session_in_two_hours_is_told_to_those_of_the_weekly_digest_too() -> None:
    soon = replace(TOLD, items=(HOSPITAL, replace(ASSEMBLY, step="2h")))
    heard = wanted(soon, Kind.REMINDER, Recipient(b"key", "mesa:1", 5, Role.FOLLOWER, Wishes(Rhythm.WEEKLY)), LIMA)
    assert heard == replace(TOLD, items=(replace(ASSEMBLY, step="2h"),))


def test_who_asked_for_silence_is_told_again_from_that_day_on() -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert told_to(Wishes(), replace(LIMA, snoozed_until=tomorrow)) == Unwanted(State.SKIPPED, "snoozed")
    assert told_to(Wishes(), replace(LIMA, snoozed_until=TODAY.isoformat())) == EVERYTHING


def test_who_blocked_the_bot_is_not_tried() -> None:
    assert told_to(Wishes(), replace(LIMA, gone=True)) == Unwanted(State.CANCELLED, "gone")


def test_so_many_can_be_chosen_one_by_one_and_no_more() -> None:
    wishes = CHOSEN
    for number in range(MOST_COMMITMENTS):
        wishes = wishes.following(commitment=number)
    with pytest.raises(TooMany):
        wishes.following(commitment=MOST_COMMITMENTS)
    assert wishes.following(commitment=0) == wishes


def test_leaving_the_last_thing_chosen_leaves_nothing() -> None:
    assert CHOSEN.following(commitment=3).leaving(3).empty
    assert not Wishes().leaving(3).empty


def test_a_subgroup_is_known_by_a_short_mark_whatever_its_place() -> None:
    assert CHOSEN.following(subgroup="Wayra").subgroups == {mark_of("Wayra")}
    assert len(mark_of("Comunidad Campesina de Huano Huano y anexos")) == 8


def test_a_contact_hears_nothing_of_a_mesa_whose_team_did_not_invite_them() -> None:
    """Else a team lets anybody hear, as an institution, what another team tells that institution."""
    there = replace(TOLD, mesa=replace(MESA, id=1))
    invited, elsewhere, everywhere = [
        wanted(there, Kind.REMINDER, Recipient(b"key", "body:1", 5, Role.CONTACT, within=frozenset(within)), LIMA)
        for within in ({1, 2}, {2}, ())
    ]

    assert invited == everywhere == there
    assert elsewhere == Unwanted(State.SKIPPED, "not chosen")
