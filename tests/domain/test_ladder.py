"""The ladder as one table, and a mesa's own days."""

from __future__ import annotations

import pytest

from bot.domain.ladder import EVERYBODY, EXAMPLE, LADDER, OFFICES, Audience, Rung, read_ladder


def test_the_usual_ladder_fits_on_one_screen() -> None:
    assert [(rung.step, rung.days, rung.told, rung.parents) for rung in LADDER.deadline] == [
        ("before:30", -30, OFFICES, 0),
        ("before:14", -14, OFFICES, 0),
        ("before:7", -7, OFFICES, 0),
        ("before:1", -1, OFFICES, 0),
        ("overdue", 1, EVERYBODY, 0),
        ("after:7", 7, EVERYBODY, 1),
        ("after:30", 30, EVERYBODY, 2),
    ]
    assert [(rung.step, rung.days, rung.told, rung.parents) for rung in LADDER.answer] == [
        ("unanswered:1", 1, (Audience.CONTACTS,), 0),
        ("unanswered:15", 15, OFFICES, 0),
        ("unanswered:30", 30, OFFICES, 1),
    ]
    assert (LADDER.every, LADDER.acta, LADDER.no_session, LADDER.term) == (30, 15, 120, 30)


@pytest.mark.parametrize("words", ["", "  ", ";", EXAMPLE, EXAMPLE.upper(), "antes 30 14 7 1", "SIN SESION 120"])
def test_nothing_and_the_example_are_the_usual_one(words: str) -> None:
    assert read_ladder(words) == LADDER


def test_a_mesa_has_days_of_its_own() -> None:
    own = read_ladder("antes 60 3; después 10 20 40; sin respuesta 2 20; cada 15; acta 30; sin sesión 90; vigencia 45")

    assert own.deadline == (
        Rung("before:60", -60, OFFICES),
        Rung("before:3", -3, OFFICES),
        Rung("overdue", 1, EVERYBODY),
        Rung("after:10", 10, EVERYBODY, 1),
        Rung("after:20", 20, EVERYBODY, 2),
        Rung("after:40", 40, EVERYBODY, 2),
    )
    assert own.answer == (LADDER.answer[0], Rung("unanswered:2", 2, OFFICES), Rung("unanswered:20", 20, OFFICES, 1))
    assert (own.every, own.acta, own.no_session, own.term) == (15, 30, 90, 45)


@pytest.mark.parametrize(
    "part",
    [
        "antes", "antes 7 30", "antes 7 7", "antes 0", "antes -3", "antes 400", "antes 7,1", "antes siete",
        "despues 1", "despues 30 7", "cada 0", "cada 30 60", "acta", "mañana 3", "30", "vigencia 1000",
        "sin respuesta", "sin respuesta 1", "sin respuesta 30 15",
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_one_clear_line(part: str) -> None:
    with pytest.raises(ValueError, match="no entiendo") as refused:
        read_ladder(f"cada 30; {part}" if not part.startswith("cada") else part)

    assert str(refused.value).startswith(
        f"no entiendo «{part.replace('ñ', 'n')}»; escriba por ejemplo antes 30 14 7 1;"
    )


def test_the_same_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="no entiendo «cada 15»"):
        read_ladder("cada 30; cada 15")
