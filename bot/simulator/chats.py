"""Who and what exists in the simulated Telegram: people, chats, their messages, what was delivered."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
# Of an administrator: https://core.telegram.org/bots/api#chatmemberadministrator
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    language_code: str
    deactivated: bool = False

    def user(self) -> Json:
        """As a Bot API User object."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }


@dataclass
class Chat:
    """One conversation as it stands: `messages` by age, `keyboard` the reply keyboard shown, `commands` the menu."""

    id: int
    kind: ChatKind
    title: str
    members: list[int]
    administrators: set[int] = field(default_factory=set)  # beside its creator, the first member
    forum: bool = False
    deleted_topics: set[int] = field(default_factory=set)
    started: bool = False
    blocked: bool = False
    bot_left: Literal["", "kicked", "left"] = ""
    moved_to: int | None = None
    messages: list[Json] = field(default_factory=list)
    keyboard: Json | None = None
    commands: list[Json] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    toast: Json | None = None
    last_id: int = 0
    _by_id: dict[int, Json] = field(default_factory=dict)

    def brief(self) -> Json:
        """As a Bot API Chat object."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.kind, "title": self.title} | forum

    def add(self, message: Json) -> Json:
        """Give the message the next id of this chat and keep it."""
        self.last_id += 1
        message = {"message_id": self.last_id} | message
        self.messages.append(message)
        self._by_id[self.last_id] = message
        return message

    def find(self, message_id: int) -> Json | None:
        """The message as it stands, None if it is missing or deleted."""
        return self._by_id.get(message_id)

    def remove(self, message_id: int) -> bool:
        """Delete a message; False if there is none."""
        message = self._by_id.pop(message_id, None)
        if message is not None:
            self.messages.remove(message)
        return message is not None


@dataclass(frozen=True)
class Delivery:
    """One call of the bot as the far end saw it.

    `at` is seconds since 1970 on the simulator's clock; `payload` what was asked, `message` what the chat then showed;
    `text` the words of that message, after entity parsing, or of the payload where there is no message;
    `status` the HTTP status answered, 0 where the connection was cut or nothing was answered.
    """

    at: float
    method: str
    chat_id: int | None
    message_id: int | None
    text: str
    payload: Json
    delivered: bool
    status: int
    message: Json | None = None


@dataclass(frozen=True)
class Press:
    """A callback query nobody answered yet."""

    user_id: int
    chat_id: int
    at: float
