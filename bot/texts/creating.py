"""A new commitment, question by question. Coordinators' screens: Spanish."""

from __future__ import annotations

from bot.domain import buttons
from bot.domain.commitments import Commitment, DeadlineOrigin
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts import fields
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, quote
from bot.texts.recording import nothing_yet

SHOWN = ("subgroup", "acta", "acta_date", "deadline", "deadline_origin", "deadline_words")


def which_code(language: Language, mesa: Mesa) -> Html:
    return paragraphs(
        language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
        bold(language.say("create.which_code", "¿Con qué código? Pulse el que sigue, o escriba otro.")),
    )


def no_code(language: Language) -> Html:
    return language.say("create.no_code", "Un código son letras y un número, así: {example}", example="ESP-10")


def taken(language: Language, one: Commitment) -> Html:
    return language.say("create.taken", "Ya hay uno con ese código: {code}", code=one.code)


def which_text(language: Language) -> Html:
    return bold(language.say("create.which_text", "¿Qué se acordó? Escríbalo como dice el acta."))


def which_quechua(language: Language) -> Html:
    return language.say(
        "create.which_quechua", "¿Y en quechua? Escríbalo, o déjelo sin quechua: el bot lo dirá en castellano."
    )


def no_quechua(language: Language) -> str:
    return language.plain("create.no_quechua", "Sin quechua")


def which_subgroup(language: Language) -> Html:
    return language.say("create.which_subgroup", "¿De qué comunidad o subgrupo es?")


def whole_mesa(language: Language) -> str:
    return language.plain("create.whole_mesa", "De toda la mesa")


def which_acta(language: Language) -> Html:
    return language.say("create.which_acta", "¿En qué acta está?")


def no_acta(language: Language) -> str:
    return language.plain("create.no_acta", "Sin acta")


def which_acta_date(language: Language) -> Html:
    return language.say(
        "create.which_acta_date",
        "¿De qué fecha es el acuerdo? Por ejemplo: {example}",
        example="12/05/2026, 05/2026, 2026",
    )


def no_acta_date(language: Language) -> Html:
    return language.say("create.no_acta_date", "No es una fecha. Escriba por ejemplo {example}", example="12/05/2026")


def no_date(language: Language) -> str:
    return language.plain("create.no_date", "Sin fecha")


def which_origin(language: Language) -> Html:
    return bold(language.say("create.which_origin", "¿Tiene plazo?"))


def origin(language: Language, of: DeadlineOrigin) -> str:
    names = {
        DeadlineOrigin.EXPLICIT: language.plain("create.origin_explicit", "Sí, el acta da la fecha"),
        DeadlineOrigin.DERIVED: language.plain("create.origin_derived", "Sí, se calcula de lo que dice el acta"),
        DeadlineOrigin.NONE: language.plain("create.origin_none", "No tiene plazo"),
    }
    return names[of]


def which_deadline(language: Language) -> Html:
    return bold(language.say("create.which_deadline", "¿Cuándo vence?"))


def which_deadline_words(language: Language) -> Html:
    return language.say(
        "create.which_words", "¿Cómo escribe el acta el plazo? Por ejemplo: {example}", example="90 días"
    )


def no_words(language: Language) -> str:
    return language.plain("create.no_words", "No lo dice")


def which_body(language: Language) -> Html:
    return bold(language.say("create.which_body", "¿Quién debe hacerlo?"))


def nobody_yet(language: Language) -> str:
    return language.plain("create.nobody_yet", "Nadie todavía")


def preview(language: Language, one: Commitment, mesa: Mesa) -> Message:
    said = {name: getattr(one, name) for name in SHOWN}
    told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()}
    owed = fields.owed(language, [(it.name, it.role, it.stance) for it in one.responsibilities])
    return Message(
        paragraphs(
            lines(bold(one.code), language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name)),
            quote(one.text),
            one.text_quechua and quote(one.text_quechua),
            lines(
                *(
                    Html(f"{fields.name(language, name)}: {fields.value(language, name, value)}")
                    for name, value in told.items()
                    if value
                ),
                Html(f"{fields.name(language, 'responsibilities')}: {owed}"),
            ),
            nothing_yet(language),
        )
    )


def taken_meanwhile(language: Language, now_is: Commitment | None) -> Message:
    code = now_is.code if now_is else ""
    card = Button(
        language.plain("record.see_card", "Ver el compromiso"), buttons.beside(buttons.card(now_is.id if now_is else 0))
    )
    return Message(
        language.say(
            "create.meanwhile",
            "Otra persona registró {code} mientras usted escribía: no guardé nada. Empiece otra vez.",
            code=code,
        ),
        rows=((card,),),
    )
