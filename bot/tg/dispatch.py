"""One update, one transaction: PTB finds the route, the adapter claims, asks the handler and commits; the caller replies.

`process_update` swallows errors, so nothing depends on it: the adapter leaves what happened where the caller finds it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from telegram import Chat, ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot import failpoints
from bot.chat.request import Ahead, Handler, Kind, Request, Route
from bot.clock import Clock
from bot.domain.callbacks import unpack
from bot.domain.folding import looks_like_code
from bot.domain.limits import Budget, Limits
from bot.domain.messages import NOTHING, Message
from bot.services.following import on_back
from bot.services.signing import sign
from bot.store import people, updates
from bot.store.database import Database
from bot.tg.bots import Api
from bot.tg.fetching import fetch
from bot.tg.incoming import Target, concerns_us, read, target_of

log = structlog.get_logger()
HANDLER_SECONDS = 20
ASKING_SECONDS = 5.0  # until who is administrator of a group must be known
Ptb = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Answer:
    """What was committed and is to be said; message None: nothing to say (not for us, or known already)."""

    target: Target | None = None
    message: Message | None = None


@dataclass
class Dispatcher:
    """Route table in, handlers of PTB out; `dispatch` runs one update through them.

    limits: of what one person may ask for, None = none. too_much: what somebody alone with us hears, once a minute, who asks for
    more.
    """

    ptb: Ptb
    database: Database
    routes: Sequence[Route]
    clock: Clock
    limits: Limits | None = None
    too_much: Message = NOTHING
    api: Api | None = None  # fetches what people sent; None: nothing is fetched
    _answers: dict[int, Answer | BaseException] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for route in self.routes:
            self.ptb.add_handler(self.handler(route))

    async def dispatch(self, update: Update) -> Answer:
        """Raises what the handler or the database raised; then nothing was kept."""
        if not concerns_us(update):
            return Answer()
        await self.ptb.process_update(update)
        happened = self._answers.pop(update.update_id, Answer())
        if isinstance(happened, BaseException):
            raise happened
        return happened

    def handler(self, route: Route) -> BaseHandler[Any, Any, Any]:
        async def adapter(update: Update, _: object) -> None:
            try:
                self._answers[update.update_id] = await self.apply(update, route)
            except Exception as error:  # noqa: BLE001 (carried to `dispatch`, which raises it)
                self._answers[update.update_id] = error

        return ptb_handler(route, adapter)

    async def apply(self, update: Update, route: Route) -> Answer:
        """The one transaction. Already claimed: applied before a crash, not again."""
        now = self.clock()
        request = read(update, route.kind, now, self.ptb.bot.username)
        if self.limits is not None:
            request = replace(request, spend=partial(self.spend, self.limits, request.user, update.update_id, now))
        if route.kind not in BEFALLS and not request.spend(BUDGETS.get(route.kind, Budget.WORDS)):
            warned = request.private and request.spend(Budget.WARNING)
            return Answer(target_of(update), self.too_much) if warned else Answer()
        handler = await self.handler_for(request, route)
        if route.ahead:
            request = await self.read_ahead(request, route.ahead)
        if request.wanted and self.api is not None:
            request = replace(request, files=await fetch(self.api, request.wanted))
        async with asyncio.timeout(HANDLER_SECONDS), self.database.transaction() as db:
            if not await updates.claim(db, update.update_id, now):
                return Answer()
            settings = await people.settings(db, request.chat)
            if settings.gone and route.kind is not Kind.BLOCKED:  # it speaks again
                settings = await on_back(db, request.chat)
            message = await handler(replace(request, settings=settings), db)
            failpoints.hit("ingest.before_commit")
        failpoints.hit("ingest.after_commit")
        target = target_of(update)
        if target is None or not message.text:
            return Answer(target)
        return Answer(target, sign(self.database.vault, target.chat, message))

    def spend(self, limits: Limits, user: int, update: int, now: datetime, budget: Budget) -> bool:
        return limits.spend(budget, self.database.vault.lookup("limits", user), update, now)

    async def read_ahead(self, request: Request, ahead: Ahead) -> Request:
        """Beside any writer; what it concludes is asked again in the transaction."""
        async with asyncio.timeout(HANDLER_SECONDS), self.database.reading() as db:
            return await ahead(replace(request, settings=await people.settings(db, request.chat)), db)

    async def handler_for(self, request: Request, route: Route) -> Handler:
        """In a group what is its administrators' is done for them alone; Telegram is asked before anything is written."""
        if request.private or route.otherwise is None:
            return route.handler
        return route.handler if await self.is_administrator(request) else route.otherwise

    async def is_administrator(self, request: Request) -> bool:
        """Whether Telegram says so; if it says nothing, no."""
        try:
            member = await self.ptb.bot.get_chat_member(request.chat, request.user, read_timeout=ASKING_SECONDS)
        except TelegramError as error:
            log.warning("administrator_unknown", reason=type(error).__name__)
            return False
        return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


def ptb_handler(route: Route, adapter: Any) -> BaseHandler[Any, Any, Any]:
    """The PTB handler of one row of the table; () takes all of its kind."""
    if route.kind is Kind.COMMAND and route.names:
        return CommandHandler(route.names, adapter, filters=NEW & ~filters.FORWARDED)
    if route.kind is Kind.BUTTON:
        return PressHandler(adapter, route.names)
    if route.kind in MEMBERSHIP:
        return MembershipHandler(adapter, route.kind)
    if route.kind is Kind.LABEL:
        return MessageHandler(NEW & ~filters.FORWARDED & filters.Text(route.names), adapter)
    return MessageHandler(NEW & FILTERS[route.kind], adapter)


def named(data: object, names: Sequence[str]) -> bool:
    what = unpack(data)[:1] if isinstance(data, str) else ()
    return bool(what) and what[0] in names


class Code(filters.MessageFilter):
    """A commitment's code and nothing else."""

    def filter(self, message: Any) -> bool:
        return bool(message.text) and looks_like_code(message.text)


class PressHandler(CallbackQueryHandler[Any, Any]):
    """A button by the first word of its data; the library's own takes one without data for any."""

    def __init__(self, adapter: Any, names: Sequence[str]) -> None:
        super().__init__(adapter)
        self.names = names

    def check_update(self, update: object) -> bool:
        if not isinstance(update, Update) or update.callback_query is None:
            return False
        return not self.names or named(update.callback_query.data, self.names)


class MembershipHandler(ChatMemberHandler[Any, Any]):
    """What befell the bot in a chat, one kind of it."""

    def __init__(self, adapter: Any, kind: Kind) -> None:
        super().__init__(adapter, ChatMemberHandler.MY_CHAT_MEMBER)
        self.kind = kind

    def check_update(self, update: object) -> bool:
        return isinstance(update, Update) and befell(update) is self.kind


def befell(update: Update) -> Kind | None:
    """Let in or thrown out; None where neither changed."""
    change = update.my_chat_member
    if change is None:
        return None
    heard = posts if change.chat.type == Chat.CHANNEL else is_inside
    was, stays = (heard(member) for member in (change.old_chat_member, change.new_chat_member))
    if was is stays:
        return None
    if change.chat.type == Chat.PRIVATE:
        return Kind.UNBLOCKED if stays else Kind.BLOCKED
    if not stays:
        return Kind.REMOVED
    return Kind.CHANNEL if change.chat.type == Chat.CHANNEL else Kind.JOINED


def is_inside(member: ChatMember) -> bool:
    """A restricted one may be either."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


def posts(member: ChatMember) -> bool:
    """Whether it may write in a channel."""
    withheld = isinstance(member, ChatMemberAdministrator) and member.can_post_messages is False
    return is_inside(member) and not withheld


BUDGETS = {Kind.COMMAND: Budget.COMMAND}
MEMBERSHIP = frozenset({Kind.JOINED, Kind.CHANNEL, Kind.REMOVED, Kind.BLOCKED, Kind.UNBLOCKED})
BEFALLS = MEMBERSHIP | {Kind.MOVED}  # nobody asked for it
NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
PRIVATE = filters.ChatType.PRIVATE
FILTERS: dict[Kind, filters.BaseFilter] = {
    Kind.COMMAND: filters.COMMAND & ~filters.FORWARDED & PRIVATE,  # an unknown one in a group is another bot's
    Kind.CODE: Code() & ~filters.FORWARDED,
    Kind.TEXT: filters.TEXT & PRIVATE,
    Kind.VOICE: (filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE) & PRIVATE,
    Kind.PHOTO: (filters.PHOTO | filters.VIDEO) & PRIVATE,
    Kind.STICKER: (filters.Sticker.ALL | filters.Dice.ALL | filters.GAME | filters.POLL) & PRIVATE,
    Kind.DOCUMENT: (filters.Document.ALL | filters.ANIMATION) & PRIVATE,
    Kind.LOCATION: (filters.LOCATION | filters.VENUE) & PRIVATE,
    Kind.CONTACT: filters.CONTACT & PRIVATE,
    Kind.MOVED: filters.StatusUpdate.MIGRATE,
}
