"""What a person asked, free of Telegram: the same handlers serve a private chat, a group and the simulator."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.fates import Account
from bot.domain.limits import Budget
from bot.domain.messages import Media, Message
from bot.domain.overview import Overview
from bot.domain.people import Settings
from bot.store.database import Session


class Kind(StrEnum):
    """The order here is the order in which routes are tried."""

    COMMAND = "command"
    BUTTON = "button"
    LABEL = "label"  # the words of a big button of the reply keyboard
    CODE = "code"  # a commitment's code by itself
    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    JOINED = "joined"  # the bot was added to a group
    CHANNEL = "channel"  # and to a channel, as one of its administrators
    REMOVED = "removed"  # and thrown out of it, or it left
    MOVED = "moved"  # a group got another number
    BLOCKED = "blocked"  # a person blocked the bot
    UNBLOCKED = "unblocked"  # and let it in again


MOST_FETCHED = 2 * 1024 * 1024  # bytes of one request's files, together


@dataclass(frozen=True)
class Attachment:
    """A file that came along. size: bytes, 0 = unknown. name, mime: as the sender says."""

    media: Media
    name: str = ""
    mime: str = ""
    size: int = 0


def unlimited(_: Budget) -> bool:
    """Nobody counts."""
    return True


@dataclass(frozen=True)
class Request:
    """chat, user: Telegram's numbers, in memory only, never stored or logged in clear. now: aware.

    text: a command's arguments, the label, the code, the plain words or the words under what is attached.
    data: an unpacked button, () elsewhere. pressed: it as it came, with its tag, "" elsewhere.
    thread: the forum topic. bot: our own username, "" unknown. moved: (old, new) number of a group.
    wanted: files to be fetched before the transaction, as `ahead` found. files: what they hold, in their order; None: not fetched.
    settings: what this chat chose, read in the same transaction. accounts: a mesa's notices, where they were counted before it;
    overviews: a mesa's, likewise.
    spend: whether who asks may have one more of that; then it is counted.
    """

    now: datetime
    chat: int
    user: int
    private: bool
    kind: Kind
    text: str = ""
    command: str = ""
    data: tuple[str, ...] = ()
    pressed: str = ""
    thread: int | None = None
    bot: str = ""
    moved: tuple[int, int] | None = None
    attachment: Attachment | None = None
    place: tuple[float, float] | None = None  # degrees
    wanted: tuple[Attachment, ...] = ()
    files: tuple[bytes, ...] | None = None
    settings: Settings = Settings()
    accounts: Mapping[int, Sequence[Account]] = field(default_factory=dict)
    overviews: Mapping[int, Overview] = field(default_factory=dict)
    spend: Callable[[Budget], bool] = unlimited


Handler = Callable[[Request, Session], Awaitable[Message]]
Ahead = Callable[[Request, Session], Awaitable[Request]]


@dataclass(frozen=True)
class Route:
    """One row of the route table. names: commands, labels or button words; () takes all of its kind.

    otherwise: what somebody hears in a group who is none of its administrators; None: everybody may. ahead: reads, before the
    transaction begins, what takes too long in it.
    """

    kind: Kind
    names: tuple[str, ...]
    handler: Handler
    otherwise: Handler | None = None
    ahead: Ahead | None = None
