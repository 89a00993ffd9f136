"""A wizard asks one question at a time. What is answered is kept as a draft, which a restart does not lose, and nothing of it
is done before "Confirmar"; whether who answers still may is looked up again at each answer.

A step's buttons carry the draft's mark and revision: one of an earlier question, or of another draft, does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.request import Attachment, Handler, Kind, Request
from bot.domain import buttons
from bot.domain.callbacks import number, unpack
from bot.domain.drafts import Draft, Values, begun
from bot.domain.folding import fold
from bot.domain.messages import Button, Message
from bot.store import drafts
from bot.store.database import Session
from bot.texts import pages
from bot.texts import wizards as texts
from bot.texts.language import Language, Languages
from bot.texts.markup import Html

BACK, CANCEL, CONFIRM = "<", "x", "ok"  # what a button chooses in any wizard
_SIGN = re.compile(r"^\W+")  # before a label: "◀ Volver"


class Misread(Exception):
    """An answer that cannot be taken; what it says tells which would."""

    def __init__(self, why: Html) -> None:
        super().__init__(str(why))
        self.why = why


class Turned(Exception):
    """No answer yet: the question shows something else now (another month, another page). values: what it shows."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self.values = values


@dataclass(frozen=True)
class Given:
    """One answer: words, what a button chose, something attached, or a place (degrees)."""

    text: str = ""
    choice: str = ""
    attachment: Attachment | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Desk:
    """What a step works with: who asks, in which language, and what is known so far."""

    request: Request
    language: Language
    draft: Draft
    db: Session

    @property
    def values(self) -> dict[str, Any]:
        return self.draft.values

    def button(self, label: str, choice: str) -> Button:
        """A button that answers the question at hand. choice: short, without a colon."""
        return Button(label, buttons.draft(self.draft.mark, self.draft.revision, choice))


async def still_good(_: Desk) -> Html | None:
    return None


@dataclass(frozen=True)
class Step:
    """One question. ask: its words and buttons. read: the values of an answer; Misread. when: whether it is to be asked.

    passed: why its answer will not do any more at "Confirmar", which may be a day later; None: it does.
    """

    name: str
    ask: Callable[[Desk], Awaitable[Message]]
    read: Callable[[Desk, Given], Awaitable[Values]]
    when: Callable[[dict[str, Any]], bool] = lambda _: True
    passed: Callable[[Desk], Awaitable[Html | None]] = still_good


@dataclass(frozen=True)
class Wizard:
    """name: as drafts keep it. may: whether who asks may do this with what it began with. preview: what would be done, before
    "Confirmar". apply: does it, and says so; in the transaction of the press. more: reads what is added while only "Confirmar" is
    left."""

    name: str
    steps: tuple[Step, ...]
    may: Callable[[Request, dict[str, Any], Session], Awaitable[bool]]
    preview: Callable[[Desk], Awaitable[Message]]
    apply: Callable[[Desk], Awaitable[Message]]
    more: Step | None = None

    def open(self, draft: Draft) -> Step | None:
        """The next question; None: all are answered."""
        done, values = {step for step, _ in draft.answers}, draft.values
        return next((step for step in self.steps if step.name not in done and step.when(values)), None)


async def begin(wizard: Wizard, given: Values, request: Request, language: Language, db: Session) -> Message:
    """The first question. What the chat was writing before is dropped, and said so."""
    if not request.private or not await wizard.may(request, dict(given), db):
        return pages.unknown_command(language)
    dropped = await drafts.find(db, request.chat, request.now) is not None
    desk = Desk(request, language, begun(wizard.name, given, request.now), db)
    await drafts.keep(db, request.chat, desk.draft)
    asked = await question(wizard, desk)
    return replace(asked, text=texts.dropped(language, asked.text)) if dropped else asked


async def question(wizard: Wizard, desk: Desk) -> Message:
    """What is open: a question with its way back, or the preview with its confirmation."""
    step = wizard.open(desk.draft)
    if step is None:
        shown, last = await wizard.preview(desk), [desk.button(texts.confirm(desk.language), CONFIRM)]
    else:
        shown, last = await step.ask(desk), []
    ways = [desk.button(texts.back(desk.language), BACK)] if desk.draft.answers else []
    foot = (*ways, desk.button(texts.cancel(desk.language), CANCEL))
    return under_the_last(shown, ((tuple(last), foot) if last else (foot,)))


def under_the_last(message: Message, rows: tuple[tuple[Button, ...], ...]) -> Message:
    if message.then is not None:
        return replace(message, then=under_the_last(message.then, rows))
    return replace(message, rows=(*message.rows, *rows))


def said(message: Message, words: str) -> str:
    """What the one button chooses whose label was typed: it is no reason and no note. "": none; and what is done for good
    is pressed, never said."""
    if message.then is not None:
        return said(message.then, words)
    meant = [one.data for row in message.rows for one in row if fold(_SIGN.sub("", one.label)) == fold(words)]
    parts = unpack(meant[0]) if len(meant) == 1 else ()
    return parts[-1] if parts[:1] == ("d",) and parts[-1] != CONFIRM else ""


@dataclass(frozen=True)
class Wizards:
    """All wizards there are, by their names."""

    each: Sequence[Wizard]
    languages: Languages

    def named(self, name: str) -> Wizard | None:
        return next((one for one in self.each if one.name == name), None)

    async def pressed(self, request: Request, language: Language, db: Session) -> Message:
        """`d:<mark>:<revision>:<choice>`"""
        mark, revision, choice = request.data[1:4] if len(request.data) == 4 else ("", "", "")
        found = await drafts.find(db, request.chat, request.now, hold=True) if request.private else None
        wizard = self.named(found.what) if found else None
        if found is None or wizard is None or (found.mark, found.revision) != (mark, number(revision)):
            return pages.old_button(language)
        desk = Desk(request, language, found, db)
        if not await wizard.may(request, found.values, db):
            await drafts.drop(db, request.chat)
            return pages.old_button(language)
        return replace(await self._chosen(wizard, desk, choice), replaces=True)

    async def _chosen(self, wizard: Wizard, desk: Desk, choice: str) -> Message:
        request, language, db = desk.request, desk.language, desk.db
        if choice == CANCEL:
            await drafts.drop(db, request.chat)
            return texts.cancelled(language)
        if choice == BACK:
            return await self._asked(wizard, replace(desk, draft=desk.draft.back(request.now)))
        if wizard.open(desk.draft) is not None:
            return await self._answer(wizard, desk, Given(choice=choice))
        if choice != CONFIRM:
            return pages.old_button(language)
        if (again := await self._passed(wizard, desk)) is not None:
            return again
        if not await drafts.drop(db, request.chat):  # pressed twice at once: the other press does it
            return pages.old_button(language)
        return await wizard.apply(desk)

    async def _answer(self, wizard: Wizard, desk: Desk, given: Given) -> Message:
        if given.text and (choice := said(await question(wizard, desk), given.text)):
            return await self._chosen(wizard, desk, choice)
        step = wizard.open(desk.draft) or wizard.more
        if step is None:  # only "Confirmar" is left
            return await question(wizard, desk)
        try:
            values = await step.read(desk, given)
        except Turned as turned:
            shown = replace(desk, draft=desk.draft.showing(turned.values, desk.request.now))
            return replace(await self._asked(wizard, shown), gathers=True)
        except Misread as misread:
            asked = await question(wizard, desk)
            return replace(asked, text=texts.misread(misread.why, asked.text))
        return await self._asked(wizard, replace(desk, draft=desk.draft.answered(step.name, values, desk.request.now)))

    async def _passed(self, wizard: Wizard, desk: Desk) -> Message | None:
        """The questions whose answers will not do any more, asked again with the reason; None: all still do."""
        answered, draft, reasons = {name for name, _ in desk.draft.answers}, desk.draft, list[Html]()
        for step in wizard.steps:
            if step.name in answered and step.when(desk.values) and (why := await step.passed(desk)):
                draft = draft.without(step.name, desk.request.now)
                reasons.append(why)
        if not reasons:
            return None
        asked = await self._asked(wizard, replace(desk, draft=draft))
        return replace(asked, text=texts.misread(reasons[0], asked.text))

    async def _asked(self, wizard: Wizard, desk: Desk) -> Message:
        await drafts.keep(desk.db, desk.request.chat, desk.draft)
        return await question(wizard, desk)

    def before(self, handler: Handler) -> Handler:
        """Words and media answer the open draft, if there is one; else they are what they always are. A command that comes
        as words was forwarded: it is nobody's answer."""

        async def answer(request: Request, db: Session) -> Message:
            answers = request.private and not request.text.startswith("/")
            found = await drafts.find(db, request.chat, request.now, hold=True) if answers else None
            wizard = self.named(found.what) if found else None
            if found is None or wizard is None:
                return await handler(request, db)
            if not await wizard.may(request, found.values, db):
                await drafts.drop(db, request.chat)
                return await handler(request, db)
            desk = Desk(request, self.languages.named(request.settings.language or "es"), found, db)
            return await self._answer(wizard, desk, given_by(request))

        return answer


async def given_up(request: Request, language: Language, db: Session) -> Message:
    """`/cancelar`: whatever is being written, as its button does; where nothing is, there is no such command."""
    if request.private and await drafts.drop(db, request.chat):
        return texts.cancelled(language)
    return pages.unknown_command(language)


def given_by(request: Request) -> Given:
    return Given(request.text, "", request.attachment, request.place)


ANSWERING = frozenset(
    {Kind.CODE, Kind.TEXT, Kind.VOICE, Kind.PHOTO, Kind.DOCUMENT, Kind.LOCATION, Kind.CONTACT, Kind.STICKER}
)
