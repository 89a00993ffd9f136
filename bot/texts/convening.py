"""How a reminder tells of sessions: when, where and about what; what changed; whose minutes nobody has published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.meeting_reminders import HELD
from bot.domain.meetings import WILL_NOT_BE, Meeting
from bot.domain.mesas import Mesa
from bot.domain.messages import File
from bot.domain.notices import About
from bot.domain.told import Told
from bot.texts.dates import day, hour
from bot.texts.ics import calendar_file
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, plain, units
from bot.texts.meetings import details, how_it_went, minutes
from bot.texts.meetings import when as day_of

A_WEEK = 7
TWO_HOURS, GIVE_OR_TAKE = timedelta(hours=2), timedelta(minutes=15)
MOST_CAPTION = 1024  # UTF-16 code units, https://core.telegram.org/bots/api#senddocument


@dataclass(frozen=True)
class Convened:
    """One session to tell of. before: what was told of it last, where it changed since. now: None = only the day is known."""

    meeting: Meeting
    changed: bool = False
    before: Meeting | None = None
    now: datetime | None = None

    @property
    def off(self) -> bool:
        return self.meeting.outcome in WILL_NOT_BE


class Sessions(NamedTuple):
    """coming: or changed, or called off. past: their minutes are missing. held: it is news that they were. The earliest first."""

    coming: list[Convened]
    past: list[Meeting]
    held: list[Meeting]


def sessions_of(told: Told) -> Sessions:
    """Each once."""
    items = [item for item in told.items if item.about is About.MEETING]
    changed = {item.number for item in items if item.step == "changed"}
    were_held = {item.number for item in items if item.step == HELD}
    coming, past, held = [], [], []
    for number in dict.fromkeys(item.number for item in items):
        meeting = told.meetings[number]
        if number in were_held:
            held.append(meeting)
        elif meeting.day >= told.today:
            coming.append(Convened(meeting, number in changed, told.before.get(number), told.now))
        elif not meeting.minutes_published:
            past.append(meeting)
    coming.sort(key=lambda one: (one.meeting.day, one.meeting.code))
    return Sessions(coming, *(sorted(each, key=lambda one: (one.day, one.code)) for each in (past, held)))


def session(language: Language, one: Convened, told: Told) -> Html:
    """What there is to know to go there, or not to go."""
    return paragraphs(
        Html(f"{bold(one.meeting.code)} · {bold(announced(language, one, told))}"),
        lines(
            *differences(language, one),
            day_of(language, one.meeting, told.today),
            details(language, one.meeting),
        ),
    )


def announced(language: Language, one: Convened, told: Told) -> Html:
    """In how many days it is; or that it changed, or will not be."""
    if one.off:
        return language.say("remind.meeting_cancelled", "La reunión ya no será.")
    if one.changed:
        return language.say("remind.meeting_changed", "La reunión cambió.")
    days = (one.meeting.day - told.today).days
    said = {
        0: language.say("remind.meeting_today", "Hoy hay reunión."),
        1: language.say("remind.meeting_tomorrow", "Mañana hay reunión."),
        A_WEEK: language.say("remind.meeting_week", "En siete días hay reunión."),
    }
    if in_two_hours(one):
        return language.say("remind.meeting_two_hours", "En dos horas hay reunión.")
    return said.get(days) or language.say("remind.meeting_in", "En {n} días hay reunión.", n=days)


def in_two_hours(one: Convened) -> bool:
    starts = one.meeting.starts_at
    return one.now is not None and starts is not None and abs(starts - one.now - TWO_HOURS) <= GIVE_OR_TAKE


def differences(language: Language, one: Convened) -> Sequence[Html]:
    """What is other than it was told; nothing where that is not known."""
    now, before = one.meeting, one.before
    if before is None or one.off:
        return ()
    said = []
    if now.day != before.day:
        date_ = day(language, now.day)
        said.append(language.say("remind.meeting_new_day", "La reunión será otro día: {date}", date=date_))
    if now.starts and now.starts != before.starts:
        time_ = hour(now.starts)
        said.append(language.say("remind.meeting_new_time", "La reunión será a otra hora: {time}", time=time_))
    if now.place and now.place != before.place:
        said.append(language.say("remind.meeting_new_place", "La reunión será en otro lugar: {place}", place=now.place))
    return said


def was_held(language: Language, one: Meeting, told: Told) -> Html:
    return lines(
        Html(f"{bold(one.code)} · {how_it_went(language, one)}"),
        day_of(language, one, told.today),
        minutes(language, one),
    )


def without_minutes(language: Language, one: Meeting, told: Told) -> Html:
    """A past session whose minutes nobody has published."""
    days = (told.today - one.day).days
    missing = language.count(
        "meeting.minutes_missing",
        "Pasó {n} día y el acta no se publicó.",
        "Pasaron {n} días y el acta no se publicó.",
        days,
    )
    return lines(Html(f"{bold(one.code)} · {missing}"), day_of(language, one, told.today))


def calendar(language: Language, mesa: Mesa, shown: Sequence[Meeting], text: Html) -> File | None:
    """The sessions to keep in the phone; the whole text is its caption where it fits."""
    if not shown:
        return None
    words = language.say("meeting.calendar_file", "Guarde esta sesión en su calendario.")
    name = f"sesion-{shown[0].code}.ics" if len(shown) == 1 else "sesiones.ics"
    content = calendar_file(*((one, f"{mesa.name} · {one.code}") for one in shown))
    whole = plain(text)
    return File(name, content, whole if units(whole) <= MOST_CAPTION else plain(words))
