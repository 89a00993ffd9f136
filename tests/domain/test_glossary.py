"""Hard words: found however they are typed, and seen where they stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.glossary import PAGE_SIZE, Glossary, Term, words_of

TWO = "Una oración. Otra oración."
CANON = Term("canon", "Canon minero", TWO, also=("canon",), search="canon")
EIA = Term("eia", "EIA", TWO, full="Estudio de Impacto Ambiental")
OEFA = Term("oefa", "OEFA", TWO, also=("oepa",))
ANA = Term("ana", "ANA", TWO, full="Autoridad Nacional del Agua")
ADENDA = Term("adenda", "Adenda", TWO)
SERVIDUMBRE = Term("servidumbre", "Servidumbre", TWO)
PASIVO = Term("pasivo", "Pasivo ambiental", TWO)
PLAZO = Term("plazo", "Plazo", TWO, everyday=True)
ACTA = Term("acta", "Acta", TWO)
ANEXO, ANEXO_K = Term("anexo", "Anexo", TWO), Term("anexo_k", "Anexo K", TWO)
TERMS = (CANON, EIA, OEFA, ANA, ADENDA, SERVIDUMBRE, PASIVO, PLAZO, ACTA, ANEXO, ANEXO_K)
GLOSSARY = Glossary(TERMS)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("oefa", OEFA),
        ("  OEFA ", OEFA),
        ("O.E.F.A.", OEFA),
        ("oepa", OEFA),
        ("que es el canon minero", CANON),
        ("CÁNON", CANON),
        ("los cánones", CANON),
        ("ca\u0301non", CANON),
        ("qué significa EIA", EIA),
        ("los EIAs", EIA),
        ("estudio de impacto ambiental", EIA),
        ("pasivos ambientales", PASIVO),
        ("anexo k", ANEXO_K),
        ("anexos", ANEXO),
        ("canon ima ninan", CANON),
        ("canonmanta", CANON),
        ("canonpaqa ima ninan", CANON),
        ("servidumbre nisqa ima", SERVIDUMBRE),
        ("servidunbre", SERVIDUMBRE),
        ("serviduumbre", SERVIDUMBRE),
        ("pasibo ambiental", PASIVO),
        ("plazo", PLAZO),
    ],
)
def test_a_term_is_found_however_it_is_typed(typed: str, term: Term) -> None:
    assert GLOSSARY.find(typed) == term


@pytest.mark.parametrize("typed", ["", "   ", "¿?", "blockchain", "agenda", "servidores", "canonizar", "k", "anas"])
def test_what_is_no_term_is_not_guessed(typed: str) -> None:
    found = GLOSSARY.find(typed)

    assert found is (ANA if typed == "anas" else None)


def test_a_slip_that_might_be_two_terms_is_neither() -> None:
    twins = Glossary((Term("plantar", "Plantar", TWO), Term("plantax", "Plantax", TWO)))

    assert (twins.find("planntar"), twins.find("plantaz")) == (twins.get("plantar"), None)


def test_the_longest_name_is_meant() -> None:
    assert GLOSSARY.find("el anexo y el estudio de impacto ambiental") == EIA


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("servicumbe", (SERVIDUMBRE,)),
        ("qué es el pasivo", (PASIVO,)),
        ("agenda", (ADENDA,)),
        ("blockchain", ()),
        ("qué es", ()),
        ("", ()),
    ],
)
def test_the_nearest_are_offered_where_any_is_near(typed: str, nearest: tuple[Term, ...]) -> None:
    assert GLOSSARY.nearest(typed) == nearest


def test_hard_words_are_seen_in_the_order_they_stand_each_once() -> None:
    texts = ("Pagar el canon y una servidumbre", "OEFA; Autoridad Nacional del Agua", "Acta 3, con canon")

    assert GLOSSARY.standing_in(*texts) == (CANON, SERVIDUMBRE, OEFA, ANA)
    assert GLOSSARY.standing_in(*texts, most=9) == (CANON, SERVIDUMBRE, OEFA, ANA, ACTA)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Entregar un terreno a la señora Ana", ()),
        ("Permiso de la ANA", (ANA,)),
        ("los EIAs y el E.I.A.", (EIA,)),
        ("17 compromisos del Anexo K", (ANEXO_K,)),
        ("El plazo es de 30 días", ()),
        ("Canonizar las actas", (ACTA,)),
        ("Actuar en el tractor", ()),
        ("servidunbre", ()),
        ("", ()),
    ],
)
def test_only_whole_words_stand_in_a_text(text: str, standing: tuple[Term, ...]) -> None:
    assert GLOSSARY.standing_in(text) == standing


def test_the_terms_are_paged_in_the_order_of_the_alphabet() -> None:
    many = Glossary(Term(f"k{number}", f"Ñandú {number:02}", TWO) for number in reversed(range(PAGE_SIZE + 1)))

    assert [term.name for term in GLOSSARY.terms[:3]] == ["Acta", "Adenda", "ANA"]
    assert (GLOSSARY.pages, many.pages, Glossary().pages) == (1, 2, 1)
    assert [term.name for term in many.page(2)] == [f"Ñandú {PAGE_SIZE:02}"]
    assert [many.page_of(many.terms[place]) for place in (0, PAGE_SIZE - 1, PAGE_SIZE)] == [1, 1, 2]
    assert many.page(3) == ()


def test_a_term_is_got_by_its_key() -> None:
    assert (GLOSSARY.get("eia"), GLOSSARY.get("zz")) == (EIA, None)


def test_two_terms_never_share_a_key_or_a_name() -> None:
    with pytest.raises(ValueError, match="«canon» está dos veces"):
        Glossary((CANON, Term("canon", "Otro", TWO)))
    with pytest.raises(ValueError, match="«Cánones» nombra también a «canon»"):
        Glossary((CANON, Term("otro", "Zzz", TWO, also=("Cánones",))))


def test_a_glossary_without_terms_knows_nothing() -> None:
    empty = Glossary()

    assert (empty.find("canon"), empty.nearest("canon"), empty.standing_in("canon"), empty.terms) == (None, (), (), ())


@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    GLOSSARY.find(text)
    GLOSSARY.nearest(text)

    assert len(GLOSSARY.standing_in(text, text)) <= 4
    assert all(word.folded for word in words_of(text))
