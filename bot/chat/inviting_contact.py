"""Inviting somebody to be contact of an institution of the mesa: which one, by buttons or by its name, and a confirmation."""

from __future__ import annotations

from typing import Any

from bot.chat.coordinators import sees_to_team
from bot.chat.drafted import mesa_of
from bot.chat.here import today_in
from bot.chat.request import Request
from bot.chat.wizards import Desk, Given, Misread, Step, Turned, Wizard, begin
from bot.domain.callbacks import number
from bot.domain.drafts import Values
from bot.domain.folding import fold
from bot.domain.mesas import Institution, Mesa
from bot.domain.messages import Message
from bot.domain.recipients import Role, contacts_of
from bot.services import inviting, offices
from bot.store import institutions, mesas
from bot.store.database import Session
from bot.texts import invitations
from bot.texts import inviting as links
from bot.texts import offices as texts
from bot.texts.language import Language
from bot.texts.paging import turning

PAGE_SIZE = 8
PAGE = "p"  # before the number of a page


async def contact_asked(mesa: Mesa, body: int | None, request: Request, language: Language, db: Session) -> Message:
    """body: the institution's row, if it is known already."""
    given = {"mesa": mesa.id} | ({"body": body} if body else {})
    return await begin(CONTACT, given, request, language, db)


async def bodies(mesa: Mesa, request: Request, db: Session) -> list[tuple[int, Institution]]:
    """The row numbers and institutions that sit in the mesa or owe something in it, by name."""
    owing = {one.slug for one in await institutions.owners(db, mesa.id, today_in(mesa, request))}
    slugs = owing | {seat.institution for seat in mesa.seats}
    numbers = await institutions.numbers_of(db, slugs)
    known = [one for one in await institutions.all_institutions(db) if one.slug in slugs]
    return sorted(((numbers[one.slug], one) for one in known), key=lambda one: fold(one[1].short))


async def body_named(words: str, mesa: Mesa, request: Request, db: Session) -> int | None:
    """The one institution of the mesa that is called so, else whose name holds the words; None: none, or several."""
    wanted, each = fold(words), await bodies(mesa, request, db)
    named = {at: [fold(name) for name in (one.slug, one.name, one.acronym, *one.aliases)] for at, one in each}
    whole = [at for at, names in named.items() if wanted in names]
    found = whole or [at for at, names in named.items() if any(wanted in name for name in names)]
    return found[0] if len(found) == 1 and wanted else None


async def may(request: Request, values: dict[str, Any], db: Session) -> bool:
    mesa = await mesas.by_id(db, values["mesa"])
    return mesa is not None and await sees_to_team(request, mesa, db)


async def which_body(desk: Desk) -> Message:
    mesa = await mesa_of(desk)
    each = await bodies(mesa, desk.request, desk.db)
    pages = max(1, -(-len(each) // PAGE_SIZE))
    page = min(max(1, desk.values.get("page", 1)), pages)
    shown = each[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    turned = turning(desk.language, page, pages, lambda at: desk.button("", f"{PAGE}{at}").data)
    return invitations.which_body(desk.language, mesa, shown, turned, desk.button)


async def body_given(desk: Desk, given: Given) -> Values:
    mesa = await mesa_of(desk)
    if given.choice.startswith(PAGE) and (page := number(given.choice.removeprefix(PAGE))):
        raise Turned({"page": page})
    if given.choice:
        chosen = number(given.choice)
        found = chosen if chosen in dict(await bodies(mesa, desk.request, desk.db)) else None
    else:
        found = await body_named(given.text, mesa, desk.request, desk.db)
    if found is None:
        raise Misread(invitations.no_body(desk.language))
    return {"body": found}


async def preview(desk: Desk) -> Message:
    return invitations.contact_preview(desk.language, await mesa_of(desk), await body_of(desk))


async def apply(desk: Desk) -> Message:
    mesa, body, request = await mesa_of(desk), await body_of(desk), desk.request
    by = offices.actor(desk.db, mesa, request.chat)
    issued = await inviting.issue(desk.db, contacts_of(desk.values["body"]), mesa, by, request.now)
    one = texts.Invitation(issued.id, Role.CONTACT, body.short, issued.expires)
    return invitations.issued(desk.language, one, mesa, links.link(request.bot, issued.payload))


async def body_of(desk: Desk) -> Institution:
    found = await institutions.by_id(desk.db, desk.values["body"])
    if found is None:
        raise LookupError("a draft of an institution that is gone")
    return found


CONTACT = Wizard(
    "contact",
    (Step("body", which_body, body_given, when=lambda values: "body" not in values),),
    may,
    preview,
    apply,
)
