"""The coordinators' panel: what needs them, each line with its button, and what they can begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain import buttons
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.overview import Overview
from bot.texts.attention import Line, attention, nothing
from bot.texts.brief import short
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, shorten
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, fitting, foot, turning

MESAS_OF_A_PAGE = 8
PICTURE, MESAS = "imagen", "mesas"  # after the command
LONGEST_LABEL = 26
ACTIONS = ("sesion", "anunciar", "compromiso", "equipo", "mesa", "cargar", "exportar")
OVERSEEING = ("equipo",)  # what an administrator may begin in a mesa of others


def panel(
    language: Language,
    mesa: Mesa,
    found: Overview,
    page: int,
    today: date,
    *,
    commands: Sequence[str],
    several: bool,
    replaces: bool,
) -> Message:
    """commands: those who asks may begin here. several: whether there are other mesas to look at."""
    every = attention(language, mesa, found, today)
    pages = len(every)
    page = min(max(1, page), pages)
    shown = every[page - 1]
    head = lines(
        bold(language.say("panel.title", "Panel · {mesa}", mesa=short(mesa.name))),
        numeric(today),
        language.say("list.commitments", "Compromisos ({n}):", n=found.whole.total).removesuffix(":"),
    )
    told = paragraphs(
        head, lines(*(line.text for line in shown)) or nothing(language, found), foot(language, page, pages)
    )
    begin = actions(language, mesa, found, commands, several=several)
    return Message(
        paragraphs(told, hint(language, shown)),
        rows=(
            *fitting(line_buttons(shown), LETTERS_OF_A_ROW, 2),
            *((turned,) if (turned := turning(language, page, pages, lambda at: buttons.panel(mesa.id, at))) else ()),
            *(fitting(begin, LETTERS_OF_A_ROW, 2) if page == 1 else ()),
        ),
        replaces=replaces,
    )


def hint(language: Language, shown: Sequence[Line]) -> Html:
    """How to ask for a line without its button: the last on the page is the example."""
    names = [line.names[0] for line in shown if line.names]
    if not names:
        return Html("")
    command = f"/panel {fold(names[-1])}"
    return language.say("panel.hint", "Cada botón también se escribe, así: {command}", command=command)


def line_buttons(shown: Sequence[Line]) -> list[Button]:
    return [
        Button(f"{shorten(line.names[0], LONGEST_LABEL)} ({line.number})", line.data) for line in shown if line.data
    ]


def actions(language: Language, mesa: Mesa, found: Overview, commands: Sequence[str], *, several: bool) -> list[Button]:
    """The picture, and what can be begun."""
    picture_ = Button(language.plain("panel.as_picture", "Como imagen"), buttons.panel_picture(mesa.id))
    others = Button(language.plain("panel.other_mesa", "Otra mesa"), buttons.panel_mesas())
    begun = [command_button(language, mesa, name) for name in commands]
    return [*([picture_] if found.whole.total else []), *begun, *([others] if several else [])]


def command_button(language: Language, mesa: Mesa, name: str) -> Button:
    labels = {
        "anunciar": language.plain("panel.announce", "Anunciar"),
        "sesion": language.plain("panel.sessions", "Sesiones"),
        "equipo": language.plain("panel.team", "Equipo, invitar"),
        "mesa": language.plain("panel.mesa", "Mesa y vigencia"),
        "compromiso": language.plain("panel.commitment", "Nuevo compromiso"),
        "cargar": language.plain("panel.load", "Cargar archivos"),
        "exportar": language.plain("panel.export", "Exportar"),
    }
    return Button(labels[name], buttons.panel_command(mesa.id, name))


def no_such_line(language: Language) -> Message:
    return Message(
        language.say(
            "panel.unknown",
            "Eso no está hoy en el panel. Escriba {command} y mire los botones.",
            command="/panel",
        )
    )


def choose(language: Language, known: Sequence[Mesa], page: int, *, replaces: bool) -> Message:
    """Every mesa, for who sees to all of them."""
    pages = max(1, -(-len(known) // MESAS_OF_A_PAGE))
    page = min(max(1, page), pages)
    shown = known[(page - 1) * MESAS_OF_A_PAGE : page * MESAS_OF_A_PAGE]
    rows: Rows = (
        *((Button(short(one.name), buttons.panel(one.id)),) for one in shown),
        turning(language, page, pages, buttons.panel_mesas),
    )
    text = paragraphs(language.say("panel.which_mesa", "¿Qué mesa quiere ver?"), foot(language, page, pages))
    return Message(text, rows=tuple(row for row in rows if row), replaces=replaces)
