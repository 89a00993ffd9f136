"""What befell an announcement, as the mesa's history tells it to its coordinators: never who hears it. Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.announcements import Stopped
from bot.domain.history import Recorded
from bot.domain.mesas import Mesa
from bot.domain.messages import Button
from bot.domain.spoken import PREFIX, Audience, Turn
from bot.texts import announce, announcing
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, quote, shorten
from bot.texts.offices import doer

MADE = (Turn.CONFIRMED, Turn.SCHEDULED)


def befell(language: Language, mesa: Mesa, one: Recorded) -> Html:
    """One event: what was done and by whom; of a new one to whom it goes, when, and its first words."""
    facts, number = {change.field: change.after for change in one.changes}, one.name.removeprefix(PREFIX)
    turn = Turn(facts["turn"]) if "turn" in facts else None
    title = bold(said(language, one.actor, number, turn, facts.get("why", "")))
    if turn not in MADE:
        return title
    begins = announcing.moment(datetime.fromisoformat(facts["begins"]), ZoneInfo(mesa.zone))
    return lines(
        title,
        to_whom(language, mesa, facts),
        language.say("announcing.later", "Sale el {date}.", date=begins),
        quote(shorten(facts.get("es", ""), announcing.FIRST_WORDS)),
    )


def said(language: Language, actor: str, number: str, turn: Turn | None, why: str) -> Html:
    by = doer(language, actor)
    made = language.say("announced.made", "{actor} confirmó el anuncio {n}.", actor=by, n=number)
    words: Mapping[Turn | None, Html] = {
        Turn.CONFIRMED: made,
        Turn.SCHEDULED: made,
        Turn.UNDONE: language.say(
            "announced.undone", "{actor} deshizo el anuncio {n}: no se envió a nadie.", actor=by, n=number
        ),
        Turn.CANCELLED: language.say("announced.cancelled", "{actor} canceló el anuncio {n}.", actor=by, n=number),
        Turn.PAUSED: language.say("announced.paused", "{actor} puso en pausa el anuncio {n}.", actor=by, n=number),
        Turn.RESUMED: language.say("announced.resumed", "{actor} hizo seguir el anuncio {n}.", actor=by, n=number),
        Turn.EXPIRED: language.say(
            "announced.expired", "El anuncio {n} estuvo en pausa hasta que se le acabó el tiempo: ya no sale.", n=number
        ),
        Turn.HELD: held(language, number, why),
        None: language.say("announced.erased", "Se borraron palabras del anuncio {n}.", n=number),
    }
    return words[turn]


def held(language: Language, number: str, why: str) -> Html:
    commands = {"example": f"/anuncios seguir {number}", "command": f"/anuncios cancelar {number}"}
    if why == Stopped.AUTHOR:
        return language.say(
            "announcing.held",
            "El anuncio {n} quedó en pausa: quien lo hizo ya no coordina esta mesa. Para que siga: {example}. Para que no salga: {command}",
            n=number,
            **commands,
        )
    return language.say(
        "announced.errors",
        "El anuncio {n} quedó en pausa: más de uno de cada cinco envíos falló. Para que siga: {example}. Para que no salga: {command}",
        n=number,
        **commands,
    )


def to_whom(language: Language, mesa: Mesa, facts: Mapping[str, str]) -> Html:
    audience = Audience(facts["audience"])
    if audience is Audience.CONTACTS:
        return announce.to_contacts(language, facts.get("institution", ""))
    if audience is Audience.COMMITMENT:
        return announce.to_commitment(language, facts.get("commitment", ""))
    if audience is Audience.SUBGROUP:
        return announce.to_subgroup(language, facts.get("subgroup", ""))
    return announce.to_followers(language, mesa)


def how_to_stop(language: Language, one: Recorded) -> Html:
    """Of one that was just made, "" of anything else."""
    number = one.name.removeprefix(PREFIX)
    if not any(change.field == "turn" and change.after in MADE for change in one.changes):
        return Html("")
    return language.say(
        "announcing.stop_by_command", "Para que no salga: {command}", command=f"/anuncios cancelar {number}"
    )


def entrance(language: Language, mesa_id: int) -> Button:
    """To the mesa's announcements, where they are stopped."""
    return Button(language.plain("announced.see", "Ver anuncios"), buttons.beside(buttons.announcements(mesa_id)))
