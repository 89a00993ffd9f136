"""What can be done with a notice: open a discreet one, keep it quiet for some days, and, as a coordinator, say "I know"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.coordinators import coordinates, mesa_coordinated
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.notices import About
from bot.services import delivering, printing
from bot.store import commitments, mesas, schedule
from bot.store.database import Session
from bot.texts import notices as texts
from bot.texts import pages
from bot.texts.language import Language


async def opened(request: Request, language: Language, db: Session) -> Message:
    """`nv:<notice id>`: what it tells now, to whom it was told."""
    notice_id = number(request.data[1]) if len(request.data) > 1 else None
    if notice_id is None:
        return pages.old_button(language)
    letter = await delivering.opened(db, notice_id, request.chat, request.now)
    if letter is None:
        return pages.old_button(language)
    said = printing.words_of(language, letter)
    return replace(said, replaces=not (said.file or said.media))  # a text cannot become a file in its place


async def silence(request: Request, language: Language, db: Session) -> Message:
    """`ns`: for how many days? The answer is a choice of /avisos. A group's notices are nobody's own."""
    return texts.silence_question(language) if request.private else pages.old_button(language)


async def acknowledge(request: Request, language: Language, db: Session) -> Message:
    """`na:<commitment id>:<days>`"""
    commitment_id, days = map(number, request.data[1:3]) if len(request.data) > 2 else (None, None)
    found = await commitments.by_id(db, commitment_id) if commitment_id is not None else None
    if found is None or days not in texts.ACKNOWLEDGE_DAYS or not (mesa := await coordinated(found, request, db)):
        return pages.old_button(language)
    return await known(found, mesa, days, request, language, db)


async def enterado(request: Request, language: Language, db: Session) -> Message:
    """`/enterado <code> [days]`: of the mesa at hand, else of another that who asks coordinates."""
    named, days = await read(request, db)
    each = [(one, mesa) for one in named if (mesa := await coordinated(one, request, db))]
    at_hand = await mesa_coordinated(request, db)
    if not each and at_hand is None:
        return pages.unknown_command(language)
    if not each or days is None or not 1 <= days <= max(texts.ACKNOWLEDGE_DAYS):
        return texts.acknowledge_usage(language)
    found, mesa = next((one for one in each if one[1] == at_hand), each[0])
    return await known(found, mesa, days, request, language, db)


async def read(request: Request, db: Session) -> tuple[list[Commitment], int | None]:
    """(the commitments of that code in every mesa, days): "ESP-10", "ESP-10 30", "esp 10"; no number of days is a week."""
    whole = await commitments.by_code(db, fold_code(request.text))
    if whole:
        return whole, min(texts.ACKNOWLEDGE_DAYS)
    code, _, days = request.text.rpartition(" ")
    return await commitments.by_code(db, fold_code(code)) if code else [], number(days)


async def coordinated(found: Commitment, request: Request, db: Session) -> Mesa | None:
    """Its mesa, if who asks coordinates that."""
    mesa = await mesas.by_slug(db, found.mesa)
    return mesa if mesa is not None and await coordinates(request, mesa.id, db) else None


async def known(found: Commitment, mesa: Mesa, days: int, request: Request, language: Language, db: Session) -> Message:
    until = today_in(mesa, request) + timedelta(days=days)
    await schedule.acknowledge(db, About.COMMITMENT, found.id, until)
    return texts.acknowledged(language, found, until)
