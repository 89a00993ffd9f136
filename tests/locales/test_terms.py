"""The glossary as it stands: every word explained in two plain sentences, its Quechua with a source."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from bot.domain.buttons import term as button
from bot.domain.glossary import Term
from bot.texts.terms import load, sentences
from tests.locales.catalogs import LOCALES, ROOT
from tests.locales.terms import problems_of_terms

TERMS = load(LOCALES).terms
NAMED_BY_THE_FIELD = (
    "OEFA", "EIA", "canon", "consulta previa", "servidumbre", "PIP", "acta", "vigencia", "Convenio Marco", "SNIP", "CUI", "adenda",
    "línea base", "PTAP", "PTAR", "fideicomiso", "buena pro", "licitación", "ITS", "anexo", "MINEM", "MTC", "MVCS", "SENACE", "PRONIED",
)  # fmt: skip


def test_the_files_have_no_problem() -> None:
    assert problems_of_terms() == []


@pytest.mark.parametrize("name", NAMED_BY_THE_FIELD)
def test_what_the_field_names_is_explained(name: str) -> None:
    assert load(LOCALES).find(name) is not None


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_every_word_has_two_short_sentences_with_few_long_words(term: Term) -> None:
    said = sentences(term.spanish)

    assert len(said) == 2
    assert all(one[0].isupper() and one.endswith(".") and len(one.split()) <= 25 for one in said)
    assert "(" not in term.spanish
    assert len(button(term.key, 10**15 - 1).encode()) <= 64


def test_every_acronym_of_the_demonstrations_institutions_is_explained() -> None:
    glossary = load(LOCALES)
    with (ROOT / "bot/simulator/data/instituciones.csv").open(encoding="utf-8", newline="") as file:
        bodies = [row for row in csv.DictReader(file) if row["tipo"] in ("estado_nacional", "organo_autonomo")]

    assert [row["siglas"] for row in bodies if glossary.find(row["siglas"]) is None] == []
    assert [row["nombre"] for row in bodies if glossary.find(row["siglas"]) != glossary.find(row["nombre"])] == []


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("qullqim", "qolqem", "[canon]: «qolqem» no se escribe con las letras del quechua"),
        ("Kuska ruwaq.", "Huchayuq.", "[corresponsable]: «Huchayuq» no se usa"),
        ("p'unchawkama", "p’unchawkama", "[plazo]: el apóstrofo es '"),
    ],
)
def test_bad_quechua_is_named_with_its_reason(before: str, after: str, reason: str, tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "qu/glossary.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    assert f"glossary.toml (qu): {reason}" in problems_of_terms(tmp_path)


def test_a_file_that_cannot_be_used_is_one_problem(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "es/glossary.toml").write_text("[canon]\n")

    assert problems_of_terms(tmp_path) == [f"{tmp_path}/es/glossary.toml: [canon]: falta name"]
