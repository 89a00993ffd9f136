"""Asking for what shows how a commitment goes, piece by piece. Who answers coordinates or is an official: Spanish."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.evidence import MOST_AT_ONCE, Medium, Piece
from bot.domain.messages import Button, Message
from bot.texts.brief import short
from bot.texts.fields import kind as called
from bot.texts.fields import kinds
from bot.texts.language import Language
from bot.texts.markup import Html, escape, lines, paragraphs


def which(language: Language, none: Button) -> Message:
    return Message(
        language.say(
            "evidence.which",
            "¿Hay pruebas? Envíe fotos, videos, archivos o enlaces ({example}), o pulse «{none}». "
            "Las verá quien mire este compromiso.",
            none=none.label,
            example="https://…",
        ),
        rows=((none,),),
    )


def more(language: Language, pieces: Sequence[Piece], left_out: int, ways: Sequence[Button]) -> Message:
    """left_out: how many came that there was no room for. ways: "Listo" first."""
    done = ways[0].label
    held = language.say(
        "evidence.held", "Lleva {n}: {kinds}.", n=len(pieces), kinds=kinds(language, [one.kind for one in pieces])
    )
    if len(pieces) == MOST_AT_ONCE:
        ask = language.say("evidence.full", "Son las que caben: pulse «{ready}».", ready=done)
    else:
        ask = language.say("evidence.more", "Envíe otra, o pulse «{ready}».", ready=done)
    full = left_out and language.say(
        "evidence.left_out",
        "Solo caben {most}; quedaron fuera: {n}. Puede enviar lo demás después, con otro cambio.",
        most=MOST_AT_ONCE,
        n=left_out,
    )
    return Message(paragraphs(full, lines(held, ask)), rows=(tuple(ways),))


def none(language: Language) -> str:
    return language.plain("evidence.none", "Sin prueba")


def done(language: Language) -> str:
    return language.plain("evidence.done", "Listo")


def less(language: Language) -> str:
    return language.plain("evidence.less", "Quitar la última")


def misread(language: Language) -> Html:
    return language.say(
        "evidence.misread",
        "Envíe una foto, un video, un archivo, o un enlace que empiece así: {example}",
        example="https://",
    )


def attached(language: Language, pieces: Sequence[Piece]) -> Html:
    """Each of them, before "Confirmar"; nothing where there is none."""
    if not pieces:
        return Html("")
    return lines(language.say("evidence.attached", "Pruebas:"), *(f"• {one(language, each)}" for each in pieces))


def one(language: Language, piece: Piece) -> Html:
    """ "foto: El puente" """
    words = piece.held if piece.kind is Medium.LINK else piece.caption
    return Html(f"{called(language, piece.kind)}: {escape(short(words))}") if words else called(language, piece.kind)
