"""`python -m bot announce` as an operator runs it: what it shows, what it refuses, what it leaves."""

from __future__ import annotations

import io
import re

import pytest

from tests.command_line import Bot

LINE = re.compile(r"anuncio (\d+): hasta 0 envíos, desde ([\d/]+ [\d:]+); para que no salga: /anuncios cancelar \1")
SAID = ("--mesa", "espinar", "--es", "Se corta <el> agua")


@pytest.fixture
def bot(loaded: Bot) -> Bot:
    return loaded


def test_it_shows_both_languages_and_how_many_and_is_made(bot: Bot) -> None:
    code, told, errors = bot("announce", *SAID, "--urgent", "--yes")
    text = "\n".join(told)

    assert (code, errors) == (0, [])
    assert "── castellano ──\nAviso de la Mesa de" in text
    assert "Kay willakuyqa manaraqmi runasimipi qillqasqachu." in text
    assert text.count("Se corta <el> agua") == 2
    assert "hasta 0 envíos" in text
    assert "urgente: llega también de noche\nno hay texto en quechua" in text
    assert LINE.fullmatch(told[-1])


def test_of_a_quechua_text_nothing_is_excused(bot: Bot) -> None:
    _, told, _ = bot("announce", *SAID, "--qu", "Unuqa manam kanqachu", "--at", "2099-01-01 08:00", "--yes")

    assert told == []  # more than a year ahead
    _, told, _ = bot("announce", *SAID, "--qu", "Unuqa manam kanqachu", "--yes")
    assert "Unuqa manam kanqachu" in told
    assert not any("no hay texto en quechua" in line for line in told)


@pytest.mark.parametrize(("answer", "made"), [("sí\n", True), ("S\n", True), ("no\n", False), ("", False)])
def test_without_yes_it_asks(answer: str, made: bool, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    code, told, _ = bot("announce", *SAID)

    assert (code == 0, bool(LINE.fullmatch(told[-1]))) == (made, made)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--mesa", "nadie", "--es", "x"), "--mesa nadie: las mesas son"),
        (("--mesa", "espinar", "--es", " "), "--es: falta el texto en castellano"),
        (("--mesa", "espinar", "--es", "x", "--at", "mañana"), "--at mañana: escriba AAAA-MM-DD HH:MM"),
        (("--mesa", "espinar", "--es", "x", "--at", "2020-01-01 08:00"), "--at 2020-01-01 08:00: ese momento ya pasó"),
    ],
)
def test_what_cannot_be_announced_is_said_in_one_line(words: tuple[str, ...], why: str, bot: Bot) -> None:
    code, told, (line,) = bot("announce", *words, "--yes")

    assert (code, told) == (1, [])
    assert line.startswith(why)
