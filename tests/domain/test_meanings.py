"""Whether a question asks what a word means: only the whole question counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.glossary import Term
from bot.domain.meanings import asked_term
from tests.domain.test_glossary import ACTA, ANEXO_K, CANON, EIA, GLOSSARY, OEFA, PLAZO, SERVIDUMBRE

ASKED = [
    ("qué es el canon", CANON),
    ("¿Que es el Canon Minero?", CANON),
    ("q es eia", EIA),
    ("que cosa es el anexo k", ANEXO_K),
    ("que es eso de la servidumbre", SERVIDUMBRE),
    ("qué significa la palabra servidumbre", SERVIDUMBRE),
    ("que quiere decir O.E.F.A.", OEFA),
    ("hola buenas tardes, ¿me puede decir qué significa EIA por favor?", EIA),
    ("el canon qué es", CANON),
    ("OEFA que significa", OEFA),
    ("significado de canon", CANON),
    ("a qué se refiere con servidumbre", SERVIDUMBRE),
    ("no entiendo qué es el EIA", EIA),
    ("explícame el canon por favor", CANON),
    ("para qué sirve el canon", CANON),
    ("qué es un acta", ACTA),
    ("qué es el plazo", PLAZO),
    ("qué quiere decir plazo", PLAZO),
    ("canon ima ninan", CANON),
    ("canonqa imataq", CANON),
    ("¿Imataq canon?", CANON),
    ("imam OEFA nisqa", OEFA),
    ("servidumbre nisqa ima", SERVIDUMBRE),
    ("servidumbre nisqaqa imataq", SERVIDUMBRE),
    ("EIA nisqa simi ima ninantaq", EIA),
    ("ima ninantaq canon", CANON),
    ("canon ima niyta munan", CANON),
    ("servidunbre nisqa ima", SERVIDUMBRE),
]
NOT_ASKED = [
    "",
    "qué es",
    "compromisos",
    "plazo",
    "cuál es el plazo",
    "explícame el plazo",
    "qué es de la obra del canon",
    "qué es lo que debe hacer OEFA",
    "qué debe hacer OEFA",
    "qué es el acta de Pumamarca",
    "compromisos sobre el canon",
    "quiénes no cumplieron el canon",
    "qué es la agenda",
    "imata OEFA ruwanan",
    "canonmanta yachayta munani",
    "OEFA, VAL-01 y VAL-02",
    "hola " * 60 + "qué es el canon",
]


@pytest.mark.parametrize(("question", "term"), ASKED)
def test_a_meaning_is_asked_for_in_either_language(question: str, term: Term) -> None:
    assert asked_term(question, GLOSSARY) == term
    assert asked_term(question, GLOSSARY, alone=False) == term


@pytest.mark.parametrize("question", NOT_ASKED)
def test_a_question_about_something_else_is_left_alone(question: str) -> None:
    assert asked_term(question, GLOSSARY) is None


@pytest.mark.parametrize("name", ["canon", "El canon", "OEFA", "oefa?", "Canon minero", "servidumbre nisqa"])
def test_a_bare_name_counts_where_it_may(name: str) -> None:
    assert asked_term(name, GLOSSARY) is not None
    assert asked_term(name, GLOSSARY, alone=False) is None


@given(st.text())
def test_any_question_at_all_is_read(text: str) -> None:
    for question in (text, f"qué es {text} canon {text}"):
        found = asked_term(question, GLOSSARY)
        assert found is None or found in GLOSSARY.terms
