"""`dev.py translate --check` says file, entry and reason of whatever is wrong, changes nothing, and fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.locales import checks
from tests.locales.catalogs import LOCALES, extracted
from tests.locales.translate import main

QUY = """\
msgid ""
msgstr ""
"Language: quy\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgctxt "status.done"
msgid "cumplido"
msgstr "{words}"
"""


def problems(locales: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What --check says before the two lines that count texts; it fails exactly if it says something."""
    code = main(["--check"], locales)
    *found, spanish, quechua = capsys.readouterr().out.splitlines()
    assert (code, spanish[:3], quechua[:3]) == (1 if found else 0, "es:", "qu:")
    return found


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_our_catalogs_pass_and_stay_as_they_are(locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert problems(locales, capsys) == []
    assert [file.read_bytes() for file in sorted(locales.rglob("*.*"))] == [
        file.read_bytes() for file in sorted(LOCALES.rglob("*.*"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"Kutiy"', '"Kutey"', "button.back: «Kutey» no se escribe con las letras del quechua"),
        ('"Kutiy"', '"Ktiy"', "button.back: «Ktiy» no forma sílabas del quechua"),
        ('"Kutiy"', '"Kituy"', "button.back: «Kituy»: su raíz no está en roots.txt"),
        ('"Kutiy"', '"Kutitiy"', "button.back: «Kutitiy»: tras la raíz «kuti» no puede ir «tiy»"),
        ('"Kutiy"', '"Plazo, acta, prueba"', "button.back: parece castellano"),
        ('"Kutiy"', '"Volver"', "button.back: es igual al castellano"),
        ('"Kutiy"', '"Maskhay"', "button.search: dice lo mismo que button.back"),
        ('"ruwakuchkan"', '"hunt\'asqa"', "status.in_progress: dice lo mismo que status.done"),
        ('"Kutiy"', '"Kay inti raymi killa"', "button.back: «inti raymi killa» no se usa"),
        ('"mana hunt\'asqa"', '"huchayuq"', "status.breached: «huchayuq» no se usa"),
        ('"Ayllu: {community}"', '"{community}m"', "start.community_chosen: «}m» pega un sufijo a un nombre"),
        ('"Ayllu: {community}"', '"Ayllu: {town}"', "start.community_chosen: sus {nombres} deben ser ['community']"),
        ('msgctxt "button.back"', 'msgctxt "button.gone"', "button.back: falta"),
        ('msgctxt "button.back"', 'msgctxt "button.gone"', "button.gone: ya no se usa"),
        ('msgid "Volver"', 'msgid "Regresar"', "button.back: su msgid no es el del código"),
        (
            "nplurals=1; plural=0;",
            "nplurals=2; plural=(n != 1);",
            "cabecera: Plural-Forms debe ser nplurals=1; plural=0;",
        ),
    ],
)
def test_each_fault_of_the_quechua_catalog_is_told(
    old: str, new: str, found: str, locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(locales / "qu/bot.po", old, new)

    assert f"locales/qu/bot.po: {found}" in problems(locales, capsys)


def test_quechua_never_repeats_the_spanish_that_is_shown(locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(locales / "es/bot.po", 'msgstr "Volver"', 'msgstr "Kutiy"')

    assert problems(locales, capsys) == ["locales/qu/bot.po: button.back: es igual al castellano"]


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (
            "roots.txt",
            "kicha | verbo | ",
            "kicha | verb | ",
            [
                "locales/qu/roots.txt: línea {line}: la clase de «kicha» debe ser sustantivo, verbo, partícula",
                "locales/qu/bot.po: media.file: «kichariyta»: su raíz no está en roots.txt",
            ],
        ),
        (
            "loans.txt",
            "quórum\n",
            "",
            ["locales/qu/bot.po: meeting.no_quorum: «quórum» no se escribe con las letras del quechua"],
        ),
    ],
)
def test_a_bad_line_of_the_word_lists_is_told_with_the_words_that_miss_it(
    file: str, old: str, new: str, found: list[str], locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (locales / "qu" / file).read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    replace(locales / "qu" / file, old, new)

    assert problems(locales, capsys) == [one.replace("{line}", str(line)) for one in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("huntasqa", []),
        ("huntaska", ["locales/quy/bot.po: status.done: debe decir «huntasqa», o llevar «lexical: por qué»"]),
    ],
)
def test_a_chanka_overlay_is_checked_once_there_is_one(
    words: str, found: list[str], locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (locales / "quy").mkdir()
    (locales / "quy/bot.po").write_text(QUY.format(words=words), encoding="utf-8")

    assert problems(locales, capsys) == found


def test_two_texts_under_one_key_are_told_in_one_line(
    locales: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "texts.py").write_text('say("button.back", "Volver")\nsay("button.back", "Atrás")\n')
    monkeypatch.setattr(checks, "extracted", lambda: extracted(tmp_path))

    assert main(["--check"], locales) == 1
    assert capsys.readouterr().out == "button.back: dos textos distintos: 'Volver' y 'Atrás'\n"
