"""/aceptar, /declinar, /informar: an institution's contact answers for it, and for nothing else.

To everybody else there are no such commands, and to a contact what other institutions owe does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.chat.attaching import ATTACH, pieces_of
from bot.chat.contacts import Owed, bodies_spoken_for, owed_by_code, owed_by_theirs, still_theirs
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.chat.wizards import Desk, Given, Misread, Step, Wizard, begin
from bot.domain.answering import accepted, declined, owes
from bot.domain.callbacks import number
from bot.domain.commitments import Commitment, Stance, Status
from bot.domain.drafts import Values
from bot.domain.mesas import Institution, Mesa
from bot.domain.messages import Message
from bot.services.bodies import Directory
from bot.services.changing import Stale
from bot.services.contacting import answer
from bot.store import commitments, institutions, mesas
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import contacts as texts
from bot.texts import pages, recording
from bot.texts.language import Language

LONGEST_REASON = 500
LONGEST_WORDS = 1_000
MOST_SUGGESTED = 8
NONE = "-"


async def may(request: Request, values: dict[str, Any], db: Session) -> bool:
    return await still_theirs(request, values["body"], values["commitment"], db)


async def may_report(request: Request, values: dict[str, Any], db: Session) -> bool:
    """Of what it declined an institution says no more how it goes."""
    one, body = await commitments.by_id(db, values["commitment"]), await institutions.by_id(db, values["body"])
    part = owes(one, body.slug) if one and body else None
    return part is not None and part.stance is not Stance.DECLINED and await may(request, values, db)


async def about(desk: Desk) -> tuple[Commitment, Mesa, Institution]:
    """What is answered, and for whom."""
    values = desk.values
    one = await commitments.by_id(desk.db, values["commitment"])
    mesa = await mesas.by_id(desk.db, values["mesa"])
    body = await institutions.by_id(desk.db, values["body"])
    if one is None or mesa is None or body is None:
        raise LookupError("a draft of something that is gone")
    return one, mesa, body


async def keep(desk: Desk, mesa: Mesa, how: Callable[[Commitment], Commitment]) -> Message:
    values, request = desk.values, desk.request
    whose, shown = (mesa.id, request.chat), pieces_of(values)
    try:
        kept = await answer(
            desk.db, values["commitment"], values["revision"], how, whose=whose, now=request.now, evidence=shown
        )
    except Stale as stale:
        return recording.changed_meanwhile(desk.language, stale.now_is)
    return texts.kept(desk.language, kept)


async def accept_preview(desk: Desk) -> Message:
    one, _, body = await about(desk)
    part = owes(one, body.slug)
    if part is None:
        raise LookupError("a draft of something that is gone")
    return texts.accept_preview(desk.language, one, body.short, part.role)


async def accept(desk: Desk) -> Message:
    _, mesa, body = await about(desk)
    today = today_in(mesa, desk.request)
    return await keep(desk, mesa, lambda one: accepted(one, body.slug, body.short, today))


async def which_reason(desk: Desk) -> Message:
    one, _, body = await about(desk)
    return texts.which_reason(desk.language, one, body.short)


async def reason_given(desk: Desk, given: Given) -> Values:
    words = " ".join(given.text.split())
    if not words or len(words) > LONGEST_REASON:
        raise Misread(texts.reason_in_words(desk.language, LONGEST_REASON))
    return {"reason": words}


async def which_instead(desk: Desk) -> Message:
    """Those that sit in the mesa are offered; any other can be written."""
    _, mesa, body = await about(desk)
    numbers = await institutions.numbers_of(desk.db, {one.institution for one in mesa.seats} - {body.slug})
    names = await institutions.names_of(desk.db, numbers.values())
    seated = [
        (numbers[one.institution], names[numbers[one.institution]]) for one in mesa.seats if one.institution in numbers
    ]
    return texts.which_instead(desk.language, list(dict.fromkeys(seated))[:MOST_SUGGESTED], desk.button, NONE)


async def instead_given(desk: Desk, given: Given) -> Values:
    if given.choice == NONE:
        return {"named": 0}
    every = await institutions.all_institutions(desk.db)
    if given.choice:
        known = number(given.choice)
        found = await institutions.by_id(desk.db, known) if known is not None else None
    else:
        directory = Directory()
        directory.add(every)
        found = directory.known(given.text)
    if found is None:
        raise Misread(texts.institution_unknown(desk.language, given.text or given.choice))
    numbers = await institutions.numbers_of(desk.db, [found.slug])
    if numbers[found.slug] == desk.values["body"]:
        raise Misread(texts.itself(desk.language))
    return {"named": numbers[found.slug]}


async def named(desk: Desk) -> tuple[str, str]:
    """(slug, name) of whom it says it is up to."""
    found = await institutions.by_id(desk.db, desk.values["named"]) if desk.values["named"] else None
    return (found.slug, found.short) if found else ("", "")


async def decline_preview(desk: Desk) -> Message:
    one, _, body = await about(desk)
    return texts.decline_preview(desk.language, one, body.short, desk.values["reason"], (await named(desk))[1])


async def decline(desk: Desk) -> Message:
    _, mesa, body = await about(desk)
    today, reason, instead = today_in(mesa, desk.request), desk.values["reason"], await named(desk)
    return await keep(desk, mesa, lambda one: declined(one, body.slug, body.short, today, reason, instead))


async def which_status(desk: Desk) -> Message:
    one, _, _ = await about(desk)
    return texts.which_status(desk.language, one, desk.button)


async def status_given(desk: Desk, given: Given) -> Values:
    if given.choice not in set(Status) - texts.NOT_REPORTED:
        raise Misread(recording.press_one(desk.language))
    return {"status": given.choice}


async def which_words(desk: Desk) -> Message:
    return texts.which_words(desk.language, desk.button(recording.no_note(desk.language), NONE))


async def words_given(desk: Desk, given: Given) -> Values:
    words = given.text.strip()
    if given.choice == NONE:
        return {"words": ""}
    if not words or len(words) > LONGEST_WORDS:
        raise Misread(recording.in_words(desk.language, LONGEST_WORDS))
    return {"words": words}


async def reported(desk: Desk) -> Callable[[Commitment], Commitment]:
    """What the report makes of a commitment: the status, whose words, and the date."""
    _, mesa, body = await about(desk)
    status = Status(desk.values["status"])
    words = texts.according_to(desk.language, desk.values["words"], status, body.short)
    today = today_in(mesa, desk.request).isoformat()
    return lambda one: replace(one, status=status, status_words=words, status_date=today)


async def inform_preview(desk: Desk) -> Message:
    one, _, _ = await about(desk)
    return texts.inform_preview(desk.language, one, (await reported(desk))(one), pieces_of(desk.values))


async def inform(desk: Desk) -> Message:
    _, mesa, _ = await about(desk)
    return await keep(desk, mesa, await reported(desk))


ACCEPT = Wizard("accept", (), may, accept_preview, accept)
DECLINE = Wizard(
    "decline",
    (Step("reason", which_reason, reason_given), Step("instead", which_instead, instead_given)),
    may,
    decline_preview,
    decline,
)
INFORM = Wizard(
    "inform",
    (Step("status", which_status, status_given), Step("words", which_words, words_given), ATTACH),
    may_report,
    inform_preview,
    inform,
)
EACH = (ACCEPT, DECLINE, INFORM)
COMMANDS = {"aceptar": ACCEPT, "declinar": DECLINE, "informar": INFORM}
BUTTONS = {"a": ACCEPT, "d": DECLINE, "i": INFORM}


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/aceptar <code>`, `/declinar <code>`, `/informar <code>`"""
    found = await owed_by_code(request.text, request, db) if request.text else None
    if found is not None:
        return await begun(COMMANDS[request.command], found, request, language, db)
    if not await bodies_spoken_for(request, db):
        return pages.unknown_command(language)
    return lists.code_unknown(language, request.text) if request.text else texts.usage(language, request.command)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`ca:<commitment id>:<a|d|i>`"""
    commitment_id = number(request.data[1]) if len(request.data) == 3 else None
    one = await commitments.by_id(db, commitment_id) if commitment_id is not None else None
    found = await owed_by_theirs(one, request, db) if one else None
    if found is None or request.data[2] not in BUTTONS:
        return pages.old_button(language)
    return await begun(BUTTONS[request.data[2]], found, request, language, db)


async def begun(wizard: Wizard, found: Owed, request: Request, language: Language, db: Session) -> Message:
    one = found.commitment
    if wizard is INFORM and found.stance is Stance.DECLINED:
        return Message(texts.has_declined(language))
    given = {"mesa": found.mesa.id, "commitment": one.id, "revision": one.revision, "body": found.body}
    return await begin(wizard, given, request, language, db)
