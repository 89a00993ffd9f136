"""Sessions: the next, the past, one with its place on the map and its calendar file."""

from __future__ import annotations

from bot.chat.coordinators import coordinates
from bot.chat.here import Here, place, today_in
from bot.chat.request import Kind, Request
from bot.chat.start import mesa_of
from bot.domain.asking import PAGE_SIZE
from bot.domain.callbacks import number
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.subjects import About, Subject
from bot.store import meetings, mesas, subjects
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import meetings as texts
from bot.texts.language import Language
from bot.texts.paging import Rows
from bot.texts.sessions import change_button


async def upcoming(here: Here, db: Session) -> Message:
    """The next session; the chat speaks of the mesa's sessions from now on."""
    await speak_of(here, db)
    found = await meetings.upcoming(db, here.mesa.id, here.subgroup, here.request.now)
    return texts.upcoming(
        here.language,
        here.mesa,
        found,
        here.today,
        subgroup_index=here.subgroup_index,
        replaces=here.request.kind is Kind.BUTTON,
        more=await for_coordinators(here.request, here.language, here.mesa, found[0], db) if found else (),
    )


async def past(here: Here, db: Session, page: int) -> Message:
    await speak_of(here, db)
    found, total = await meetings.past(db, here.mesa.id, here.subgroup, here.request.now, page)
    pages = max(1, -(-total // PAGE_SIZE))
    return texts.past(
        here.language, here.mesa, found, total, min(page, pages), pages, here.today, subgroup_index=here.subgroup_index
    )


async def speak_of(here: Here, db: Session) -> None:
    await subjects.remember(db, here.request.chat, Subject(About.MEETINGS, here.mesa.slug), here.request.now)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`s:<mesa id>:<n|p>:<subgroup index>:<page>`"""
    mesa = await mesa_of(request, db)
    if mesa is None or len(request.data) < 5:
        return lists.gone(language)
    index, page = number(request.data[3]), number(request.data[4])
    if index is None or page is None or index > len(mesa.subgroups):
        return lists.gone(language)
    here = place(request, language, mesa, mesa.subgroups[index - 1] if index else "")
    return await past(here, db, max(1, page)) if request.data[2] == "p" else await upcoming(here, db)


async def one(request: Request, language: Language, db: Session) -> Message:
    """`e:<meeting id>`"""
    found = await meeting_of(request, db)
    if found is None:
        return lists.gone(language)
    mesa, meeting = found
    more = await for_coordinators(request, language, mesa, meeting, db)
    return texts.meeting(language, mesa, meeting, today_in(mesa, request), replaces=True, more=more)


async def for_coordinators(request: Request, language: Language, mesa: Mesa, one: Meeting, db: Session) -> Rows:
    """Whoever coordinates the mesa can change a session from its page."""
    return ((change_button(language, one),),) if await coordinates(request, mesa.id, db) else ()


async def pin(request: Request, language: Language, db: Session) -> Message:
    """`v:<meeting id>`: where it will be, on the map."""
    found = await meeting_of(request, db)
    return texts.pin(language, found[1]) if found else lists.gone(language)


async def calendar(request: Request, language: Language, db: Session) -> Message:
    """`k:<meeting id>`: the session as a calendar file."""
    found = await meeting_of(request, db)
    return texts.calendar(language, *found) if found else lists.gone(language)


async def meeting_of(request: Request, db: Session) -> tuple[Mesa, Meeting] | None:
    meeting_id = number(request.data[1]) if len(request.data) > 1 else None
    meeting = await meetings.by_id(db, meeting_id) if meeting_id is not None else None
    mesa = await mesas.by_slug(db, meeting.mesa) if meeting else None
    return (mesa, meeting) if meeting and mesa else None
