"""What one coordinator changed, told to the others. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.domain import buttons
from bot.domain.actors import answers, code_of, coordinates
from bot.domain.channels import SUBJECT as CHANNEL
from bot.domain.commitments import Stance
from bot.domain.history import WITHDRAWN, Recorded
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.offices import SUBJECT as OFFICE
from bot.domain.recipients import Role
from bot.domain.spoken import SUBJECT as ANNOUNCEMENT
from bot.domain.told import Told
from bot.texts import announced, channels, offices
from bot.texts.brief import WORDS, brief_mesa, short
from bot.texts.fields import from_to, kinds
from bot.texts.language import Language
from bot.texts.markup import LIMIT, Html, bold, lines, paragraphs, plain, units
from bot.texts.paging import in_rows
from bot.texts.story import happened

EVIDENCE = "evidence"  # subject of its events
ORDER = ("status", "status_words", "deadline")  # before the others
MOST = 6  # events told one by one
# How many events, and how many fields of each: as much as fits into one message; the card has the others.
_LENGTHS = ((MOST, 12), (3, 12), (1, 12), (1, 6), (1, 2))


def team_changes(language: Language, told: Told, role: Role = Role.COORDINATOR) -> Message:
    """What each event changed, and one tap to each thing; at most 4,096 letters as Telegram counts them. role: of who is told;
    what administrators are told is of no mesa."""
    mesa = None if role is Role.ADMIN else told.mesa
    events = [told.events[item.number] for item in told.items if item.number in told.events]
    tried = ((most, said(language, told, mesa, events, most, fields)) for most, fields in _LENGTHS)
    most, text = next(one for one in tried if units(plain(one[1])) <= LIMIT)
    places = {OFFICE: offices.entrance, ANNOUNCEMENT: announced.entrance}
    led = [
        lead(language, mesa.id if mesa else 0)
        for of, lead in places.items()
        if any(one.subject == of for one in events)
    ]
    seen = in_rows([*to_see(language, events[:most]), *led], 2)
    return Message(text, rows=(*seen, *((one,) for one in to_ask(language, events[:most]))))


def said(language: Language, told: Told, mesa: Mesa | None, events: Sequence[Recorded], most: int, fields: int) -> Html:
    each = together(events)
    left = sum(map(len, each[most:]))
    return paragraphs(
        mesa and language.say("card.mesa", "Mesa: {mesa}", mesa=brief_mesa(mesa).name),
        *(event(language, told.mesa, one, fields) for one in each[:most]),
        left > 0 and language.say("remind.more", "Y {n} más.", n=left),
    )


def together(events: Sequence[Recorded]) -> list[list[Recorded]]:
    """Each by itself, and what one attached to a thing at once as one."""

    def alike(one: Recorded) -> tuple[object, ...]:
        attached = one.subject == EVIDENCE and one.new
        return (thing(one), one.actor) if attached else (one.seq,)

    return [list(each) for _, each in groupby(events, alike)]


def thing(one: Recorded) -> str:
    """What it is about: of a piece of evidence its commitment."""
    return short(one.name.rpartition("/")[0] if one.subject == EVIDENCE else one.name)


def event(language: Language, mesa: Mesa, each: Sequence[Recorded], fields: int) -> Html:
    one = each[0]
    if one.subject == OFFICE:
        return bold(offices.befell(language, one))
    if one.subject == CHANNEL:
        return bold(channels.befell(language, one))
    if one.subject == ANNOUNCEMENT:
        return lines(announced.befell(language, mesa, one), announced.how_to_stop(language, one))
    if len(each) > 1:
        pieces = [change.after for it in each for change in it.changes if change.field == "kind"]
        return lines(bold(who_did(language, one)), kinds(language, pieces))
    changes = [it for it in one.changes if one.subject != EVIDENCE or one.new or it.field == WITHDRAWN]
    changes.sort(key=lambda it: ORDER.index(it.field) if it.field in ORDER else len(ORDER))
    told = [line for change in changes if (line := from_to(language, change))]
    return lines(bold(who_did(language, one)), *told[:fields], *why_not(language, one))


def why_not(language: Language, one: Recorded) -> list[Html]:
    """Who declined, with the reason and whom it names."""
    each = [it for change in one.changes for it in change.answers if it.stance is Stance.DECLINED and not it.gone]
    return [happened(language, replace(it, why=short(it.why, WORDS), named=short(it.named))) for it in each]


def who_did(language: Language, one: Recorded) -> Html:
    what = thing(one)
    if one.subject == EVIDENCE:
        return evidence(language, one, what)
    if answers(one.actor):
        return language.say("team.answered", "Una institución respondió sobre {code}:", code=what)
    if not coordinates(one.actor):
        return language.say("team.changed_otherwise", "Cambió {code}, desde el servidor:", code=what)
    who = code_of(one.actor)
    if one.new:
        return language.say("team.new", "La coordinación {actor} registró {code}:", actor=who, code=what)
    return language.say("team.changed", "La coordinación {actor} cambió {code}:", actor=who, code=what)


def evidence(language: Language, one: Recorded, what: str) -> Html:
    who = code_of(one.actor) if coordinates(one.actor) else ""
    if not one.new:
        if not who:
            return language.say(
                "team.withdrawn_otherwise", "Se retiró una prueba de {code}, desde el servidor:", code=what
            )
        return language.say(
            "team.withdrawn", "La coordinación {actor} retiró una prueba de {code}:", actor=who, code=what
        )
    if answers(one.actor):
        return language.say("team.evidence_answered", "Una institución adjuntó como prueba de {code}:", code=what)
    if not who:
        return language.say(
            "team.evidence_otherwise", "Se adjuntó como prueba de {code}, desde el servidor:", code=what
        )
    return language.say("team.evidence", "La coordinación {actor} adjuntó como prueba de {code}:", actor=who, code=what)


def to_see(language: Language, events: Sequence[Recorded]) -> list[Button]:
    view = language.plain("button.view", "Ver")
    pieces = language.plain("button.evidence", "Ver evidencia")
    data = {
        "commitment": buttons.card,
        "meeting": buttons.meeting,
        "mesa": buttons.mesa_page,
        EVIDENCE: buttons.evidence,
    }
    each = [
        Button(
            f"{pieces if one.subject == EVIDENCE else view} {short(thing(one), 30)}",
            buttons.beside(data[one.subject](one.number)),
        )
        for one in events
        if one.number and one.subject in data and (one.subject != EVIDENCE or one.new)
    ]
    return list(dict.fromkeys(each))


def to_ask(language: Language, events: Sequence[Recorded]) -> list[Button]:
    """One tap asks whom somebody named who declined."""
    return [
        Button(
            language.plain("team.ask", "Preguntar a {institution}", institution=short(it.named, 40)),
            buttons.ask(one.number),
        )
        for one in events
        for change in one.changes
        for it in change.answers
        if one.number and it.named and not it.gone
    ]
