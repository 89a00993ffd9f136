"""Sessions: the next ones, the past ones with how they went, one with its place and calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain import buttons
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, File, Message, Venue
from bot.texts.commitments import menu
from bot.texts.dates import hour, numeric, relative, weekday
from bot.texts.ics import calendar_file
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, link, paragraphs, plain
from bot.texts.paging import Rows, back, in_rows, turning
from bot.texts.start import suspension


def upcoming(
    language: Language,
    mesa: Mesa,
    meetings: Sequence[Meeting],
    today: date,
    *,
    subgroup_index: int = 0,
    replaces: bool = False,
    more: Rows = (),
) -> Message:
    """The next session whole, the later ones as buttons; past ones behind a button. more: buttons under the next one."""
    head = lines(language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name)), suspension(language, mesa))
    past_ones = Button(
        language.plain("button.past_meetings", "Sesiones pasadas"),
        buttons.meetings(mesa.id, past=True, subgroup_index=subgroup_index),
    )
    if not meetings:
        text = paragraphs(head, language.say("empty.next_meeting", "No hay próxima sesión."))
        return Message(text, rows=((past_ones,),), replaces=replaces)
    first, *later = meetings
    text = paragraphs(
        head,
        language.say("meeting.next", "Próxima sesión: {date}", date=bold(when(language, first, today))),
        details(language, first),
    )
    others = tuple((Button(short(one), buttons.meeting(one.id)),) for one in later)
    rows = (*place_and_calendar(language, first), *more, *others, (past_ones,))
    return Message(text, rows=rows, replaces=replaces)


def past(
    language: Language,
    mesa: Mesa,
    meetings: Sequence[Meeting],
    total: int,
    page: int,
    pages: int,
    today: date,
    *,
    subgroup_index: int = 0,
) -> Message:
    """One page of what was held, or was not; the newest first."""
    head = language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name))
    title = bold(language.say("meeting.past", "Sesiones pasadas ({n}):", n=total))
    each = [
        lines(bold(one.code), when(language, one, today), one.agenda, how_it_went(language, one)) for one in meetings
    ]
    nothing = language.say("empty.meetings", "Todavía no hay sesiones.")

    def data(number: int) -> str:
        return buttons.meetings(mesa.id, past=True, subgroup_index=subgroup_index, page=number)

    cards = [Button(one.code, buttons.meeting(one.id)) for one in meetings]
    upcoming_ones = Button(
        language.plain("button.next_meeting", "Próxima sesión"),
        buttons.meetings(mesa.id, past=False, subgroup_index=subgroup_index),
    )
    rows = (*in_rows(cards, 3), turning(language, page, pages, data), (upcoming_ones,))
    text = paragraphs(head, title, *each) if each else paragraphs(head, nothing)
    return Message(text, rows=tuple(row for row in rows if row), replaces=True)


def meeting(
    language: Language, mesa: Mesa, one: Meeting, today: date, *, replaces: bool = False, more: Rows = ()
) -> Message:
    """more: buttons before the way back."""
    over = one.day < today
    held = how_it_went(language, one) if over else ""
    text = paragraphs(
        lines(bold(one.code), language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name)),
        bold(when(language, one, today)),
        details(language, one),
        held,
        minutes(language, one) if over else "",
    )
    to_all = back(language, buttons.meetings(mesa.id, past=over))
    rows = (*(() if over else place_and_calendar(language, one)), *more, (to_all,))
    return Message(text, rows=rows, replaces=replaces)


def when(language: Language, one: Meeting, today: date) -> Html:
    return Html(f"{weekday(language, one.day)} · {relative(language, one.day, today)}")


def short(one: Meeting) -> str:
    """A later session on a button."""
    return f"{one.code} · {numeric(one.day)}" + (f" {hour(one.starts)}" if one.starts else "")


def details(language: Language, one: Meeting) -> Html:
    """Hour, place, agenda, who calls it; what is not known is said to be unknown. A calling-off comes first."""
    changed = one.outcome in (Outcome.POSTPONED, Outcome.SUSPENDED, Outcome.CANCELLED)
    return lines(
        changed and bold(language.say("card.status", "Estado: {status}", status=outcome(language, one.outcome))),
        language.say("meeting.time", "Hora: {time}", time=hour(one.starts))
        if one.starts
        else language.say("meeting.no_time", "Hora: todavía no se informó"),
        language.say("meeting.place", "Lugar: {place}", place=one.place)
        if one.place
        else language.say("meeting.no_place", "Lugar: todavía no se informó"),
        language.say("meeting.agenda", "Agenda: {agenda}", agenda=one.agenda)
        if one.agenda
        else language.say("meeting.no_agenda", "Agenda: todavía no se informó"),
        one.convener and language.say("meeting.convener", "Convoca: {institution}", institution=one.convener),
        one.subgroup and language.say("start.community_chosen", "Comunidad: {community}", community=one.subgroup),
        one.note and language.say("card.note", "Nota: {note}", note=one.note),
        one.source
        and language.say(
            "card.source", "Fuente: {source}", source=link(one.source, one.source.split("//")[-1].split("/")[0])
        ),
    )


def how_it_went(language: Language, one: Meeting) -> Html:
    """How it went as it was reported, with the source's own word where it is not ours."""
    went = language.say("meeting.outcome", "Cómo fue: {outcome}", outcome=outcome(language, one.outcome))
    if one.outcome is Outcome.UNKNOWN and one.outcome_words:
        return lines(went, language.say("card.status_words", "Con sus palabras: «{words}»", words=one.outcome_words))
    return went


def outcome(language: Language, how: Outcome) -> Html:
    names = {
        Outcome.UNKNOWN: language.say("status.no_information", "sin información"),
        Outcome.SCHEDULED: language.say("meeting.scheduled", "programada"),
        Outcome.HELD: language.say("meeting.held", "realizada"),
        Outcome.POSTPONED: language.say("meeting.postponed", "postergada"),
        Outcome.NO_QUORUM: language.say("meeting.no_quorum", "sin quórum"),
        Outcome.SUSPENDED: language.say("meeting.suspended", "suspendida"),
        Outcome.CANCELLED: language.say("meeting.cancelled", "cancelada"),
        Outcome.UNSIGNED: language.say("meeting.unsigned", "sin firma"),
    }
    return names[how]


def minutes(language: Language, one: Meeting) -> Html:
    if one.minutes_published:
        return language.say("meeting.minutes_published", "acta publicada")
    return language.say("meeting.minutes_unpublished", "acta no publicada")


def place_and_calendar(language: Language, one: Meeting) -> tuple[tuple[Button, ...], ...]:
    """A pin only where there are coordinates."""
    has_pin = one.latitude is not None and one.longitude is not None
    where, keep = language.plain("button.place", "Lugar"), language.plain("button.calendar", "Al calendario")
    pinned = [Button(f"📍 {where}", buttons.pin(one.id))] if has_pin else []
    return ((*pinned, Button(f"📅 {keep}", buttons.ics(one.id))),)


def pin(language: Language, one: Meeting) -> Message:
    if one.latitude is None or one.longitude is None:
        return Message(language.say("meeting.no_place", "Lugar: todavía no se informó"), rows=menu(language))
    title, _, rest = one.place.partition(",")
    appointed = f"{numeric(one.day)} {hour(one.starts) if one.starts else ''}".strip()  # an address is required
    venue = Venue(one.latitude, one.longitude, title or one.code, rest.strip() or appointed)
    return Message(language.say("meeting.map", "La sesión será aquí:"), venue=venue)


def calendar(language: Language, mesa: Mesa, one: Meeting) -> Message:
    words = language.say("meeting.calendar_file", "Guarde esta sesión en su calendario.")
    content = calendar_file((one, f"{mesa.name} · {one.code}"))
    return Message(words, file=File(f"sesion-{one.code}.ics", content, plain(words)))
