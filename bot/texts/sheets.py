"""What a coordinator reads while loading and exporting tables. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.messages import File, Message
from bot.texts.language import Language
from bot.texts.markup import Html, bold, escape, lines, paragraphs, units

LONGEST = 2_800  # letters of a report that is read in the chat; a longer one comes as a file
FIRST_LINES = 12  # of it are read in the chat all the same


def which_files(language: Language) -> Message:
    return Message(
        paragraphs(
            bold(language.say("sheet.which", "Envíe los archivos CSV de su matriz.")),
            language.say(
                "sheet.which_how",
                "De mesas, instituciones, compromisos o sesiones: uno o varios. Primero le digo qué cambiaría.",
            ),
        )
    )


def problems(language: Language, names: Sequence[str], told: Sequence[str]) -> Message:
    """What stands in the way of loading them; told: a line each."""
    head = paragraphs(
        files(language, names),
        bold(language.say("sheet.problems", "Así no se puede cargar: no guardé nada.")),
    )
    foot = language.say(
        "sheet.correct", "Corrija el archivo y envíelo otra vez: toma el lugar del anterior. O envíe el que falta."
    )
    return reported(language, head, told, foot)


def foreseen(language: Language, names: Sequence[str], told: Sequence[str]) -> Message:
    """What loading them would change; told: a line each."""
    head = paragraphs(files(language, names), bold(language.say("sheet.foreseen", "Esto cambiaría:")))
    foot = language.say("sheet.nothing_yet", "Todavía no guardé nada. Puede enviar otro archivo.")
    return reported(language, head, told, foot)


def unchanged(language: Language, names: Sequence[str], told: Sequence[str]) -> Message:
    """told: notices, a line each."""
    same = language.say("sheet.unchanged", "Sin cambios: lo guardado ya dice lo mismo.")
    return reported(language, paragraphs(files(language, names), bold(same)), told, "")


def loaded(language: Language, told: Sequence[str]) -> Message:
    return reported(language, bold(language.say("sheet.loaded", "Guardado.")), told, "")


def waiting(language: Language, names: Sequence[str]) -> Message:
    """They are kept, and nothing new is to be said of them."""
    return Message(
        paragraphs(files(language, names), language.say("sheet.waiting", "Siguen esperando. Todavía no guardé nada."))
    )


def otherwise(language: Language, asked: Message) -> Message:
    """asked: what loading would change by now."""
    why = language.say(
        "sheet.otherwise", "Alguien cambió algo mientras tanto: no guardé nada. Mire otra vez qué cambiaría."
    )
    return Message(paragraphs(why), then=asked)


def not_fetched(language: Language) -> Html:
    return language.say("sheet.not_fetched", "No pude descargar el archivo. Envíelo otra vez, por favor.")


def not_fetched_now(language: Language, asked: Message) -> Message:
    why = language.say("sheet.not_fetched_now", "No pude descargar los archivos: no guardé nada. Pulse otra vez.")
    return Message(paragraphs(why), then=asked)


def not_a_table(language: Language) -> Html:
    return language.say("sheet.not_a_table", "Envíe un archivo CSV, o pulse uno de los botones.")


def too_large(language: Language, most: int) -> Html:
    """most: megabytes."""
    return language.say(
        "sheet.too_large", "Pesa demasiado: todos juntos pueden pesar hasta {most} MB. Divida el archivo.", most=most
    )


def too_many(language: Language, most: int) -> Html:
    return language.say("sheet.too_many", "Son demasiados archivos: hasta {most} en una carga.", most=most)


def too_long(language: Language, most: int) -> Html:
    return language.say(
        "sheet.too_long", "Tiene demasiadas filas: hasta {most} en una carga por el chat. Divida el archivo.", most=most
    )


def too_much(language: Language, most: int) -> Html:
    return language.say(
        "sheet.too_much", "Cambia demasiado de una vez: hasta {most} filas por el chat. Divida el archivo.", most=most
    )


def exported(language: Language, mesa: str, made: Sequence[tuple[str, bytes]]) -> Message:
    """made: (name, content) of each file."""
    say = language.say("sheet.exported", "Estos archivos se cargan otra vez con /cargar. Mesa: {mesa}", mesa=mesa)
    message = Message(say)
    for name, content in reversed(made):
        message = Message(escape(name), file=File(name, content), then=message)
    return message


def in_place_of(language: Language, name: str, gone: Sequence[str], told: Message) -> Message:
    """told: of the load without those that are gone from it."""
    line = language.say("sheet.in_place_of", "«{name}» toma el lugar de «{gone}».", name=name, gone="», «".join(gone))
    return before(paragraphs(line), told)


def before(line: Html, told: Message) -> Message:
    """At the head of what is read in the chat; a report that comes as a file comes before it."""
    if told.then is not None:
        return replace(told, then=before(line, told.then))
    return replace(told, text=paragraphs(line, Html(told.text)))


def files(language: Language, names: Sequence[str]) -> Html:
    return language.say("sheet.files", "Archivos: {names}", names=", ".join(names))


def reported(language: Language, head: Html, told: Sequence[str], foot: Html | str) -> Message:
    """In the chat, if it is short; else its beginning, under a file with all of it."""
    if units("\n".join(told)) <= LONGEST:
        return Message(paragraphs(head, lines(*told), foot))
    left = len(told) - FIRST_LINES
    more = language.say("sheet.more", "Y {n} líneas más, en el archivo.", n=left) if left > 0 else ""
    name = language.plain("sheet.report_name", "informe.txt")
    file = File(name, "\n".join(told).encode("utf-8-sig", "replace"))
    return Message(escape(name), file=file, then=Message(paragraphs(head, lines(*told[:FIRST_LINES], more), foot)))
