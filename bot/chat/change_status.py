"""/estado: what the responsible party reports of a commitment, with a note, recorded by a coordinator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat.coordinators import commitment_coordinated, coordinates, mesa_coordinated
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard, begin
from bot.domain.commitments import Commitment, Status
from bot.domain.drafts import Values
from bot.domain.messages import Message
from bot.services.acting import actor_of
from bot.services.changing import Stale, change
from bot.store import commitments, mesas
from bot.store.database import Session
from bot.texts import pages
from bot.texts import recording as texts
from bot.texts.language import Language

LONGEST_NOTE = 1_000
NONE = "-"  # no note


async def may(request: Request, values: dict[str, Any], db: Session) -> bool:
    return await coordinates(request, values["mesa"], db)


async def which_status(desk: Desk) -> Message:
    return texts.which_status(desk.language, await about(desk), desk.button)


async def status_given(desk: Desk, given: Given) -> Values:
    if given.choice not in list(Status):
        raise Misread(texts.press_one(desk.language))
    return {"status": given.choice}


async def which_note(desk: Desk) -> Message:
    return texts.which_note(desk.language, desk.button(texts.no_note(desk.language), NONE))


async def note_given(desk: Desk, given: Given) -> Values:
    words = given.text.strip()
    if given.choice == NONE:
        return {"note": ""}
    if not words or len(words) > LONGEST_NOTE:
        raise Misread(texts.note_in_words(desk.language, LONGEST_NOTE))
    return {"note": words}


async def preview(desk: Desk) -> Message:
    return texts.status_preview(desk.language, await about(desk), changed(desk, await about(desk)))


async def apply(desk: Desk) -> Message:
    values, request = desk.values, desk.request
    mesa = await mesas.by_id(desk.db, values["mesa"])
    if mesa is None:
        raise LookupError("a draft of a mesa that is gone")
    actor = actor_of(desk.db, mesa.id, request.chat)
    today = today_in(mesa, request)
    try:
        kept = await change(
            desk.db,
            values["commitment"],
            values["revision"],
            lambda one: replace(changed(desk, one), status_date=today.isoformat()),
            actor=actor,
            now=request.now,
        )
    except Stale as stale:
        return texts.changed_meanwhile(desk.language, stale.now_is)
    return texts.recorded(desk.language, kept)


def changed(desk: Desk, one: Commitment) -> Commitment:
    values = desk.values
    return replace(one, status=Status(values["status"]), status_words=values["note"] or one.status_words)


async def about(desk: Desk) -> Commitment:
    found = await commitments.by_id(desk.db, desk.values["commitment"])
    if found is None:
        raise LookupError("a draft of a commitment that is gone")
    return found


STATUS = Wizard(
    "status",
    (Step("status", which_status, status_given), Step("note", which_note, note_given)),
    may,
    preview,
    apply,
)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/estado <code>`"""
    found = await commitment_coordinated(request.text, request, db) if request.text else None
    if found is not None:
        one, mesa = found
        given = {"mesa": mesa.id, "commitment": one.id, "revision": one.revision}
        return await begin(STATUS, given, request, language, db)
    if await mesa_coordinated(request, db) is None:
        return pages.unknown_command(language)
    return texts.usage(language, "estado")
