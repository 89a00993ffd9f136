"""The first words: language, mesa, community, the big buttons and the command menu."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import buttons
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Menu, Message
from bot.texts.dates import day
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import Rows, in_rows


def choose_language(languages: Languages) -> Message:
    """Asked in every language at once, Quechua first: nobody has chosen yet."""
    asked = [
        lines(
            bold(one.say("start.greeting", "Buenas. Me llamo Yuyachiq.")),
            one.say("start.language_question", "¿En qué idioma quiere hablar?"),
        )
        for one in sorted(languages.values(), key=lambda one: one.code == "es")
    ]
    return Message(paragraphs(*asked), rows=(language_buttons(languages),))


def language_buttons(languages: Languages) -> tuple[Button, ...]:
    spoken = sorted(languages.values(), key=lambda one: one.code == "es")
    return tuple(Button(one.own_name, buttons.language(one.code)) for one in spoken)


def language_chosen(language: Language) -> Html:
    return lines(
        language.say("start.language_chosen", "Listo. Le hablaré en español."),
        language.say("start.language_change_hint", "Para cambiar de idioma: /idioma"),
    )


def choose_mesa(language: Language, mesas: Sequence[Mesa], *, introduce: bool) -> Message:
    question = language.say("start.choose_mesa", "Elija su mesa de diálogo:")
    rows = tuple((Button(mesa.name, buttons.mesa(mesa.id)),) for mesa in mesas)
    if not mesas:
        question = language.say("start.no_mesas", "Todavía no hay ninguna mesa cargada.")
    return Message(paragraphs(introduction(language) if introduce else "", question), rows=rows)


def introduction(language: Language) -> Html:
    """What the bot is for, and that it keeps the secret, before anything is asked."""
    return paragraphs(
        language.say("start.what", "Le digo qué se acordó en la mesa de diálogo, quién debe hacerlo y para cuándo."),
        language.say("privacy.keep", "Guardamos solo su número de Telegram y lo que usted eligió, bajo llave."),
    )


def choose_subgroup(language: Language, mesa: Mesa) -> Message:
    everyone = Button(language.plain("start.all_communities", "Todas las comunidades"), buttons.subgroup(mesa.id, 0))
    each = [Button(name, buttons.subgroup(mesa.id, index)) for index, name in enumerate(mesa.subgroups, 1)]
    pairs = in_rows(each, 2)
    return Message(
        lines(
            language.say("start.mesa_chosen", "Mesa: {mesa}", mesa=bold(mesa.name)),
            language.say("start.choose_community", "Elija su comunidad:"),
        ),
        rows=((everyone,), *pairs),
    )


def ready(language: Language, mesa: Mesa, subgroup: str) -> Message:
    """From here on everything can be asked: the big buttons come up, the command menu speaks the language."""
    ask = language.say("start.now_ask", "Ya puede preguntar. Escriba o presione aquí:")
    return Message(
        paragraphs(at_hand(language, mesa, subgroup), ask),
        keyboard=main_keyboard(language),
        menu=command_menu(language),
    )


def entered(language: Language, mesa: Mesa, subgroup: str, more: Html | str = "", rows: Rows = ()) -> Message:
    """The choice stands where its buttons were, with what can be chosen next (more, rows); the big buttons come under it."""
    ask = language.say("start.now_ask", "Ya puede preguntar. Escriba o presione aquí:")
    asking = Message(ask, keyboard=main_keyboard(language), menu=command_menu(language))
    return Message(paragraphs(at_hand(language, mesa, subgroup), more), rows=rows, replaces=True, then=asking)


def at_hand(language: Language, mesa: Mesa, subgroup: str) -> Html:
    """The mesa, the community, whether it is suspended, until when it is valid."""
    community = subgroup and language.say("start.community_chosen", "Comunidad: {community}", community=bold(subgroup))
    term = mesa.term_until and language.say("mesa.term", "Vigencia hasta: {date}", date=day(language, mesa.term_until))
    chosen = language.say("start.mesa_chosen", "Mesa: {mesa}", mesa=bold(mesa.name))
    return lines(chosen, community, suspension(language, mesa), term)


def suspension(language: Language, mesa: Mesa) -> Html:
    """Said wherever a mesa's clock is read; it never stops one."""
    if mesa.state == "suspended":
        return language.say("mesa.suspended_line", "La mesa está suspendida. Los plazos no se detienen.")
    if mesa.state == "concluded":
        return language.say("mesa.concluded_line", "La mesa terminó.")
    return Html("")


def big_buttons(language: Language) -> dict[str, str]:
    """The six labels of the reply keyboard, by what they ask."""
    return {
        "commitments": language.plain("button.commitments", "Compromisos"),
        "overdue": language.plain("button.overdue", "Vencidos"),
        "meetings": language.plain("button.meetings", "Reuniones"),
        "responsibles": language.plain("button.responsibles", "Responsables"),
        "search": language.plain("button.search", "Buscar"),
        "help": language.plain("button.help", "Ayuda"),
    }


def labels(languages: Languages) -> dict[str, tuple[str, ...]]:
    """Each big button's label in every language: a keyboard from before a change of language still works."""
    each = [big_buttons(language) for language in languages.values()]
    return {what: tuple(dict.fromkeys(one[what] for one in each)) for what in each[0]}


def main_keyboard(language: Language) -> tuple[tuple[str, ...], ...]:
    names = list(big_buttons(language).values())
    return tuple(tuple(names[at : at + 2]) for at in range(0, len(names), 2))


def command_menu(language: Language) -> Menu:
    """What everybody can ask, the commands in that language."""
    return parted(
        language.plain("help.compromisos", "/compromisos: qué se acordó"),
        language.plain("help.vencidos", "/vencidos: los que pasaron su fecha"),
        language.plain("help.buscar", "/buscar: buscar un compromiso"),
        language.plain("help.sesiones", "/sesiones: próximas y pasadas"),
        language.plain("help.responsables", "/responsables: quién debe actuar"),
        language.plain("help.seguir", "/seguir: recibir avisos"),
        language.plain("help.dejar", "/dejar: no recibir más avisos"),
        language.plain("help.avisos", "/avisos: elegir cómo le aviso"),
        language.plain("help.glosario", "/glosario: palabras difíciles"),
        language.plain("help.idioma", "/idioma: cambiar de idioma"),
        language.plain("help.privacidad", "/privacidad: cómo cuido sus datos"),
        language.plain("help.olvidar", "/olvidar: borrar todos mis datos"),
        language.plain("help.ayuda", "/ayuda: esta ayuda"),
    )


def parted(*described: str) -> Menu:
    """Each text is written "/command: words" in the catalog."""
    return tuple((command, what) for command, _, what in (one.removeprefix("/").partition(": ") for one in described))
