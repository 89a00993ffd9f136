"""What the bot says, before any channel shapes it: text, buttons, a place, a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.domain.charts import Chart

Menu = tuple[tuple[str, str], ...]  # a command and what it does


@dataclass(frozen=True)
class Button:
    """One inline button: it calls back (`data`, at most 64 bytes) or opens an address (`url`), never both."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Venue:
    """A pin on the map; latitude and longitude in degrees (WGS 84)."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True)
class File:
    """A small file made from the same facts, e.g. an `.ics`. kind: "document", or "photo" for what is seen in the chat."""

    name: str
    content: bytes
    caption: str = ""
    kind: str = "document"


@dataclass(frozen=True)
class Media:
    """What somebody sent the bot, to be sent on. kind: "photo", "voice", "audio", "video" or "document".

    file_id: as Telegram holds it for this bot.
    """

    kind: str
    file_id: str


@dataclass(frozen=True)
class Message:
    """One answer.

    text: Telegram HTML of any length (the channel splits it); none: nothing is said (`NOTHING`).
    rows: inline buttons. keyboard: reply keyboard to show from now on; Telegram allows only one of the two.
    menu: for this chat; None: it stays as it is, (): it is taken away. menus: of other chats, whose office began or ended with it.
    replaces: edit the message whose button was pressed instead of sending a new one.
    chart: a picture to be made of these facts, once what happened is kept (bot/media); the text says the same in words.
    silent: it comes without a sound.
    gathers: tells all that came so far; where more of the album that it answers has come meanwhile, that answer is said instead.
    toast: the short line shown over the chat when a button was pressed.
    then: what is said next, in a message of its own.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    menu: Menu | None = None
    venue: Venue | None = None
    file: File | None = None
    media: Media | None = None
    chart: Chart | None = None
    toast: str = ""
    replaces: bool = False
    menus: tuple[tuple[int, Menu], ...] = field(default=(), repr=False)
    silent: bool = False
    gathers: bool = False
    then: Message | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.file, self.media, self.chart)) > 1:
            raise ValueError("a message carries one thing: a file, a chart to be drawn, or what is sent on")
        if self.rows and self.keyboard:
            raise ValueError("a message has inline buttons or a reply keyboard, not both")


NOTHING = Message("")  # what happened needs no answer


def last(message: Message, following: Message) -> Message:
    """`following` said at the end of the chain."""
    return replace(message, then=last(message.then, following) if message.then else following)
