"""What is said to a plain question that no list or card answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain import buttons
from bot.domain.asking import QUERY_BYTES, Ask, Which
from bot.domain.folding import whole_words
from bot.domain.intents import Intent
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.questions import Asked
from bot.texts.commitments import menu
from bot.texts.language import Language
from bot.texts.markup import Html, lines, paragraphs


def offered(
    language: Language, offers: Sequence[Intent], words: str, mesa: Mesa | None, *, subgroup_index: int
) -> Message:
    """Not sure what is meant: it says so, and offers the likeliest meanings. words: of the question, as a button carries them."""
    names = meanings(language)
    each = [Button(names[one], buttons.offer(one, words)) for one in offers if words]
    not_sure = language.say("error.not_understood", "No entendí bien lo que dijo.")
    if not each:
        ask = language.say("help.ask", "Puede preguntarme esto:")
        return Message(lines(not_sure, ask), rows=menu(language, mesa, subgroup_index))
    which = language.say("error.which", "¿Cuál de estos quiere?")
    helping = Button(language.plain("button.help", "Ayuda"), buttons.help_())
    more = () if Intent.HELP in offers else ((helping,),)
    return Message(lines(not_sure, which), rows=(*((one,) for one in each), *more))


def meanings(language: Language) -> dict[Intent, str]:
    """Each thing a question can want, as a button says it."""
    return {
        Intent.LIST_COMMITMENTS: language.plain("button.commitments", "Compromisos"),
        Intent.OVERDUE_COMMITMENTS: language.plain("button.overdue", "Vencidos"),
        Intent.COMMITMENT_DETAIL: language.plain("button.search", "Buscar"),
        Intent.NEXT_SESSION: language.plain("button.next_meeting", "Próxima sesión"),
        Intent.PAST_SESSIONS: language.plain("button.past_meetings", "Sesiones pasadas"),
        Intent.WHO_IS_RESPONSIBLE: language.plain("button.who_must_act", "¿Quién debe actuar?"),
        Intent.SUBSCRIBE: language.plain("button.notices", "Avisos"),
        Intent.UNSUBSCRIBE: language.plain("button.unfollow", "Dejar de seguir"),
        Intent.CHANGE_LANGUAGE: language.plain("button.language", "Idioma"),
        Intent.HELP: language.plain("button.help", "Ayuda"),
        Intent.REPORT_PROBLEM: language.plain("button.report", "Reportar"),
        Intent.FORGET_ME: language.plain("button.forget", "Borrar mis datos"),
    }


def greeting(language: Language, cues: Collection[str], mesa: Mesa | None) -> Message:
    """Thanks and farewells are answered as such; a greeting asks what is wanted."""
    if "gracias" in cues or ("adios" in cues and "saludo" not in cues):
        return Message(language.say("thanks.reply", "Gracias a usted. Hasta luego."))
    return Message(language.say("greeting.reply", "Buenas. ¿Qué quiere saber?"), rows=menu(language, mesa))


def out_of_scope(language: Language, mesa: Mesa | None) -> Message:
    return Message(language.say("scope.unknown", "De eso no sé. Puede preguntarme esto:"), rows=menu(language, mesa))


def report(language: Language, mesa: Mesa | None, topic: str) -> Message:
    """Nobody is told by the bot yet, and nothing was kept: both are said, and where a complaint is heard.

    topic: folded words of what harm is told of, "" unknown.
    """
    said = language.say("report.not_yet", "Todavía no puedo pasar su aviso a nadie. No guardé lo que escribió.")
    whom = language.say(
        "report.whom",
        "Puede ir a la oficina de la Defensoría del Pueblo o llamar gratis al 0800-15170. "
        "Si es daño al ambiente, también a OEFA.",
    )
    return Message(paragraphs(said, spanish_from(language, "report.whom", whom)), rows=about(language, mesa, topic))


def spanish_from(language: Language, key: str, words: Html) -> Html:
    """Words that have no Quechua yet, with a line that says so."""
    if not language.borrows(key):
        return words
    return lines(language.say("language.no_quechua", "Esto todavía no está en quechua. En castellano es así:"), words)


def about(language: Language, mesa: Mesa | None, topic: str) -> tuple[tuple[Button, ...], ...]:
    """What was agreed about that, and who must act."""
    query = whole_words(topic, QUERY_BYTES)
    if mesa is None:
        return menu(language)
    acting = Button(language.plain("button.responsibles", "Responsables"), buttons.responsibles(mesa.id, 0))
    commitments = language.plain("button.commitments", "Compromisos")
    agreed = Button(commitments, buttons.listing(Ask(mesa.id), 0))
    if query:
        found = buttons.listing(Ask(mesa.id, Which.TOPIC, query=query), 0)
        agreed = Button(f"{commitments}: {query}", found)
    return ((agreed,), (acting,))


def nothing_about(language: Language, words: Sequence[Asked], shown: Message) -> Message:
    """A list without the words that nothing was found by, which is said."""
    query = " ".join(one.says for one in words)
    said = language.say("empty.search", "No encontré nada sobre «{query}».", query=query)
    return replace(shown, text=paragraphs(said, shown.text))
