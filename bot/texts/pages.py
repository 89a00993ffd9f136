"""Help, privacy, language, forgetting, and kind answers to what cannot be read yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain import buttons
from bot.domain.messages import Button, Message
from bot.domain.people import Settings
from bot.domain.recipients import Role
from bot.texts.commitments import EXAMPLES, menu
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, bold, italic, lines, paragraphs
from bot.texts.menus import sections
from bot.texts.questions import spanish_from
from bot.texts.start import command_menu, language_buttons, main_keyboard

CODE_EXAMPLE = "ESP-07"


def help_(language: Language, offices: Collection[Role] = ()) -> Message:
    """What can be asked, each as a command that can be pressed; the big buttons and the menu come back with it.

    offices: what else one may do.
    """
    commands = [Html(f"/{command}: {what}") for command, what in command_menu(language)]
    return Message(
        paragraphs(
            bold(language.say("help.title", "Puede hacer esto:")),
            lines(*commands),
            lines(
                language.say("help.code", "Escriba un código: {example}", example=CODE_EXAMPLE),
                language.say("error.few_words", "Pregunte con pocas palabras, así: {example}", example=EXAMPLES),
                language.say("start.change_mesa_hint", "Para cambiar de mesa: /start"),
            ),
            *sections(language, offices),
        ),
        keyboard=main_keyboard(language),
        menu=command_menu(language),
    )


def privacy(language: Language) -> Message:
    """What is kept and what is not promised. The long prose is Spanish until a person has written it in Quechua."""
    short = lines(
        language.say("privacy.keep", "Guardamos solo su número de Telegram y lo que usted eligió, bajo llave."),
        language.say("privacy.erase", "Si escribe /olvidar, borro todo lo suyo."),
    )
    long = paragraphs(
        language.say(
            "privacy.what",
            "Lo que usted eligió es su idioma, su mesa, su comunidad y cómo quiere los avisos. Media hora recuerdo, también bajo llave, de qué "
            "compromiso o tema hablamos, para entender «¿y quién es el responsable?». No guardo su nombre, su teléfono ni lo que escribe. "
            "Los coordinadores no pueden ver quién pregunta.",
        ),
        language.say(
            "privacy.limits",
            "Lo que no puedo prometer: Telegram puede leer lo que se habla con un bot, y quien mire su teléfono también. "
            "Quien administra el servidor tiene las llaves. En un grupo, todos ven lo que usted pregunta.",
        ),
    )
    followed = language.say(
        "privacy.followed",
        "Si usted sigue una mesa o un compromiso, guardo también qué sigue y cómo quiere los avisos: cada mesa por separado y "
        "bajo llave. Con el archivo robado nadie sabe quién sigue qué, ni que la misma persona sigue dos mesas. Los "
        "coordinadores ven cuántos podrían recibir un aviso, nunca quiénes. /dejar borra lo que seguía; /olvidar borra todo "
        "y anula los avisos que estaban por salir.",
    )
    said = italic(language.say("language.no_quechua", "Esto todavía no está en quechua. En castellano es así:"))
    erase = Button(language.plain("button.forget", "Borrar mis datos"), buttons.forget())
    return Message(
        paragraphs(short, said if language.borrows("privacy.what") else "", long, followed), rows=((erase,),)
    )


def forget_confirm(language: Language) -> Message:
    yes = Button(language.plain("button.forget_yes", "Sí, borrar"), buttons.forget())
    no = Button(language.plain("button.forget_no", "No borrar"), buttons.home())
    return Message(language.say("forget.confirm", "¿De verdad borro sus datos?"), rows=((yes,), (no,)))


def forget_done(language: Language, settings: Settings, followed: Sequence[str], offices: Sequence[str]) -> Message:
    """Says what it was; from here on nothing is known, so /start asks everything again.

    followed: names of mesas. offices: names of the mesas and institutions of which one was coordinator or contact.
    """
    kinds = (
        settings.language and language.plain("forget.language", "idioma"),
        settings.mesa and language.plain("forget.mesa", "mesa"),
        settings.subgroup and language.plain("forget.community", "comunidad"),
        settings.snoozed_until and language.plain("button.snooze", "Silencio").lower(),
        settings.discreet and language.plain("wish.discreet", "discreto"),
    )
    items = ", ".join(str(kind) for kind in kinds if kind)
    return Message(
        lines(
            bold(language.say("forget.done", "Sus datos fueron borrados.")),
            items and language.say("forget.what", "Se borró: {items}", items=items),
            followed and spanish_from(language, "forget.followed", no_longer_followed(language, followed)),
            offices and spanish_from(language, "forget.offices", no_longer_held(language, offices)),
        ),
        replaces=True,
        menu=(),
    )


def no_longer_followed(language: Language, mesas: Sequence[str]) -> Html:
    return language.say("forget.followed", "También lo que seguía en: {mesas}", mesas=", ".join(mesas))


def no_longer_held(language: Language, places: Sequence[str]) -> Html:
    return language.say("forget.offices", "También su cargo en: {places}", places=", ".join(places))


def forget_nothing(language: Language) -> Message:
    return Message(language.say("forget.nothing", "No tengo ningún dato suyo."), replaces=True)


def choose_again(language: Language, languages: Languages) -> Message:
    """Which language, and honestly how much of the Quechua a native speaker has read."""
    quechua = languages.coverage["qu"]
    return Message(
        paragraphs(
            bold(language.say("start.language_question", "¿En qué idioma quiere hablar?")),
            lines(
                language.say(
                    "language.review",
                    "Revisado por hablantes de quechua: {done} de {total}",
                    done=quechua.reviewed,
                    total=quechua.total,
                ),
                language.say("language.report_error", "Si encuentra un error, avíseme."),
            ),
        ),
        rows=(language_buttons(languages),),
    )


def media(language: Language, kind: str) -> Message:
    """What cannot be heard or seen yet gets a kind answer, with what can be asked."""
    answers = {
        "voice": language.say("media.voice", "Todavía no puedo escuchar su voz. Escríbame, por favor."),
        "photo": language.say("media.photo", "Todavía no puedo mirar fotos. Escríbame, por favor."),
        "document": language.say("media.file", "No puedo abrir ese documento."),
        "location": language.say("media.location", "No guardo el lugar donde usted está."),
        "contact": language.say("media.contact", "No guardo datos de otras personas."),
    }
    unreadable = language.say("media.sticker", "Eso no lo puedo leer. Escríbame, por favor.")
    return Message(answers.get(kind, unreadable), rows=menu(language))


def unknown_command(language: Language) -> Message:
    return Message(
        paragraphs(language.say("error.not_understood", "No entendí bien lo que dijo."), help_(language).text),
        keyboard=main_keyboard(language),
    )


def old_button(language: Language) -> Message:
    return Message(language.say("error.old_button", "Esto ya no sirve. Elija otra vez."), rows=menu(language))


def failed(language: Language) -> Message:
    return Message(
        language.say("error.failed", "Disculpe, hay un problema. Espere un poco y escriba otra vez."),
        rows=menu(language),
    )


def too_much(language: Language) -> Message:
    return Message(language.say("limit.wait", "Llegaron muchos mensajes. Espere un momento, por favor."))
