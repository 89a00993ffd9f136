"""Two languages, one fallback, and values that never act as templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texts.language import Coverage, Language, Languages, load
from bot.texts.markup import bold

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {code}\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
QUECHUA = """# src: MW
# reviewed: XX 2026-11-01 Espinar
msgctxt "a"
msgid "Volver"
msgstr "Kutiy"

# src: MW
msgctxt "b"
msgid "{n} día"
msgid_plural "{n} días"
msgstr[0] "{n} p'unchaw"

# spanish: sin fuente
msgctxt "c"
msgid "Nota: {note}"
msgstr ""
"""
SPANISH = """msgctxt "a"
msgid "Volver"
msgstr "Volver atrás"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for code, plurals, words in (
        ("es", "nplurals=2; plural=(n != 1);", SPANISH),
        ("qu", "nplurals=1; plural=0;", QUECHUA),
    ):
        (tmp_path / code).mkdir()
        (tmp_path / code / "bot.po").write_text(HEADER.format(code=code, plurals=plurals) + words)
        (tmp_path / code / "glossary.toml").write_text("")
    return tmp_path


@pytest.fixture
def qu(folder: Path) -> Language:
    return load(folder)["qu"]


def test_each_language_says_its_own_words(folder: Path) -> None:
    languages = load(folder)

    assert languages["qu"].say("a", "Volver") == "Kutiy"
    assert languages["es"].say("a", "Volver") == "Volver atrás"


def test_a_missing_text_is_spanish_and_known_to_be_borrowed(qu: Language) -> None:
    assert qu.say("c", "Nota: {note}", note="x") == "Nota: x"
    assert (qu.borrows("c"), qu.borrows("a")) == (True, False)


def test_spanish_polished_in_its_catalog_is_what_quechua_borrows(folder: Path) -> None:
    assert load(folder, "reviewed")["qu"].count("b", "{n} día", "{n} días", 2) == "2 días"


def test_only_reviewed_quechua_where_that_is_wanted(folder: Path) -> None:
    assert load(folder, "reviewed")["qu"].say("a", "Volver") == "Kutiy"
    assert load(folder, "reviewed")["qu"].borrows("b") is True


def test_a_number_takes_its_plural_in_spanish_and_none_in_quechua(folder: Path) -> None:
    languages = load(folder)

    assert [languages["es"].count("b", "{n} día", "{n} días", n) for n in (0, 1, 2)] == ["0 días", "1 día", "2 días"]
    assert [languages["qu"].count("b", "{n} día", "{n} días", n) for n in (1, 2)] == ["1 p'unchaw", "2 p'unchaw"]


@pytest.mark.parametrize("value", ["{note}", "{0.__class__}", "%(x)s", "{u.token}"])
def test_a_value_is_never_read_as_a_template(value: str, qu: Language) -> None:
    assert qu.say("c", "Nota: {note}", note=value) == f"Nota: {value}"


def test_values_are_escaped_for_messages_and_not_for_buttons(qu: Language) -> None:
    assert qu.say("c", "Nota: {note}", note="<b>") == "Nota: &lt;b&gt;"
    assert qu.say("c", "Nota: {note}", note=bold("x")) == "Nota: <b>x</b>"
    assert qu.plain("c", "Nota: {note}", note="<b>") == "Nota: <b>"


def test_a_forgotten_value_is_a_bug(qu: Language) -> None:
    with pytest.raises(KeyError):
        qu.say("c", "Nota: {note}")


@pytest.mark.parametrize(
    ("called", "code"),
    [("qu", "qu"), ("quz", "qu"), ("qu_PE", "qu"), ("quy", "qu"), ("QVE", "qu"), ("en", "es"), ("", "es")],
)
def test_whatever_a_phone_calls_it_finds_a_language(called: str, code: str, folder: Path) -> None:
    assert load(folder).named(called).code == code


def test_coverage_counts_what_a_speaker_signed(folder: Path) -> None:
    languages: Languages = load(folder)

    assert languages.coverage["qu"] == Coverage(total=3, translated=2, reviewed=1)
