"""The state of the simulated Telegram and what tests and the demo do to it."""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.simulator.bell import Bell
from bot.simulator.chats import RIGHTS, Chat, ChatKind, Delivery, Json, Person, Press
from bot.simulator.entities import found_entities
from bot.simulator.faults import Faults
from bot.simulator.limits import Limits
from bot.simulator.media import sample_media, sent_file
from bot.simulator.queue import Updates
from bot.simulator.webhook import Webhook

DAY = 86_400.0
_WITH_STATUS: dict[str, Json] = {"kicked": {"until_date": 0}, "administrator": dict.fromkeys(RIGHTS, False)}


class Telegram:
    """One bot's Telegram: people, chats, the queue of updates and the ledger of what the bot did.

    Everything here belongs to one event loop; `serve` shows it over HTTP.
    """

    def __init__(
        self,
        token: str = "1000:demo",  # noqa: S107 (no secret: the demo's own)
        username: str = "yuyachiq_bot",
        *,
        on_advance: Callable[[float], None] | None = None,
    ) -> None:
        self.token, self.username = token, username
        self.bot_id = int(token.partition(":")[0])
        self.offset = 0.0
        self.latency = 0.0  # seconds of a call's round trip; a poll's waiting comes on top
        self.poll_latency: float | None = None  # of getUpdates, where it is to differ
        self.callback_lifetime = 600.0
        self.privacy_mode = True
        self.limits, self.faults = Limits(), Faults()
        self.ledger: list[Delivery] = []
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.menus: dict[str, list[Json]] = {}
        self.profile: dict[str, str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.polls = 0
        self.webhook = Webhook()
        self.reverse_proxies: dict[str, str] = {}
        self.webhook_retry_seconds = 0.2
        self._on_advance = on_advance
        self._presses, self.last_press = 0, ""

    # The clock

    def now(self) -> float:
        """Seconds since 1970 as this Telegram tells them."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the clock ahead and tell `on_advance` the total."""
        self.offset += seconds
        if self._on_advance is not None:
            self._on_advance(self.offset)
        self.bell.ring()

    def delay(self, method: str) -> float:
        """The round trip of a call, in seconds."""
        return self.poll_latency if method == "getUpdates" and self.poll_latency is not None else self.latency

    # Who is there

    def person(self, user_id: int, first_name: str, language_code: str = "es", *, started: bool = False) -> Person:
        """Somebody with a private chat, which the bot may not write to until it is `started` by their first words."""
        self.people[user_id] = Person(user_id, first_name, language_code)
        self.chats[user_id] = Chat(user_id, "private", first_name, [user_id], started=started)
        return self.people[user_id]

    def group(
        self, chat_id: int, title: str, members: Iterable[int], *, supergroup: bool = False, forum: bool = False
    ) -> Chat:
        """A group (negative id) with the bot and these people in it; the first is its creator."""
        kind: ChatKind = "supergroup" if supergroup or forum else "group"
        self.chats[chat_id] = Chat(chat_id, kind, title, list(members), forum=forum, started=True)
        return self.chats[chat_id]

    def channel(self, chat_id: int, title: str, owner: int) -> Chat:
        """A channel (negative id) whose owner has just made the bot one of its administrators."""
        self.chats[chat_id] = Chat(chat_id, "channel", title, [owner], started=True)
        self._told_membership(self.chats[chat_id], owner, "left", "administrator")
        return self.chats[chat_id]

    def chat(self, chat_id: int) -> Chat:
        """The chat as it stands; KeyError if there is none."""
        return self.chats[chat_id]

    @property
    def pending(self) -> int:
        """Updates the bot has not confirmed."""
        return len(self.updates.waiting)

    def bot_user(self) -> Json:
        """The bot as a Bot API User object."""
        return {"id": self.bot_id, "is_bot": True, "first_name": "Yuyachiq", "username": self.username}

    # What people do

    def say(self, user_id: int, text: str, chat_id: int | None = None, **fields: Any) -> int:
        """Write `text`; more `fields` of the Message as given. Returns the update_id, 0 where privacy mode hides it."""
        entities = found_entities(text)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._post(user_id, content | fields, chat_id)

    def send_media(self, user_id: int, kind: str, chat_id: int | None = None, **fields: Any) -> int:
        """Send a voice, photo, sticker, document, location, video, audio or contact; more `fields`, such as a caption.

        Returns the update_id.
        """
        content, data = sample_media(kind)
        if data is not None:
            file_id, name, body = data
            self.files[file_id] = (f"{kind}/{name}", body)
        return self._post(user_id, content | fields, chat_id)

    def send_file(
        self, user_id: int, name: str, body: bytes, chat_id: int | None = None, *, mime: str = "text/csv", **fields: Any
    ) -> int:
        """Send a document of that name; more `fields`, such as a caption or media_group_id. Returns the update_id."""
        content, (file_id, path, kept) = sent_file(len(self.files) + 1, name, body, mime)
        self.files[file_id] = (path, kept)
        return self._post(user_id, content | fields, chat_id)

    def press(self, user_id: int, message_id: int, data: str, chat_id: int | None = None) -> int:
        """Press an inline button, of an old state of the message too; returns the update_id, KeyError without it."""
        chat = self.chats[user_id if chat_id is None else chat_id]
        message = chat.find(message_id)
        if message is None:
            raise KeyError(message_id)
        self._presses += 1
        query_id = self.last_press = str(self._presses)
        self.presses[query_id] = Press(user_id, chat.id, self.now())
        query = {"id": query_id, "from": self.people[user_id].user(), "message": dict(message)}
        return self.push({"callback_query": query | {"chat_instance": str(chat.id), "data": data}})

    def push(self, raw_update: Json) -> int:
        """Queue any update; returns its update_id: the one it brings, else the next one."""
        return self.updates.push(raw_update)

    def block(self, user_id: int) -> None:
        """The person blocks the bot, which is told by my_chat_member."""
        self._membership(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """The person lets the bot in again."""
        self._membership(user_id, blocked=False)

    def deactivate(self, user_id: int) -> None:
        """The person deletes their account."""
        self.people[user_id].deactivated = True

    def kick(self, chat_id: int, by: int) -> None:
        """A member throws the bot out of the group."""
        self.chats[chat_id].bot_left = "kicked"
        self._told_membership(self.chats[chat_id], by, "member", "kicked")

    def invite(self, chat_id: int, by: int) -> None:
        """A member adds the bot to the group."""
        before = self.chats[chat_id].bot_left or "left"
        self.chats[chat_id].bot_left = ""
        self._told_membership(self.chats[chat_id], by, before, "member")

    def promote(self, chat_id: int, user_id: int) -> None:
        """A member becomes an administrator of the group."""
        self.chats[chat_id].administrators.add(user_id)

    def migrate(self, chat_id: int, new_id: int) -> Chat:
        """The group becomes a supergroup with another id, told by a service message in each."""
        old = self.chats[chat_id]
        new = self.group(new_id, old.title, old.members, supergroup=True)
        new.administrators = set(old.administrators)
        creator = old.members[0]
        self._post(creator, {"migrate_to_chat_id": new_id}, chat_id)
        self._post(creator, {"migrate_from_chat_id": chat_id}, new_id)
        old.moved_to = new_id
        return new

    # What tests look at

    async def next_message(self, chat_id: int, after: int = 0, timeout: float = 5) -> Json:  # noqa: ASYNC109
        """The first message sent or edited in the chat at or after position `after` of the ledger, as delivered.

        Take the position before acting: `len(telegram.ledger)`. TimeoutError after `timeout` seconds.
        """
        position = after

        def look() -> Json | None:
            nonlocal position
            while position < len(self.ledger):
                one = self.ledger[position]
                position += 1
                if one.delivered and one.chat_id == chat_id and one.message is not None:
                    return one.message
            return None

        found = await self.bell.until(look, timeout)
        if found is None:
            raise TimeoutError(f"nothing delivered to chat {chat_id} within {timeout} s")
        return found

    async def wait_for(self, happened: Callable[[], bool], timeout: float = 5) -> None:  # noqa: ASYNC109
        """Until `happened`, looked at whenever anything changes here; TimeoutError after `timeout` seconds."""
        if not await self.bell.until(lambda: happened() or None, timeout):
            raise TimeoutError(f"did not happen within {timeout} s")

    async def ask(self, user_id: int, text: str, chat_id: int | None = None) -> Json:
        """Write `text` and wait for what is delivered next to that chat."""
        mark = len(self.ledger)
        self.say(user_id, text, chat_id)
        return await self.next_message(user_id if chat_id is None else chat_id, mark)

    def record(self, delivery: Delivery) -> None:
        """Write one call of the bot in the ledger and wake who waits for it."""
        self.ledger.append(delivery)
        self.bell.ring()

    def _post(self, user_id: int, content: Json, chat_id: int | None) -> int:
        chat = self.chats[user_id if chat_id is None else chat_id]
        chat.started = True
        sender = self.people[user_id].user()
        message = chat.add({"from": sender, "chat": chat.brief(), "date": int(self.now())} | content)
        if chat.blocked or not self._bot_reads(chat, message):
            self.bell.ring()
            return 0
        return self.push({"message": dict(message)})

    def _bot_reads(self, chat: Chat, message: Json) -> bool:
        if chat.bot_left:
            return False
        if chat.kind == "private" or not self.privacy_mode:
            return True
        reply_to = message.get("reply_to_message", {}).get("from", {}).get("id")
        service = "migrate_to_chat_id" in message or "migrate_from_chat_id" in message
        return (
            service or reply_to == self.bot_id or self._is_spoken_to(str(message.get("text") or message.get("caption")))
        )

    def _is_spoken_to(self, text: str) -> bool:
        """A command to no other bot, or its name somewhere."""
        addressee = re.match(r"/\w+(?:@(\w+))?", text)
        if addressee is not None and addressee[1] is None:
            return True
        return re.search(rf"@{self.username}\b", text, re.IGNORECASE) is not None

    def _membership(self, user_id: int, *, blocked: bool) -> None:
        self.chats[user_id].blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._told_membership(self.chats[user_id], user_id, before, after)

    def _told_membership(self, chat: Chat, by: int, before: str, after: str) -> None:
        old, new = (
            {"user": self.bot_user(), "status": status} | _WITH_STATUS.get(status, {}) for status in (before, after)
        )
        who = {"chat": chat.brief(), "from": self.people[by].user(), "date": int(self.now())}
        self.push({"my_chat_member": who | {"old_chat_member": old, "new_chat_member": new}})
