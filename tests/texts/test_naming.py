"""Wherever a mesa is named in a sentence, what it is is said once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.app import LOCALES
from bot.texts.language import _PLACEHOLDER, Language, forms, key, read_catalog
from bot.texts.markup import bold
from bot.texts.naming import named_once
from tests.languages import LANGUAGES

NAMING = {
    key(one): _PLACEHOLDER.findall("".join(forms(one.id)))
    for one in read_catalog(LOCALES, "es")
    if one.id and "{mesa}" in "".join(forms(one.id))
}
SPANISH = {key(one): forms(one.id) for one in read_catalog(LOCALES, "es") if one.id}
BADLY = re.compile(
    r"\bmesa (?:<b>)?(?:Mesa|Espacio|Grupo|Comité)|\b(?:de|a) el\b|\bla (?:<b>)?(?:Espacio|Grupo|Comité)"
)


def said(language: Language, of: str, name: str) -> str:
    values: dict[str, Any] = dict.fromkeys(NAMING[of], "…") | {"mesa": name}
    one, *many = SPANISH[of]
    return language.count(of, one, many[0], 2, **values) if many else language.say(of, one, **values)


@pytest.mark.parametrize(
    "name", ["Mesa de Diálogo de Espinar", "Espacio de Diálogo de la Puna", "Grupo de Trabajo", "Comité"]
)
@pytest.mark.parametrize("of", NAMING)
@pytest.mark.parametrize("code", ["es", "qu"])
def test_no_text_says_twice_what_it_is(code: str, of: str, name: str) -> None:
    for shown in (name, bold(name)):
        text = said(LANGUAGES[code], of, shown)
        assert shown in text
        assert not BADLY.search(text), text


@pytest.mark.parametrize(
    ("name", "follow", "head"),
    [
        ("Mesa de Espinar", "Le avisaré sobre la Mesa de Espinar.", "Aviso de la Mesa de Espinar:"),
        ("Espacio de la Puna", "Le avisaré sobre el Espacio de la Puna.", "Aviso del Espacio de la Puna:"),
        ("Las Bambas", "Le avisaré sobre la mesa Las Bambas.", "Aviso de la mesa Las Bambas:"),
        ("Mesapata", "Le avisaré sobre la mesa Mesapata.", "Aviso de la mesa Mesapata:"),
    ],
)
def test_a_name_that_says_what_it_is_takes_its_own_article(name: str, follow: str, head: str) -> None:
    texts = [said(LANGUAGES["es"], of, name) for of in ("follow.done_mesa", "announce.header")]

    assert texts == [follow, head]


def test_only_the_words_de_and_a_take_the_article() -> None:
    template = "de la mesa {mesa}, a la mesa {mesa}, desde la mesa {mesa}, para la mesa {mesa}"

    assert named_once(template, "Espacio X") == "del {mesa}, al {mesa}, desde el {mesa}, para el {mesa}"


def test_what_people_wrote_is_left_as_it_is() -> None:
    name = "Mesa {mesa} de la mesa {mesa} x"

    assert said(LANGUAGES["es"], "announce.header", name) == f"Aviso de la {name}:"
