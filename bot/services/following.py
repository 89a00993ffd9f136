"""Who follows what, and how they stop: begin, narrow, be told less, be silent, be gone, be forgotten whole.

The rhythm belongs to a recipient in one mesa; silence, discretion and being gone to the chat itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm, Role, Wishes, followers_of, wishing
from bot.services import channels
from bot.store import announcements, drafts, people, recipients, subjects, waiting
from bot.store.database import Session


class Left(Enum):
    """What came of not wanting to follow something."""

    NOTHING = "it was not followed"
    DONE = "it is followed no more"
    WHOLE = "the whole mesa is followed still, and it with it"


@dataclass(frozen=True)
class Forgotten:
    """What was known of a chat: what it chose, and everywhere it was told something."""

    settings: Settings
    recipients: tuple[Recipient, ...]

    @property
    def nothing(self) -> bool:
        return self.settings == Settings() and not self.recipients


async def follow(
    db: Session,
    chat: int,
    mesa_id: int,
    *,
    commitment: int | None = None,
    subgroup: str = "",
    role: Role = Role.FOLLOWER,
    thread: int | None = None,
) -> bool:
    """From now on that chat hears of a commitment (by its row), of a subgroup, else of the whole mesa.

    False: it did already. A group is told in `thread`, and waits for no mesa any more. TooMany.
    """
    scope = followers_of(mesa_id)
    known = await recipients.find(db, scope, chat)
    wishes = wishing(known.wishes if known else None, commitment, subgroup)
    await recipients.save(db, scope, chat, role, wishes, thread)
    if role is Role.GROUP:
        await waiting.settle(db, chat)
    if known is None or wishes.rhythm is not known.wishes.rhythm:
        return True
    return wishes != known.wishes and not (commitment is not None and known.wishes.whole)


async def stop(db: Session, chat: int, mesa_id: int, *, commitment: int | None = None, subgroup: str = "") -> Left:
    """No more of a commitment, of a subgroup, else of the mesa; who follows nothing else is no recipient any more."""
    known = await recipients.find(db, followers_of(mesa_id), chat)
    if known is None:
        return Left.NOTHING
    if commitment is None and not subgroup:
        await _drop(db, known, "left")
        return Left.DONE
    wishes = known.wishes.leaving(commitment, subgroup)
    if wishes == known.wishes and not wishes.whole:
        return Left.NOTHING
    if wishes.empty:
        await _drop(db, known, "left")
        return Left.DONE
    await _wish(db, known, wishes)
    return Left.WHOLE if wishes.whole else Left.DONE


async def set_rhythm(db: Session, chat: int, mesa_id: int, rhythm: Rhythm) -> Wishes | None:
    """How often it hears of what it follows in that mesa; None: it follows nothing there."""
    return await _change(db, chat, mesa_id, lambda wishes: replace(wishes, rhythm=rhythm))


async def only_chosen(db: Session, chat: int, mesa_id: int) -> Wishes | None:
    """No more of the whole mesa, only of what was chosen; who wanted nothing hears it at once. None as above."""
    return await _change(
        db,
        chat,
        mesa_id,
        lambda wishes: replace(
            wishes, whole=False, rhythm=Rhythm.AT_ONCE if wishes.rhythm is Rhythm.NONE else wishes.rhythm
        ),
    )


async def snooze(db: Session, chat: int, today: date, days: int) -> Settings:
    """Nothing is sent before `days` from today have passed; 0 ends the silence."""
    until = (today + timedelta(days=days)).isoformat() if days else ""
    return await _set(db, chat, lambda settings: replace(settings, snoozed_until=until))


async def set_discreet(db: Session, chat: int, *, discreet: bool) -> Settings:
    """Whether a notice says only that there is one."""
    return await _set(db, chat, lambda settings: replace(settings, discreet=discreet))


async def on_gone(db: Session, chat: int, now: datetime) -> None:
    """It cannot be told any more: a person who blocked the bot may come back; a group that threw it out is forgotten."""
    if chat < 0:  # groups and channels, as Telegram numbers them
        await channels.lost(db, chat, now)
        await forget(db, chat)
    elif (await people.settings(db, chat)) != Settings() or await recipients.every(db, chat):
        await _set(db, chat, lambda settings: replace(settings, gone=True))


async def on_back(db: Session, chat: int) -> Settings:
    """It can be told again."""
    return await _set(db, chat, lambda settings: replace(settings, gone=False))


async def on_moved(db: Session, old: int, new: int) -> None:
    """A group got another number: everything of it follows, once, in whatever order and however often that is heard."""
    await recipients.move(db, old, new)
    await people.move(db, old, new)
    await waiting.move(db, old, new)
    await subjects.forget(db, old)
    if await recipients.every(db, new):
        await waiting.settle(db, new)  # it may have been greeted as new already


async def forget(db: Session, chat: int) -> Forgotten:
    """Destroy everything kept of a chat, in every scope, and say what it was; what was on its way to it is cancelled."""
    known = Forgotten(await people.settings(db, chat), tuple(await recipients.every(db, chat)))
    for one in known.recipients:
        await _drop(db, one, "forgotten")
    await people.forget(db, chat)
    await subjects.forget(db, chat)
    await drafts.drop(db, chat)
    await announcements.forget(db, chat)
    await waiting.settle(db, chat)
    return known


async def _drop(db: Session, one: Recipient, reason: str) -> None:
    await recipients.call_off(db, one, reason)
    await recipients.drop(db, one.scope, one.chat)


async def _wish(db: Session, one: Recipient, wishes: Wishes) -> None:
    await recipients.save(db, one.scope, one.chat, one.role, wishes, one.thread)


async def _change(db: Session, chat: int, mesa_id: int, change: Callable[[Wishes], Wishes]) -> Wishes | None:
    known = await recipients.find(db, followers_of(mesa_id), chat)
    if known is None:
        return None
    wishes = change(known.wishes)
    await _wish(db, known, wishes)
    return wishes


async def _set(db: Session, chat: int, change: Callable[[Settings], Settings]) -> Settings:
    known = await people.settings(db, chat)
    settings = change(known)
    if settings != known:
        await people.remember(db, chat, settings)
    return settings
