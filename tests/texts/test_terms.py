"""Glossary files: read as they are, and refused in one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import app
from bot.config import read_settings
from bot.texts.terms import TermsRefused, load

GOOD = """[canon]
name = "Canon minero"
also = "canon, cannon"
means = "Parte de un impuesto. Se usa para obras."
search = "canon"
"""
QUECHUA = """[canon]
means = "Canon nisqaqa minamanta qullqim."
src = "CONST"
also = "mina qullqi"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for code, words in (("es", GOOD), ("qu", QUECHUA)):
        (tmp_path / code).mkdir()
        (tmp_path / code / "glossary.toml").write_text(words)
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(TermsRefused) as refused:
        load(folder)
    line = str(refused.value)
    assert "\n" not in line
    return line.replace(f"{folder}/", "")


def test_both_files_make_one_term(folder: Path) -> None:
    (term,) = load(folder).terms

    assert term.names == ("Canon minero", "canon", "cannon", "mina qullqi")
    assert (term.spanish, term.quechua, term.search, term.everyday) == (
        "Parte de un impuesto. Se usa para obras.",
        "Canon nisqaqa minamanta qullqim.",
        "canon",
        False,
    )


def test_quechua_counts_unsigned_only_where_that_is_wanted(folder: Path) -> None:
    (unsigned,) = load(folder, reviewed_only=True).terms
    (folder / "qu/glossary.toml").write_text(QUECHUA + 'reviewed = "XX 2026-11-01 Espinar"\n')
    (signed,) = load(folder, reviewed_only=True).terms

    assert (unsigned.quechua, signed.quechua) == ("", "Canon nisqaqa minamanta qullqim.")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("[canon]", "[Cañon]", None),  # no TOML
        ("[canon]", '["Cañon"]', "[Cañon]: la clave se escribe con letras minúsculas sin tilde, números y _ (32 a lo más)"),
        ("[canon]", 'x = "y"\n[canon]', "[x]: se espera un grupo con name, means …"),
        ("[canon]", "[[canon]]", "[canon]: se espera un grupo con name, means …"),
        ('name = "Canon minero"\n', "", "[canon]: falta name"),
        ("means =", "meanz =", "[canon]: falta means"),
        ("search =", "serch =", "[canon]: serch no se conoce"),
        ('"Canon minero"', "7", "[canon]: name: se espera un texto entre comillas"),
        ("search =", "everyday =", "[canon]: everyday es true o false, sin comillas"),
        ('"canon, cannon"', '"canon, ¿?"', "[canon]: «¿?» no es una palabra"),
        ('"Canon minero"', f'"{"x" * 29}"', "[canon]: name tiene 29 letras y caben 28"),
        (" Se usa para obras.", "", "[canon]: means debe tener 2 oraciones, cada una con su punto; tiene 1"),
        ("para obras.", "para obras", "[canon]: means debe tener 2 oraciones, cada una con su punto; tiene 2"),
        ("obras.", "obras. Y más.", "[canon]: means debe tener 2 oraciones, cada una con su punto; tiene 3"),
        ("obras.", f"{'a' * 130}.", "[canon]: means: «Se usa para aaaaaaaa…» tiene 143 letras; 130 a lo más"),
        (
            'search = "canon"',
            'search = "canon:x"',
            "[canon]: search: solo letras minúsculas sin tilde, números y espacios, 36 a lo más",
        ),
        (GOOD, GOOD + GOOD.replace("[canon]", "[otro]"), "«Canon minero» nombra también a «canon»"),
    ],
)  # fmt: skip
def test_a_bad_spanish_file_is_refused_with_term_and_reason(
    before: str, after: str, reason: str | None, folder: Path
) -> None:
    (folder / "es/glossary.toml").write_text(GOOD.replace(before, after))
    if reason is None or "Cañon" in reason:
        (folder / "qu/glossary.toml").write_text("")

    line = refusal(folder)

    assert line.startswith("es/glossary.toml: ")
    assert reason is None or line == f"es/glossary.toml: {reason}"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('src = "CONST"\n', "", "[canon]: falta src"),
        ('"CONST"', '""', "[canon]: falta src"),
        ("also =", "name =", "[canon]: name no se conoce"),
        ("[canon]", "[regalia]", "[regalia]: no está en es/glossary.toml"),
    ],
)
def test_quechua_without_a_source_or_a_term_is_refused(before: str, after: str, reason: str, folder: Path) -> None:
    (folder / "qu/glossary.toml").write_text(QUECHUA.replace(before, after))

    assert refusal(folder) == f"qu/glossary.toml: {reason}"


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "qu/glossary.toml").unlink()

    assert "No such file" in refusal(folder)


def test_the_bot_refuses_to_start_with_a_bad_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "es/glossary.toml").write_text("[canon]\n")
    monkeypatch.setattr(app, "LOCALES", folder)

    with pytest.raises(app.Refused, match=r"es/glossary\.toml: \[canon\]: falta name"):
        app.languages(read_settings())
