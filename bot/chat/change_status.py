"""/estado: what the responsible party reports of a commitment, with a note and what shows it, recorded by a coordinator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.chat.attaching import ATTACH, pieces_of
from bot.chat.drafted import may
from bot.chat.recording import LONGEST_WORDS, NONE, about, save, starting, written
from bot.chat.recording import asked as asked_for
from bot.chat.request import Request
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard
from bot.domain.changes import reported
from bot.domain.commitments import Commitment, Status
from bot.domain.drafts import Values
from bot.domain.messages import Message
from bot.services.changing import Stale
from bot.store.database import Session
from bot.texts import recording as texts
from bot.texts.language import Language

_PROGRESS = re.compile(r"([0-9]{1,3}) ?%?")
WHOLE = 100  # %


async def which_status(desk: Desk) -> Message:
    return texts.which_status(desk.language, await about(desk), desk.button)


async def status_given(desk: Desk, given: Given) -> Values:
    if given.choice not in list(Status):
        raise Misread(texts.press_one(desk.language))
    return {"status": given.choice}


async def which_note(desk: Desk) -> Message:
    return texts.which_note(desk.language, desk.button(texts.no_note(desk.language), NONE))


async def note_given(desk: Desk, given: Given) -> Values:
    """A number alone is how far it is, in percent."""
    if given.choice == NONE:
        return {"note": ""}
    words = written(given)
    if words is None:
        raise Misread(texts.in_words(desk.language, LONGEST_WORDS))
    if progress := _PROGRESS.fullmatch(words):
        reached = int(progress[1])
        if reached > WHOLE or (reached < WHOLE and desk.values["status"] == Status.DONE):
            raise Misread(texts.no_such_progress(desk.language, reached))
        return {"note": f"{reached} %"}
    return {"note": words}


async def preview(desk: Desk) -> Message:
    before = await about(desk)
    after = changed(desk.values, before, date.min)
    return texts.status_preview(desk.language, before, after, pieces_of(desk.values))


async def apply(desk: Desk) -> Message:
    try:
        kept = await save(desk, lambda one, today: changed(desk.values, one, today), pieces_of(desk.values))
    except Stale as stale:
        return texts.changed_meanwhile(desk.language, stale.now_is)
    return texts.recorded(desk.language, kept)


def changed(values: Mapping[str, Any], one: Commitment, today: date) -> Commitment:
    return reported(one, Status(values["status"]), values["note"], today)


STATUS = Wizard(
    "status",
    (
        Step("status", which_status, status_given),
        Step("note", which_note, note_given),
        ATTACH,
    ),
    may,
    preview,
    apply,
)


start = starting(STATUS)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/estado <code>`"""
    return await asked_for(start, "estado", request, language, db)
