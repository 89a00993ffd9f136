"""What a coordinator is asked while changing a commitment, and what was recorded. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain import buttons
from bot.domain.commitments import Commitment, Status
from bot.domain.evidence import Piece
from bot.domain.messages import Button, Message
from bot.texts.attaching import attached
from bot.texts.clock import status
from bot.texts.commitments import text_of
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, quote
from bot.texts.paging import LETTERS_OF_A_ROW, fitting


def usage(language: Language, command: str) -> Message:
    example = f"/{command} ESP-10"
    return Message(language.say("record.usage", "Escriba el código del compromiso, así: {example}", example=example))


def head(language: Language, one: Commitment) -> Html:
    return lines(bold(one.code), text_of(language, one))


def which_status(language: Language, one: Commitment, button: Callable[[str, str], Button]) -> Message:
    each = [button(status(language, of), of.value) for of in Status]
    return Message(
        paragraphs(
            head(language, one),
            language.say("record.status_now", "Hoy dice: {status}", status=status(language, one.status)),
            bold(language.say("record.which_status", "¿Cómo va este compromiso?")),
        ),
        rows=fitting(each, LETTERS_OF_A_ROW, 2),
    )


def which_note(language: Language, none: Button) -> Message:
    return Message(
        language.say(
            "record.which_note",
            "¿Qué dice el responsable, con sus palabras? Escríbalo (también solo el avance: 60 %), o pulse «{none}».",
            none=none.label,
        ),
        rows=((none,),),
    )


def no_note(language: Language) -> str:
    return language.plain("record.no_note", "Sin nota")


def press_one(language: Language) -> Html:
    return language.say("record.press_one", "Pulse uno de los botones.")


def in_words(language: Language, most: int) -> Html:
    return language.say("record.in_words", "Escríbalo en palabras, hasta {most} letras.", most=most)


def no_such_progress(language: Language, reached: int) -> Html:
    if reached > 100:
        return language.say("record.progress", "El avance va de 0 % a 100 %.")
    return language.say(
        "record.not_done_yet", "Con {n} % todavía no está cumplido: vuelva y elija otro estado.", n=reached
    )


def status_preview(language: Language, before: Commitment, after: Commitment, shown: Sequence[Piece] = ()) -> Message:
    """before: as it stands; after: as it would be; shown: what it is shown by."""
    return Message(
        paragraphs(
            head(language, before),
            language.say(
                "record.from_to",
                "Estado: {before} → {after}",
                before=status(language, before.status),
                after=status(language, after.status),
            ),
            quote(after.status_words) if after.status_words else "",
            attached(language, shown),
            nothing_yet(language),
        )
    )


def nothing_yet(language: Language) -> Html:
    return language.say("record.nothing_yet", "Todavía no guardé nada.")


def recorded(language: Language, one: Commitment, what: Html | str = "") -> Message:
    """what: was changed; the status, if it is that."""
    card = Button(language.plain("record.see_card", "Ver el compromiso"), buttons.beside(buttons.card(one.id)))
    return Message(
        language.say(
            "record.done", "Guardado: {code}, {status}.", code=one.code, status=what or status(language, one.status)
        ),
        rows=((card,),),
    )


def changed_meanwhile(language: Language, now_is: Commitment | None) -> Message:
    """now_is: as somebody else left it; None: it is gone."""
    if now_is is None:
        return Message(language.say("record.gone", "Ese compromiso ya no existe: no guardé nada."))
    card = Button(language.plain("record.see_card", "Ver el compromiso"), buttons.beside(buttons.card(now_is.id)))
    return Message(
        language.say(
            "record.meanwhile",
            "Otra persona cambió {code} mientras usted escribía: no guardé nada. Mire cómo quedó y empiece otra vez.",
            code=now_is.code,
        ),
        rows=((card,),),
    )


def what_to_change(language: Language, one: Commitment) -> Message:
    """Each choice with the command that does the same."""
    each = (
        ("status", language.plain("record.change_status", "Estado y prueba"), "/estado"),
        ("extend", language.plain("record.change_deadline", "Prórroga"), "/prorrogar"),
        ("owe", language.plain("record.change_owners", "Responsables"), "/responsable"),
        ("rectify", language.plain("record.change_wrong", "Corregir"), "/corregir"),
    )
    return Message(
        paragraphs(
            head(language, one),
            bold(language.say("record.what_to_change", "¿Qué quiere cambiar?")),
            lines(*(f"{label}: {command} {one.code}" for _, label, command in each)),
        ),
        rows=fitting([Button(label, buttons.change(one.id, what)) for what, label, _ in each], LETTERS_OF_A_ROW, 2),
    )
