"""What every wizard says between its questions. Coordinators' screens: Spanish."""

from __future__ import annotations

from bot.domain.messages import Message
from bot.texts.language import Language
from bot.texts.markup import Html, paragraphs


def confirm(language: Language) -> str:
    return "✅ " + language.plain("wizard.confirm", "Confirmar")


def back(language: Language) -> str:
    return "◀ " + language.plain("button.back", "Volver")


def cancel(language: Language) -> str:
    return "✖ " + language.plain("wizard.cancel", "Cancelar")


def cancelled(language: Language) -> Message:
    return Message(language.say("wizard.cancelled", "Cancelado: no guardé nada."))


def dropped(language: Language, asked: str) -> str:
    """asked: the first question of what is begun now."""
    return paragraphs(language.say("wizard.dropped", "Dejé sin guardar lo que estaba escribiendo antes."), Html(asked))


def misread(why: Html, asked: str) -> str:
    return paragraphs(Html(f"⚠️ {why}"), Html(asked))
