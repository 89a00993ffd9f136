"""Buttons side by side, as many as leave their labels whole."""

from __future__ import annotations

import pytest

from bot.domain.messages import Button
from bot.texts.paging import fitting


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ("", []),
        ("aa bb cc dd", ["aa bb cc", "dd"]),  # never more than three
        ("aaaa bbb c", ["aaaa bbb c"]),
        ("aaaaa b c", ["aaaaa b", "c"]),  # a row is shared evenly: three times five with their edges is too long
        ("a bbbbbbbb c", ["a", "bbbbbbbb", "c"]),
        ("aaaaaaaaaaaaaaaaaaaa b", ["aaaaaaaaaaaaaaaaaaaa", "b"]),
    ],
)
def test_a_row_holds_what_fits_in_the_order_given(labels: str, rows: list[str]) -> None:
    made = fitting([Button(label, data="x") for label in labels.split()], letters=18, most=3)

    assert [" ".join(button.label for button in row) for row in made] == rows
