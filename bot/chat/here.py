"""Where a question is asked from: language, mesa and community at hand, today's date there.

Two doors stand before the handlers: nobody is answered before a language is chosen, and what concerns a mesa asks for the
mesa first. Both keep what was wanted, so that the choice ends in the answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat.request import Handler, Kind, Request
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store import mesas, people
from bot.store.database import Session
from bot.texts import start as texts
from bot.texts.language import Language, Languages


@dataclass(frozen=True)
class Here:
    """A request with its mesa. subgroup: the community at hand, "" = the whole mesa."""

    request: Request
    language: Language
    mesa: Mesa
    subgroup: str
    today: date

    @property
    def subgroup_index(self) -> int:
        """0 = the whole mesa, i + 1 = mesa.subgroups[i]: what buttons carry."""
        return self.mesa.subgroups.index(self.subgroup) + 1 if self.subgroup in self.mesa.subgroups else 0


InLanguage = Callable[[Request, Language, Session], Awaitable[Message]]
InMesa = Callable[[Here, Session], Awaitable[Message]]


def place(request: Request, language: Language, mesa: Mesa, subgroup: str) -> Here:
    return Here(request, language, mesa, subgroup, today_in(mesa, request))


def today_in(mesa: Mesa, request: Request) -> date:
    return request.now.astimezone(ZoneInfo(mesa.zone)).date()


def wanted(request: Request) -> str:
    """What a person asked before choosing, in a form that `settings.target` can keep: a bare command, a code, or nothing.

    A code in capitals: "c-12" in small letters would be what a link carries.
    """
    if request.kind is Kind.COMMAND and not request.text:
        return f"/{request.command}"
    if request.kind is Kind.CODE:
        return request.text.upper()
    return request.text if request.kind is Kind.LABEL else ""


async def keep_target(request: Request, db: Session) -> None:
    target = wanted(request)
    if target and target != request.settings.target:
        await people.remember(db, request.chat, replace(request.settings, target=target))


def in_language(languages: Languages, handler: InLanguage) -> Handler:
    """The first door: without a language both are offered, and what was asked is kept."""

    async def ask(request: Request, db: Session) -> Message:
        if not request.settings.language:
            await keep_target(request, db)
            return texts.choose_language(languages)
        return await handler(request, languages.named(request.settings.language), db)

    return ask


def in_mesa(languages: Languages, handler: InMesa) -> Handler:
    """The second door: a mesa is at hand, or is chosen first. Where there is only one, it is that one."""

    async def ask(request: Request, language: Language, db: Session) -> Message:
        mesa = await mesa_at_hand(request, db)
        if mesa is None:
            await keep_target(request, db)
            return texts.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
        return await handler(place(request, language, mesa, request.settings.subgroup), db)

    return in_language(languages, ask)


async def mesa_at_hand(request: Request, db: Session) -> Mesa | None:
    if request.settings.mesa:
        return await mesas.by_slug(db, request.settings.mesa)
    known = await mesas.all_mesas(db)
    return known[0] if len(known) == 1 else None
