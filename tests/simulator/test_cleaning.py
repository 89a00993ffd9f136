"""What Telegram makes of a text before it keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.cleaning import CONTROL, DROPPED, cleaned
from bot.simulator.entities import utf16_units


def bold(offset: int, length: int) -> dict[str, object]:
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("p'unchaw ñandú 👩‍👩‍👧", "p'unchaw ñandú 👩‍👩‍👧"),
        ("\n  hola \n", "hola"),
        ("a\tb\x00c\x1bd", "a b c d"),
        ("a\r\nb", "a\nb"),
        ("a\u2028b\u202ec", "a\u2028b\u202ec"),
        (" \n ", ""),
        ("", ""),
    ],
)
def test_control_characters_and_blanks_around_go(raw: str, kept: str) -> None:
    assert cleaned(raw, []) == (kept, [])


@pytest.mark.parametrize(
    ("raw", "entities", "kept", "moved"),
    [
        ("  ab", [bold(2, 2)], "ab", [bold(0, 2)]),
        (" 😀\rb", [bold(1, 4)], "😀b", [bold(0, 3)]),
        ("a\rb", [bold(2, 1)], "ab", [bold(1, 1)]),
        ("ab  ", [bold(1, 3)], "ab", [bold(1, 1)]),
        ("ab  ", [bold(0, 1), bold(2, 2)], "ab", [bold(0, 1)]),
        ("  ab", [bold(0, 3)], "  ab", [bold(0, 3)]),
    ],
)
def test_entities_move_along(
    raw: str, entities: list[dict[str, object]], kept: str, moved: list[dict[str, object]]
) -> None:
    assert cleaned(raw, entities) == (kept, moved)


@given(st.text(alphabet=st.sampled_from("a😀ñ \n\r\t")), st.integers(0, 12), st.integers(1, 12))
def test_an_entity_still_covers_what_is_kept_of_its_words(raw: str, begin: int, length: int) -> None:
    before, covered = raw[:begin], raw[begin : begin + length]
    text, entities = cleaned(raw, [bold(utf16_units(before), utf16_units(covered))])
    shown = [text.encode("utf-16-le")[2 * one["offset"] :][: 2 * one["length"]].decode("utf-16-le") for one in entities]
    kept = DROPPED.sub("", CONTROL.sub(" ", covered))
    assert all(one and kept.startswith(one) for one in shown) or raw == text
