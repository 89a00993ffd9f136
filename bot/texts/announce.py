"""What a coordinator is asked who announces something. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.announcements import Content
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.announcing import received
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import LETTERS_OF_A_ROW, fitting

ToButton = Callable[[str, str], Button]
HOURS = (6, 8, 10, 12, 14, 16, 18, 20)


def audience(language: Language, mesa: Mesa, button: ToButton, *, several: bool, bodies: bool) -> Message:
    """several: whether who asks coordinates other mesas too. bodies: whether institutions of this one have contacts."""
    each = [
        button(language.plain("announcing.to_mesa", "Toda la mesa"), "m"),
        *([button(language.plain("announcing.to_mesas", "Varias mesas mías"), "v")] if several else ()),
        *(button(name, f"s{index}") for index, name in enumerate(mesa.subgroups)),
        *([button(language.plain("announcing.to_body", "Contactos de una institución"), "b")] if bodies else ()),
    ]
    return Message(
        paragraphs(
            bold(language.say("announcing.audience", "¿A quiénes va el anuncio?")),
            language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
            language.say(
                "announcing.by_code",
                "Para quienes siguen un solo compromiso, escriba su código, así: {example}",
                example="ESP-10",
            ),
        ),
        rows=fitting(each, LETTERS_OF_A_ROW, 2),
    )


def no_audience(language: Language) -> Html:
    return language.say("announcing.no_audience", "Pulse un botón, o escriba el código de un compromiso de esta mesa.")


def which_mesas(language: Language, mine: Sequence[Mesa], chosen: Sequence[int], button: ToButton) -> Message:
    each = [(button(f"{'☑' if one.id in chosen else '☐'} {one.name}", str(one.id)),) for one in mine]
    done = (button(language.plain("announcing.these", "Estas"), "ok"),)
    return Message(
        language.say("announcing.which_mesas", "¿A cuáles? Pulse cada una, y al final «Estas»."), rows=(*each, done)
    )


def no_mesa(language: Language) -> Html:
    return language.say("announcing.no_mesa", "Elija al menos una mesa.")


def which_body(language: Language, names: Mapping[int, str], button: ToButton) -> Message:
    """names: of the institutions that have contacts, by row number."""
    each = [button(name, str(number)) for number, name in names.items()]
    return Message(
        language.say("announcing.which_body", "¿De qué institución?"), rows=fitting(each, LETTERS_OF_A_ROW, 2)
    )


def spanish(language: Language) -> Message:
    return Message(
        language.say("announcing.spanish", "Escriba el anuncio en castellano, tal como lo va a leer la gente.")
    )


def words_please(language: Language, most: int) -> Html:
    return language.say(
        "announcing.words",
        "Escriba el texto en palabras, hasta {most} letras. La foto o el archivo van después.",
        most=most,
    )


def quechua(language: Language, none: Button) -> Message:
    return Message(
        paragraphs(
            language.say("announcing.quechua", "Escríbalo en quechua, o grábelo con su voz en un mensaje de voz."),
            language.say(
                "announcing.quechua_missing",
                "Si pulsa «{none}», quien lee quechua recibirá el castellano, y se le dirá que no está escrito en quechua.",
                none=none.label,
            ),
        ),
        rows=((none,),),
    )


def no_quechua(language: Language) -> str:
    return language.plain("announcing.no_quechua", "Sin quechua")


def text_or_voice(language: Language, most: int) -> Html:
    return language.say(
        "announcing.text_or_voice",
        "Mande el texto, hasta {most} letras, o un mensaje de voz, o pulse el botón.",
        most=most,
    )


def attach(language: Language, none: Button) -> Message:
    return Message(
        language.say("announcing.extra", "Mande una foto, un archivo o un lugar, o pulse «{none}».", none=none.label),
        rows=((none,),),
    )


def nothing_more(language: Language) -> str:
    return language.plain("announcing.nothing_more", "Nada más")


def photo_file_place(language: Language) -> Html:
    return language.say(
        "announcing.photo_file_place", "Tiene que ser una foto, un archivo o un lugar; o pulse el botón."
    )


def no_words_below(language: Language) -> Html:
    return language.say(
        "announcing.no_words_below",
        "Las palabras de debajo no saldrían: el anuncio ya tiene su texto. Envíela otra vez, sin palabras.",
    )


def when(language: Language, button: ToButton) -> Message:
    now = button(language.plain("announcing.now", "Ahora"), "now")
    later = button(language.plain("announcing.another_time", "Otro día y hora"), "later")
    return Message(language.say("announcing.when", "¿Cuándo sale?"), rows=((now, later),))


def day(language: Language) -> Html:
    return language.say("announcing.day", "¿Qué día sale?")


def no_past(language: Language) -> Html:
    return language.say("announcing.no_past", "Ese momento ya pasó, o falta más de un año.")


def which_hour(language: Language, button: ToButton) -> Message:
    each = tuple(button(f"{hour:02}:00", f"h{hour:02}") for hour in HOURS)
    return Message(
        language.say("announcing.hour", "¿A qué hora? Púlsela, o escríbala: {example}", example="8:30, 3 de la tarde"),
        rows=(each[:4], each[4:]),
    )


def no_hour(language: Language) -> Html:
    return language.say("announcing.no_hour", "No entiendo qué hora es. Escriba por ejemplo {example}", example="8:30")


def urgent(language: Language, button: ToButton) -> Message:
    no, yes = language.plain("announcing.not_urgent", "No"), language.plain("announcing.urgent", "Sí, es urgente")
    return Message(
        paragraphs(
            bold(language.say("announcing.is_it_urgent", "¿Es urgente?")),
            language.say(
                "announcing.urgent_warning",
                "⚠️ Lo urgente llega también de noche y despierta a la gente. Lo demás espera a la mañana.",
            ),
        ),
        rows=((button(no, "n"), button(yes, "y")),),
    )


def preview(languages: Languages, language: Language, mesa: Mesa, content: Content, last: Message) -> Message:
    """Each language exactly as it is received, then `last`."""
    shown = last
    for code, heading in (
        ("qu", language.say("announcing.as_quechua", "⬇️ Así llega a quien eligió quechua:")),
        ("es", language.say("announcing.as_spanish", "⬇️ Así llega a quien eligió castellano:")),
    ):
        as_received = followed_by(received(languages[code], mesa, content), shown)
        shown = Message(heading, then=as_received)
    return shown


def confirmed_by(message: Message, button: Button) -> Message:
    """With that button under its last part."""
    if message.then is not None:
        return replace(message, then=confirmed_by(message.then, button))
    return replace(message, rows=(*message.rows, (button,)))


def followed_by(message: Message, last: Message) -> Message:
    return replace(message, then=followed_by(message.then, last) if message.then else last)


def summary(
    language: Language, to: Sequence[str], most: int, begins: str, *, urgent: bool, in_quechua: bool, twice: bool
) -> Message:
    """to: whom, a line each. most: up to so many. begins: day and hour, "" = now. twice: whether it is asked once more."""
    return Message(
        paragraphs(
            lines(
                bold(language.count("announcing.up_to", "Hasta {n} envío:", "Hasta {n} envíos:", most)),
                *to,
                language.say("announcing.begins", "Sale el {date}.", date=begins)
                if begins
                else language.say("announcing.begins_now", "Sale 60 segundos después de confirmar."),
                urgent and language.say("announcing.goes_at_night", "Urgente: llega también de noche."),
            ),
            not in_quechua
            and language.say(
                "announcing.says_no_quechua",
                "⚠️ No hay texto en quechua: a quien eligió quechua se le dice así, y lee el castellano.",
            ),
            language.say("announcing.sure", "¿Seguro? Son más de {most}: se lo pregunto dos veces.", most=200)
            if twice
            else language.say("announcing.not_yet", "Todavía no se envió nada."),
        )
    )


def to_followers(language: Language, mesa: Mesa) -> Html:
    return language.say("announcing.followers", "A quienes siguen: {mesa}", mesa=mesa.name)


def to_subgroup(language: Language, name: str) -> Html:
    return language.say("announcing.subgroup", "A quienes siguen: {community}", community=name)


def to_commitment(language: Language, code: str) -> Html:
    return language.say("announcing.commitment", "A quienes siguen: {code}", code=code)


def to_contacts(language: Language, name: str) -> Html:
    return language.say("announcing.contacts", "A los contactos de: {institution}", institution=name)
