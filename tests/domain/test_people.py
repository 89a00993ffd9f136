"""What is remembered of a person."""

from __future__ import annotations

from dataclasses import fields

from bot.domain.people import Settings


def test_nothing_that_is_remembered_names_anybody() -> None:
    assert [field.name for field in fields(Settings)] == [
        "language",
        "mesa",
        "subgroup",
        "target",
        "snoozed_until",
        "discreet",
        "gone",
    ]
