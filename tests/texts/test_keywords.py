"""A keywords file that somebody corrected badly is refused in one line: which file, where, what to do."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.domain.lexicon import FILTERS
from bot.texts import keywords
from bot.texts.keywords import KeywordsRefused, load, problems, read

LOCALES = Path(__file__).parents[2] / "locales"


def sections(**changed: Any) -> dict[str, Any]:
    """As small as it may be, with some sections put otherwise."""
    whole: dict[str, Any] = {name: {} for name in keywords.SECTIONS}
    whole |= {"filters": dict.fromkeys(FILTERS, ""), "stop": {"words": ""}, "search": {"weak": ""}}
    return {name: groups for name, groups in (whole | changed).items() if groups is not None}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"cues": None}, "falta la sección [cues]"),
        ({"topicos": {}}, "la sección [topicos] no se conoce"),
        ({"topics": "agua"}, "[topics]: se espera una sección con sus grupos"),
        ({"cues": {"ver": ["ver", "mirar"]}}, "[cues] ver: se espera un texto entre comillas"),
        ({"filters": dict.fromkeys(list(FILTERS)[1:], "")}, "[filters]: falta no_responsible"),
        ({"filters": dict.fromkeys([*FILTERS, "hechos"], "")}, "[filters] hechos: no se conoce"),
        ({"search": {}}, "[search]: falta weak"),
        ({"stop": {"words": "", "palabras": ""}}, "[stop] palabras: no se conoce"),
        ({"topics": {"agua": "agua, + riego"}}, "[topics] agua: no hay ningún grupo « riego»"),
        ({"topics": {"agua": "agua, +riego"}}, "[topics] agua: no hay ningún grupo «riego»"),
        ({"dates": {"tomorow": "mañana"}}, "[dates] tomorow: no se conoce"),
        ({"dates": {"month_13": "treceavo"}}, "[dates] month_13: no se conoce"),
    ],
)
def test_each_problem_is_told_with_its_place(changed: dict[str, Any], problem: str) -> None:
    assert list(problems(sections(**changed))) == [problem]


def test_what_is_right_has_no_problem() -> None:
    named = {
        "topics": {"agua": "agua, +riego", "riego": "riego"},
        "dates": {"month_12": "diciembre", "weekday_0": "lunes"},
    }

    assert list(problems(sections())) == []
    assert list(problems(sections(**named, bodies={}, places={}))) == []


def test_our_own_files_have_no_problem_and_the_same_groups() -> None:
    spanish, quechua = keywords.read_all(LOCALES).values()

    assert quechua["topics"].keys() - spanish["topics"].keys() == set()
    assert quechua["cues"].keys() == spanish["cues"].keys()
    assert quechua["others"].keys() == spanish["others"].keys()


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy of ours."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))


def refused(folder: Path) -> str:
    with pytest.raises(KeywordsRefused) as refusal:
        load(folder)
    return str(refusal.value)


def test_a_file_that_is_missing_is_named(locales: Path) -> None:
    (locales / "qu/keywords.toml").unlink()

    assert refused(locales).startswith(f"{locales / 'qu/keywords.toml'}: ")


@pytest.mark.parametrize("content", [b'[topics]\nagua = "agua', b"[topics]\nagua = agua", b'[topics]\nr\xedo = "rio"'])
def test_a_file_that_cannot_be_read_is_named_in_one_line(locales: Path, content: bytes) -> None:
    path = locales / "es/keywords.toml"
    path.write_bytes(content)

    assert refused(locales).startswith(f"{path}: ")
    assert "\n" not in refused(locales)


def test_a_problem_is_told_with_its_file(locales: Path) -> None:
    path = locales / "es/keywords.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[cues]", "[cuez]"), encoding="utf-8")

    assert refused(locales) == f"{path}: falta la sección [cues]"


def test_what_was_learnt_is_refused_with_its_own_line(locales: Path) -> None:
    (locales / "learnt.txt").unlink()

    assert refused(locales).startswith(f"{locales / 'learnt.txt'}: ")
    assert refused(locales).endswith("python3 dev.py translate")


def test_a_word_added_is_known_at_once(locales: Path) -> None:
    path = locales / "es/keywords.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('riego = "', 'riego = "pivote, ', 1), encoding="utf-8")
    (term,) = load(locales).vocabulary.terms("pivote")

    assert term.of("topics") == ("riego",)


def test_a_file_is_read_as_its_sections() -> None:
    assert (
        read(LOCALES / "es/keywords.toml")["cues"]["donde"]
        == "dónde, adónde, lugar, local, sitio, dirección, ubicación"
    )
