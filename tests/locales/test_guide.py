"""What `locales/REVIEW.md` tells a native speaker is so."""

from __future__ import annotations

import re

from tests.locales.catalogs import LOCALES, ROOT
from tests.locales.dictionary import root_of
from tests.locales.questions import QUESTIONS
from tests.locales.review import read, standing
from tests.locales.rows import present
from tests.locales.translate import parser

GUIDE = (LOCALES / "REVIEW.md").read_text(encoding="utf-8")


def test_its_quechua_greeting_is_made_of_whole_texts_of_the_catalog() -> None:
    rows = {row.key: row.quechua for row in present()}

    assert f"> **{rows['start.greeting']} {rows['language.report_error']}**" in GUIDE


def test_its_commands_exist() -> None:
    commands = re.findall(r"^python3 dev\.py translate (.+)$", GUIDE, re.MULTILINE)
    read_as = [parser().parse_args(command.split()) for command in commands]

    assert [bool(one.sheet or one.read or one.check or one.fill) for one in read_as] == [True] * len(commands)
    assert commands


def test_its_example_of_a_signature_is_one() -> None:
    [line] = re.findall(r"^# (reviewed: .+)$", GUIDE, re.MULTILINE)

    assert standing([line], "any") == [read(line)]


def test_its_example_of_a_root_is_one() -> None:
    [line] = re.findall(r"^\S+ \| .+$", GUIDE, re.MULTILINE)

    assert root_of(line) == ("tusu", "verbo")


def test_it_names_the_doubtful_words_that_the_sheet_asks_about() -> None:
    named = GUIDE.casefold()
    asked = (
        "qatipa",
        "astasqa",
        "sapa kuti",
        "chaykamalla",
        "waqyaq",
        "upalla",
        "qhipa willakuy",
        "tatisqa",
        "hap'ini",
    )

    assert [words for words in asked if words not in named or words not in dict(QUESTIONS)] == []


def test_the_readme_names_it_and_the_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "(locales/REVIEW.md)" in readme
    assert [option for option in ("--sheet", "--read", "--check") if option not in readme] == []
