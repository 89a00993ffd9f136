"""Words folded, and as many of them as a button carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import fold, whole_words


@pytest.mark.parametrize(
    ("words", "bytes_", "kept"),
    [
        ("Agua  potable", 36, "agua potable"),
        ("agua potable", 12, "agua potable"),
        ("agua potable", 11, "agua"),
        ("agua", 3, ""),
        ("Ñahuiña: agua", 36, "nahuina agua"),
        ("水水 agua", 6, "水水"),
        ("水水 agua", 5, ""),
        ("", 36, ""),
    ],
)
def test_whole_words_are_kept_as_long_as_they_fit(words: str, bytes_: int, kept: str) -> None:
    assert whole_words(words, bytes_) == kept


@given(st.text(), st.integers(0, 64))
def test_what_is_kept_fits_and_holds_no_colon(words: str, bytes_: int) -> None:
    kept = whole_words(words, bytes_)

    assert len(kept.encode("utf-8", "surrogatepass")) <= bytes_
    assert ":" not in kept


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("  ÑAHUIÑA ", "nahuina"), ("P’unchaw", "p'unchaw"), ("reunio\u0301n", "reunion"), ("A\nB", "a b"), ("ﬁn", "fin")],
)
def test_two_ways_of_writing_a_word_are_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded
