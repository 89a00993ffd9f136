"""One word, however it is typed: what bot/domain/spanish.py unites, with words that people write."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.spanish import key, stem

SAME = {
    "accents and capitals": "reunion reunión · REUNION reuniòn · niño nino · pingüino pinguino",
    "SMS": "q que · k que · xq porque · pq porque · x por · xa para · tb también · cdo cuándo · dnd dónde · kien quién · resp responsable",
    "how people speak": "pa para · toy estoy · pe pues · muni municipalidad · porfa porfavor · okey ok",
    "b and v": "bencido vencido · abisame avísame · vurro burro",
    "s, z and c": "zapato sapato · ciudad siudad · reunion reunion · vense vence · comision comizion",
    "a lost h": "aora ahora · acer hacer · ospital hospital · asta hasta",
    "k, qu and c": "kuando cuando · quando cuando · keja queja · kompromiso compromiso · klaro claro",
    "gu": "gerra guerra · gitarra guitarra",
    "ll and y": "yover llover · yamar llamar · caye calle",
    "w": "wevo uevo",
    "x": "texto testo · esamen examen",
    "letters said twice": "carretera caretera · acsion acción · leeer leer",
    "letters held down": "holaaaa hola · siiiii si · graciassss gracias",
    "signs": "avísa-me avisame · hunt'ay huntay",
}  # fmt: skip
DIFFERENT = "mucho muco · hacha haca · pero perdo · cosa gosa · mina mena · 7 8"
FORMS = {
    "kumpl": "cumplir cumple cumplen cumplió cumplieron cumplido cumplidas cumpliendo cumpliría cumplimiento",
    "abis": "avisar avisa avisen aviso avisos avisaron avisando avísame avísenos avisarme avisándome",
    "bens": "vencer vence vencen venció vencido vencidas venciendo vencieron",
    "reun": "reunión reuniones reunirse reunieron",
    "dej": "dejar deja dejen déjenme dejando dejado",
    "asist": "asistir asistió asistieron asistiremos",
    "responsabl": "responsable responsables",
    "institu": "institución instituciones",
    "akt": "acta actas",
    "muchach": "muchacho muchachos muchacha",
}


def pairs(line: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in (pair.split() for pair in line.split("·"))]


@pytest.mark.parametrize("line", SAME.values(), ids=SAME)
def test_spellings_of_one_word_have_one_key(line: str) -> None:
    assert [pair for pair in pairs(line) if key(pair[0]) != key(pair[1])] == []


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(("shared", "forms"), FORMS.items(), ids=FORMS)
def test_the_forms_of_a_word_have_one_stem(shared: str, forms: str) -> None:
    assert {stem(key(form)) for form in forms.split()} == {shared}


@pytest.mark.parametrize("word", ["es", "la", "sol", "ver", "uno", "mes"])
def test_a_short_word_is_its_own_stem(word: str) -> None:
    assert stem(key(word)) == key(word)


@given(st.text())
@example("aahaa")  # three letters alike once h is lost
def test_a_key_has_neither_signs_nor_spaces_nor_accents_nor_a_letter_twice(text: str) -> None:
    found = key(text)

    assert found == "" or found.isalnum()
    assert not set(found) & set("áéíóúüñvxwzh ") - ({"h"} if "ch" in found else set())
    assert not any(one == other for one, other in pairwise(found) if "a" <= one <= "z")


@given(st.text("abcehiklmnopqrstuvyzáéíóúñ", max_size=40))
def test_a_stem_is_a_beginning_of_three_letters_at_least(word: str) -> None:
    found = stem(key(word))

    assert key(word).startswith(found)
    assert len(found) >= min(3, len(key(word)))


@pytest.mark.parametrize("piece", ["a", "ci", "me", "endo", "ll", "aran", "x1"])
def test_a_word_without_end_takes_no_longer_than_its_letters(piece: str) -> None:
    began = process_time()
    stem(key(piece * 20_000))

    assert process_time() - began < 1
