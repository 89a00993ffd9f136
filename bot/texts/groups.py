"""What the bot says in a group of itself: nothing personal. Before a language is chosen it is said in every one."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.messages import Button, Message
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.start import language_buttons


def in_each(languages: Languages, code: str, say: Callable[[Language], Html]) -> Html:
    """In the language chosen; in all, Quechua first, where none was."""
    if code:
        return say(languages.named(code))
    return paragraphs(*(say(one) for one in sorted(languages.values(), key=lambda one: one.code == "es")))


def hello(languages: Languages) -> Message:
    def say(language: Language) -> Html:
        return lines(
            bold(language.say("group.hello", "Buenas. Me llamo Yuyachiq. En este grupo hablaré de los compromisos.")),
            choose_mesa(language),
            language.say("start.language_question", "¿En qué idioma quiere hablar?"),
        )

    return Message(in_each(languages, "", say), rows=(language_buttons(languages),))


def administrators_only(languages: Languages, code: str) -> Message:
    return Message(in_each(languages, code, choose_mesa))


def choose_mesa(language: Language) -> Html:
    return language.say("group.choose_mesa", "Un administrador del grupo debe elegir la mesa.")


def private(languages: Languages, code: str, url: str) -> Message:
    """Who wants to be told is told alone, where nobody sees it. url: "" unknown."""

    def say(language: Language) -> Html:
        return language.say("group.private", "Para recibir avisos, hable conmigo a solas aquí:")

    label = languages.named(code or "qu").plain("button.private_chat", "Hablar a solas")
    return Message(in_each(languages, code, say), rows=((Button(label, url=url),),) if url else ())


def leaving(languages: Languages, code: str) -> Message:
    def say(language: Language) -> Html:
        return language.say("group.leaving", "Nadie eligió una mesa. Me voy de este grupo.")

    return Message(in_each(languages, code, say))
