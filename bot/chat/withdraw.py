"""/retirar: a piece of evidence that was wrong is shown no more, with a reason that stays in the history."""

from __future__ import annotations

from bot.chat import evidence
from bot.chat.change import coordinated
from bot.chat.coordinators import commitment_coordinated, mesa_coordinated
from bot.chat.drafted import may, mesa_of
from bot.chat.recording import about, words_step
from bot.chat.request import Request
from bot.chat.wizards import Desk, Wizard, begin
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.withdrawing import NothingToWithdraw, standing, withdraw
from bot.store.database import Session
from bot.texts import pages
from bot.texts import withdrawing as texts
from bot.texts.language import Language
from bot.texts.markup import Html


async def why(desk: Desk) -> Html:
    return texts.why(desk.language)


async def preview(desk: Desk) -> Message:
    one = await about(desk)
    piece = await standing(desk.db, one, desk.values["piece"])
    if piece is None:
        return texts.gone(desk.language)
    return texts.preview(desk.language, one, piece, (await mesa_of(desk)).zone, desk.values["why"])


async def apply(desk: Desk) -> Message:
    one, mesa, request = await about(desk), await mesa_of(desk), desk.request
    actor = actor_of(desk.db, mesa.id, request.chat)
    try:
        await withdraw(desk.db, one, mesa.id, desk.values["piece"], desk.values["why"], actor=actor, now=request.now)
    except NothingToWithdraw:
        return texts.gone(desk.language)
    return texts.withdrawn(desk.language, one, desk.values["piece"])


WITHDRAW = Wizard("withdraw", (words_step("why", why),), may, preview, apply)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`ew:<commitment id>:<number of the piece>`"""
    found = await coordinated(request, db)
    piece = number(request.data[2]) if len(request.data) > 2 else None
    if found is None or piece is None:
        return pages.old_button(language)
    return await begun(*found, piece, request, language, db)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/retirar <code> <number of the piece>`; without the number all of them, each with its own."""
    if request.text and (found := await commitment_coordinated(request.text, request, db)):
        return await evidence.shown(*found, 1, request, language, db)
    code, _, last = request.text.rpartition(" ")
    piece = number(last)
    if code and piece is not None and (found := await commitment_coordinated(code, request, db)):
        return await begun(*found, piece, request, language, db)
    if await mesa_coordinated(request, db) is None:
        return pages.unknown_command(language)
    return texts.usage(language)


async def begun(one: Commitment, mesa: Mesa, piece: int, request: Request, language: Language, db: Session) -> Message:
    if await standing(db, one, piece) is None:
        return texts.gone(language)
    given = {"mesa": mesa.id, "commitment": one.id, "piece": piece}
    return await begin(WITHDRAW, given, request, language, db)
