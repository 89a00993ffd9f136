"""Who is told, and what each wishes."""

from __future__ import annotations

import pytest

from bot.domain.recipients import (
    ADMINS,
    MOST_COMMITMENTS,
    MOST_SUBGROUPS,
    Rhythm,
    TooMany,
    Wishes,
    contacts_of,
    followers_of,
    mark_of,
    number_of,
    team_of,
    wishing,
)

SOME = Wishes(whole=False, commitments=frozenset({7}), subgroups=frozenset({mark_of("Wayra")}))


def test_each_scope_names_its_row() -> None:
    scopes = [followers_of(3), team_of(3), contacts_of(12), ADMINS]

    assert scopes == ["mesa:3", "team:3", "body:12", "admins"]
    assert [number_of(scope) for scope in scopes] == [3, 3, 12, 0]


@pytest.mark.parametrize(
    ("known", "commitment", "subgroup", "after"),
    [
        (None, None, "", Wishes()),
        (None, 7, "", Wishes(whole=False, commitments=frozenset({7}))),
        (None, None, "Wayra", Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")}))),
        (SOME, None, "", Wishes(commitments=SOME.commitments, subgroups=SOME.subgroups)),
        (Wishes(), 7, "", Wishes(commitments=frozenset({7}))),
        (Wishes(), None, "Wayra", Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")}))),
        (Wishes(Rhythm.NONE), None, "", Wishes()),
        (Wishes(Rhythm.WEEKLY), None, "", Wishes(Rhythm.WEEKLY)),
    ],
)
def test_what_is_wished_after_following(
    known: Wishes | None, commitment: int | None, subgroup: str, after: Wishes
) -> None:
    assert wishing(known, commitment, subgroup) == after


def test_what_is_left_is_chosen_no_more() -> None:
    assert SOME.leaving(7) == Wishes(whole=False, subgroups=SOME.subgroups)
    assert SOME.leaving(subgroup="Wayra") == Wishes(whole=False, commitments=SOME.commitments)
    assert SOME.leaving(8, "Qucha") == SOME
    assert SOME.leaving(7, "Wayra").empty
    assert not Wishes().leaving(7).empty


def test_a_thing_is_chosen_by_its_row_or_by_a_subgroup_it_belongs_to() -> None:
    assert SOME.chose(7, ())
    assert SOME.chose(None, ("Qucha", "Wayra"))
    assert not SOME.chose(8, ("Qucha", ""))


def test_no_more_can_be_chosen_than_fits_into_a_row() -> None:
    full = Wishes(whole=False, commitments=frozenset(range(MOST_COMMITMENTS)))
    named = Wishes(whole=False, subgroups=frozenset(mark_of(str(n)) for n in range(MOST_SUBGROUPS)))

    assert full.following(0) == full  # known already
    with pytest.raises(TooMany):
        full.following(MOST_COMMITMENTS)
    with pytest.raises(TooMany):
        named.following(subgroup="otra")
