"""Announcing: made, undone, paused, gone on with, cancelled; and seen to while it goes out, which pauses what goes wrong.

The road is that of every notice (bot/store/outbox.py); here is only what makes and stops it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.announcements import (
    MOST_AN_HOUR,
    UNDO,
    USEFUL,
    Announcement,
    Stopped,
    errors_of,
    too_many_errors,
    waiting,
)
from bot.domain.fates import Fates, total
from bot.domain.notices import GOES, Draft, Kind, Notice, NoticeState, State
from bot.domain.recipients import Role, team_of
from bot.domain.spoken import Turn
from bot.services import chronicle
from bot.services.acting import By
from bot.services.offices import holds
from bot.store import announcements, deliveries, history, mesas, notices, people, recipients
from bot.store.announcements import Made
from bot.store.database import Session


class TooMany(Exception):
    """This person announced as often as one may within an hour."""


async def up_to(db: Session, scopes: Iterable[tuple[int, str]]) -> int:
    """How many could be told; some may not wish it. scopes: (a mesa's row number, who hears it)."""
    return sum([await recipients.size(db, scope, mesa_id) for mesa_id, scope in scopes])


async def too_often(db: Session, chat: int, now: datetime) -> bool:
    return await announcements.made_since(db, chat, now - timedelta(hours=1)) >= MOST_AN_HOUR


async def announce(
    db: Session,
    made: Made,
    scopes: Mapping[int, str],
    *,
    at: datetime | None = None,
    urgent: bool = False,
) -> Announcement | None:
    """Nothing is sent before UNDO is over, nor before `at`; each mesa's history and its other coordinators are told now.

    scopes: of each mesa (row number), who hears it. None: it was made before.

    TooMany: by a person who announced too often.
    """
    if made.chat is not None and await too_often(db, made.chat, made.made_at):
        raise TooMany
    await history.begin(db)
    number = await announcements.keep(db, made)
    if number is None:
        return None
    soonest = made.made_at + UNDO
    begins = max(soonest, at or soonest)
    for mesa_id, scope in scopes.items():
        draft = Draft(
            f"announcement:{number}:{mesa_id}",
            mesa_id,
            scope,
            Kind.ANNOUNCEMENT,
            made.made_at,
            begins + USEFUL,
            not_before=begins,
            urgent=urgent,
        )
        notice_id = await notices.publish(db, draft)
        if notice_id is None:
            raise LookupError("an announcement made twice under two numbers")
        await announcements.carry(db, number, notice_id)
    one = await announcements.by_id(db, number)
    if one is not None:
        await chronicle.made(db, one, By(made.made_at, made.chat, made.actor), scheduled=begins > soonest)
    return one


async def pause(db: Session, one: Announcement, within: Collection[int], by: By) -> bool:
    """What waits of it within those mesas waits on; False: nothing does."""
    return await _turn(db, one, _theirs(one, within, NoticeState.OPEN), NoticeState.PAUSED, Turn.PAUSED, by)


async def cancel(db: Session, one: Announcement, within: Collection[int], by: By) -> bool:
    """What waits of it within those mesas is not sent; False: nothing waits. What is being sent this moment ends as it ends."""
    turn = Turn.UNDONE if waiting(one.notices, by.now) else Turn.CANCELLED
    return await _turn(db, one, _theirs(one, within, *GOES), NoticeState.CANCELLED, turn, by)


async def give_up(db: Session, one: Announcement, now: datetime) -> bool:
    """What is paused until it is of no more use is cancelled; whether anything was."""
    late = [notice for notice in one.notices if notice.state is NoticeState.PAUSED and now >= notice.useful_until]
    return await _turn(db, one, late, NoticeState.CANCELLED, Turn.EXPIRED, By(now))


async def go_on(db: Session, one: Announcement, within: Collection[int], by: By) -> bool:
    """What was paused within those mesas is sent; what went wrong until now counts no more. False: nothing was paused.

    Whoever goes on with what another left answers for it, and for nothing of it in other mesas.
    """
    paused = _theirs(one, within, NoticeState.PAUSED)
    if not await _turn(db, one, paused, NoticeState.OPEN, Turn.RESUMED, by):
        return False
    left = [notice for notice in paused if by.chat is not None and not await author_may(db, one, notice)]
    if left and by.chat is not None:
        part = await _part(db, one, left)
        await announcements.hand_over(db, part, by.within(db, left[0].mesa_id), by.chat)
        await _tolerate(db, part, left)
    if len(left) < len(paused):
        await _tolerate(db, one.id, [notice for notice in one.notices if notice not in left])
    return True


async def _part(db: Session, one: Announcement, which: Sequence[Notice]) -> int:
    """The announcement that these alone of its notices carry."""
    rest = [notice for notice in one.notices if notice not in which]
    if not rest:
        return one.id
    part = await announcements.split(db, one, which)
    seen = map(min, one.tolerated, errors_of(await _fates(db, rest)))
    await announcements.tolerate(db, one.id, *seen)
    return part


async def _tolerate(db: Session, announcement_id: int, carried_by: Sequence[Notice]) -> None:
    await announcements.tolerate(db, announcement_id, *errors_of(await _fates(db, carried_by)))


def _theirs(one: Announcement, within: Collection[int], *states: NoticeState) -> list[Notice]:
    return [notice for notice in one.notices if notice.mesa_id in within and notice.state in states]


async def _turn(
    db: Session,
    one: Announcement,
    which: Sequence[Notice],
    state: NoticeState,
    turn: Turn,
    by: By,
    why: Stopped | None = None,
) -> bool:
    """False: nothing of it is as it was read any more; of two who decide at once one wins."""
    await history.begin(db)
    done = [notice for notice in which if await notices.set_state(db, notice.id, state, [notice.state])]
    await chronicle.turned(db, one, done, turn, by, why)
    return bool(done)


async def fates(db: Session, one: Announcement) -> Fates:
    """What became of all its deliveries, kept numbers included."""
    return await _fates(db, one.notices)


async def _fates(db: Session, which: Iterable[Notice]) -> Fates:
    each = [await deliveries.account(db, notice.id) for notice in which]
    return total(account.fates for account in each if account is not None)


async def author_may(db: Session, one: Announcement, notice: Notice) -> bool:
    """Whether whoever made it still coordinates the mesa it is told to. What the operator or the bot announces stands."""
    if not one.by_a_person:
        return True
    return one.chat is not None and await holds(db, team_of(notice.mesa_id), one.chat, Role.COORDINATOR)


@dataclass(frozen=True)
class Seen:
    """An announcement as it stands. expected: how many deliveries it has or is going to have, at most. mesas: their names.

    wrong: for which reason it is to be paused, as far as it is open; None: for none. shown_to: who sees its progress, None =
    nobody; in which language.
    """

    announcement: Announcement
    fates: Fates
    expected: int
    mesas: tuple[str, ...]
    wrong: Stopped | None = None
    shown_to: int | None = None
    language: str = ""

    @property
    def over(self) -> bool:
        return self.announcement.over(self.fates)


async def look(db: Session, one: Announcement) -> Seen:
    """Reads only, of a large one for a while."""
    counted = await fates(db, one)
    may = [await author_may(db, one, notice) for notice in one.notices]
    open_ = [notice.state is NoticeState.OPEN for notice in one.notices]
    wrong = Stopped.AUTHOR if not all(one for one, on in zip(may, open_, strict=True) if on) else None
    if any(open_) and too_many_errors(counted, one.tolerated):
        wrong = Stopped.ERRORS
    chat = one.chat if any(may) else None
    return Seen(
        one,
        counted,
        await _expected(db, one, counted),
        await names_of(db, one),
        wrong,
        chat,
        (await people.settings(db, chat)).language if chat is not None else "",
    )


async def _expected(db: Session, one: Announcement, counted: Fates) -> int:
    """Not yet made are those of a notice that goes on and is not filled."""
    made = counted.of(*State)
    if all(notice.filled or notice.state not in GOES for notice in one.notices):
        return made
    return max(made, await up_to(db, [(notice.mesa_id, notice.scope) for notice in one.notices]))


async def names_of(db: Session, one: Announcement) -> tuple[str, ...]:
    """The mesas it is announced to."""
    found = [await mesas.by_id(db, notice.mesa_id) for notice in one.notices]
    return tuple(mesa.name for mesa in found if mesa is not None)


async def hold(db: Session, announcement_id: int, why: Stopped, now: datetime) -> None:
    """Pause what goes wrong, or what is left of whoever coordinates its mesa no more."""
    one = await announcements.by_id(db, announcement_id)
    if one is None:
        return
    open_ = [notice for notice in one.notices if notice.state is NoticeState.OPEN]
    if why is Stopped.AUTHOR:
        open_ = [notice for notice in open_ if not await author_may(db, one, notice)]
    if await _turn(db, one, open_, NoticeState.PAUSED, Turn.HELD, By(now), why):
        await announcements.stop(db, one.id, why)
