"""A reminder in words: short, warm and plain, to be read on an old phone, aloud on the radio, or passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain import buttons
from bot.domain.asking import Ask, Which
from bot.domain.heads import Head
from bot.domain.meetings import Meeting
from bot.domain.messages import Button, Message
from bot.domain.notices import About, Kind
from bot.domain.recipients import Role
from bot.domain.told import HEAD, Told
from bot.texts import alarms, convening
from bot.texts.brief import brief
from bot.texts.card import share_button
from bot.texts.contacts import acting, mine_button
from bot.texts.convening import Convened, Sessions
from bot.texts.due import Due, Section, due_of, rows, whole
from bot.texts.language import Language
from bot.texts.markup import LIMIT, Html, bold, lines, paragraphs, plain, units
from bot.texts.notices import ACKNOWLEDGE_DAYS
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, fitting, in_rows
from bot.texts.start import suspension
from bot.texts.team import team_changes

MOST_SHOWN = 6  # commitments; half as many sessions
TEAM = frozenset({Role.COORDINATOR, Role.ADMIN})
PUBLIC = frozenset({Role.GROUP, Role.CHANNEL})  # nothing there is anybody's own


@dataclass(frozen=True)
class Telling:
    """What one message tells, and how much of it is shown. most: commitments."""

    language: Language
    told: Told
    role: Role
    kind: Kind
    most: int = MOST_SHOWN

    @cached_property
    def due(self) -> list[Due]:
        return due_of(self.told)

    @cached_property
    def sessions(self) -> Sessions:
        return convening.sessions_of(self.told)

    @property
    def shown(self) -> list[Due]:
        return self.due[: self.most]

    @property
    def coming(self) -> list[Convened]:
        return self.sessions.coming[: max(1, self.most // 2)]

    @property
    def past(self) -> list[Meeting]:
        return self.sessions.past[: max(1, self.most // 2)]

    @property
    def held(self) -> list[Meeting]:
        return self.sessions.held[: max(1, self.most // 2)]

    @property
    def only(self) -> Due | None:
        """The one commitment, where there is nothing else to tell but the history's head."""
        others = any(item.about is not About.COMMITMENT and item.rung != HEAD for item in self.told.items)
        return self.due[0] if len(self.due) == 1 and not others else None

    @property
    def team_knows(self) -> bool:
        """Whether the coordinators are told what is missing, to put it on the next session's agenda."""
        steps = {item.step for item in self.told.items if item.about is About.MESA}
        return self.role in TEAM and ("incomplete" in steps or any(not one.off for one in self.sessions.coming))


def reminder(language: Language, told: Told, *, role: Role, kind: Kind) -> Message:
    """At most 4,096 letters as Telegram counts them; a session comes with its calendar file."""
    if told.events:
        return team_changes(language, told, role)
    telling = Telling(language, brief(told), role, kind)
    text = said(telling)
    while units(plain(text)) > LIMIT and telling.most > 1:
        telling = replace(telling, most=telling.most - 1)
        text = said(telling)
    shown = [one.meeting for one in telling.coming]
    file = convening.calendar(language, telling.told.mesa, shown, text)
    return Message(text, rows=pressed(telling), file=file, silent=told.bare_head)


def discreet(language: Language, notice: int, *, silent: bool = False) -> Message:
    """Tells that there is something, and nothing of it."""
    view = Button(language.plain("button.view", "Ver"), buttons.notice(notice))
    return Message(language.say("notice.one", "Tiene un aviso."), rows=((view,),), silent=silent)


def said(telling: Telling) -> Html:
    language, told = telling.language, telling.told
    body = paragraphs(
        whole(language, telling.only) if telling.only else rows(language, telling.shown, telling.due, told.today),
        *(convening.session(language, one, told) for one in telling.coming),
        *(convening.was_held(language, one, told) for one in telling.held),
        *(convening.without_minutes(language, one, told) for one in telling.past),
        *alarms.alarms(language, told),
        alarms.missing(language, told) if telling.team_knows else "",
    )
    nothing = "" if told.bare_head else language.say("notice.changed", "Lo que decía este aviso ya cambió.")
    return paragraphs(head(telling), body or nothing, foot(telling))


def head(telling: Telling) -> Html:
    """What this is, of which mesa, whether that is suspended, and once an excuse where any of it comes late."""
    language, told = telling.language, telling.told
    titles = {
        Kind.REMINDER: language.say("remind.header", "Recordatorio"),
        Kind.DIGEST: language.say("digest.header", "Resumen de la semana"),
    }
    title = None if told.bare_head and telling.kind is Kind.REMINDER else titles.get(telling.kind)
    return lines(
        title and bold(title),
        language.say("card.mesa", "Mesa: {mesa}", mesa=told.mesa.name),
        not alarms.tells_state(told) and suspension(language, told.mesa),
        any(item.late for item in told.items) and language.say("remind.late", "Aviso atrasado. Disculpe."),
    )


def foot(telling: Telling) -> Html:
    """How many more there are; what a coordinator's marks do; to pass it on."""
    language = telling.language
    told = len(telling.shown) + len(telling.coming) + len(telling.past) + len(telling.held)
    left = len(telling.due) + sum(len(each) for each in telling.sessions) - told
    marks = telling.role in TEAM and any(one.section is Section.OVERDUE for one in telling.shown)
    return lines(
        left and language.say("remind.more", "Y {n} más.", n=left),
        marks
        and not telling.only
        and language.say("remind.acknowledge_hint", "✓ quiere decir: ya lo sé, no me lo repita en esos días."),
        telling.only and telling.role is Role.FOLLOWER and language.say("share.ask", "Avise esto también a otros."),
        telling.told.head and witness(language, telling.told.head, telling.told.recorded),
    )


def witness(language: Language, head: Head, recorded: int) -> Html:
    """What the history was, for whoever wants to prove one day that it is the same. recorded: how much was since the last one."""
    return lines(
        recorded and language.say("head.recorded", "Cambios registrados: {n}", n=recorded),
        language.say("head.line", "Huella n.º {n}: {hash}", n=head.seq, hash=head.short),
        language.say("head.keep", "Guarde este mensaje."),
        language.say("head.why", "Prueba que nadie cambió después lo que se registró."),
    )


def pressed(telling: Telling) -> Rows:
    """One tap to each card; in a channel only what opens an address: a press there would answer everybody."""
    if telling.role is Role.CHANNEL:
        return ((shared(telling, telling.only),),) if telling.only else ()
    one = telling.only
    silence = Button(telling.language.plain("button.snooze", "Silencio"), buttons.silence())
    return (
        *(of_one(telling, one) if one else of_several(telling)),
        *of_sessions(telling),
        *of_a_contact(telling),
        *in_rows(lists(telling), 2),
        *(((silence,),) if telling.role not in PUBLIC else ()),
    )


def of_one(telling: Telling, one: Due) -> Rows:
    language, commitment = telling.language, one.commitment
    view = language.plain("button.view", "Ver")
    card = Button(f"{view} {commitment.code}", buttons.beside(buttons.card(commitment.id)))
    who = language.plain("button.who_must_act", "¿Quién debe actuar?")
    known = [
        Button(
            language.plain("button.acknowledge", "Ya lo sé: {n} días", n=days),
            buttons.acknowledge(commitment.id, days),
        )
        for days in ACKNOWLEDGE_DAYS
        if telling.role in TEAM and one.section is Section.OVERDUE
    ]
    return (
        (card, shared(telling, one)),
        (Button(who, buttons.beside(buttons.who(commitment.id))),),
        *fitting(known, LETTERS_OF_A_ROW, 2),
    )


def of_a_contact(telling: Telling) -> Rows:
    """What an institution can answer of what it owes itself."""
    if telling.role is not Role.CONTACT or not telling.told.owed:
        return ()
    one = telling.only
    if one and one.commitment.id in telling.told.owed and one.section is not Section.DONE:
        return acting(telling.language, one.commitment.id)
    return ((mine_button(telling.language),),)


def shared(telling: Telling, one: Due) -> Button:
    return share_button(telling.language, one.commitment, telling.told.mesa, telling.told.today)


def of_several(telling: Telling) -> Rows:
    """Codes, three in a row; for a coordinator each overdue one with the marks that say "I know"."""
    marked = [one for one in telling.shown if telling.role in TEAM and one.section is Section.OVERDUE]
    plain_ones = [one for one in telling.shown if one not in marked]
    return (*(with_marks(telling.language, one) for one in marked), *in_rows([code(one) for one in plain_ones], 3))


def code(one: Due) -> Button:
    return Button(one.commitment.code, buttons.beside(buttons.card(one.commitment.id)))


def with_marks(language: Language, one: Due) -> tuple[Button, ...]:
    marks = [
        Button(f"✓ {days}", buttons.acknowledge(one.commitment.id, number))
        for number in ACKNOWLEDGE_DAYS
        for days in [language.plain("button.snooze_days", "{n} días", n=number)]
    ]
    return (code(one), *marks)


def of_sessions(telling: Telling) -> Rows:
    """A pin where there are coordinates; the codes of several sessions."""
    coming = telling.coming
    if len(coming) == 1:
        one = coming[0].meeting
        where = telling.language.plain("button.place", "Lugar")
        has_pin = one.latitude is not None and one.longitude is not None and not coming[0].off
        return ((Button(f"📍 {where}", buttons.pin(one.id)),),) if has_pin else ()
    each = [Button(one.meeting.code, buttons.beside(buttons.meeting(one.meeting.id))) for one in coming]
    return in_rows(each, 3)


def lists(telling: Telling) -> Sequence[Button]:
    """To the lists that hold what is not shown here, and what the coordinators see to."""
    language, told = telling.language, telling.told
    hidden = {one.section for one in telling.due[telling.most :]}
    names = {
        Section.OVERDUE: (Which.OVERDUE, language.plain("button.overdue", "Vencidos")),
        Section.DUE: (Which.DUE_SOON, language.plain("button.due_soon", "Por vencer")),
        Section.DONE: (Which.DONE, language.plain("button.done", "Cumplidos")),
        Section.UNANSWERED: (Which.ALL, language.plain("button.all", "Todos")),
        Section.EXTENDED: (Which.ALL, language.plain("button.all", "Todos")),
    }
    each = [
        Button(name, buttons.beside(buttons.listing(Ask(told.mesa.id, which), 0)))
        for section, (which, name) in names.items()
        if section in hidden
    ]
    missing = alarms.list_buttons(language, told) if telling.team_knows else ()
    return tuple(dict.fromkeys((*each, *missing)))
