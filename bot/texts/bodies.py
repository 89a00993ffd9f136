"""Choosing an institution, or making one that nobody knows. Coordinators' screens: Spanish."""

from __future__ import annotations

from bot.domain.mesas import Institution
from bot.texts.language import Language
from bot.texts.markup import Html, shorten

LONGEST_LABEL = 34  # letters


def label(one: Institution) -> str:
    both = f"{one.acronym} · {one.name}" if one.acronym and one.acronym != one.name else one.name
    return shorten(" ".join(both.split()), LONGEST_LABEL)


def hint(language: Language, words: str, found: int) -> Html:
    if not words:
        return language.say("owe.hint", "Escriba sus siglas o una parte de su nombre.")
    if not found:
        return language.say("owe.none_found", "No conozco ninguna institución así: «{query}».", query=words)
    return language.say("owe.found", "Encontré estas con «{query}». Pulse una, o escriba otro nombre.", query=words)


def new(language: Language, words: str) -> str:
    return language.plain("owe.new", "Otra: «{name}»", name=shorten(words, LONGEST_LABEL - 8))


def unknown(language: Language, words: str) -> Html:
    return language.say(
        "owe.unknown",
        "«{name}» no está en la lista. ¿La agrego como institución nueva, escrita así? "
        "Antes revise que no esté con otro nombre.",
        name=words,
    )


def create(language: Language) -> str:
    return language.plain("owe.create", "Sí, agregar")


def look_again(language: Language) -> str:
    return language.plain("owe.look_again", "No, buscar otra vez")
