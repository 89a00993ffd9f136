"""Methods about the bot itself, its chats and files."""

# ruff: noqa: ARG001 (every method has one shape, whether it needs all of it or not)

from bot.simulator.calls import Call
from bot.simulator.chats import RIGHTS, Chat, Json
from bot.simulator.refusals import bad_request
from bot.simulator.rights import chat_to_read, chat_to_write
from bot.simulator.telegram import Telegram


def get_me(telegram: Telegram, call: Call) -> Json:
    """getMe: the bot, with what it may do."""
    return telegram.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not telegram.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat_action(telegram: Telegram, call: Call) -> bool:
    """sendChatAction: shown and forgotten."""
    chat_to_write(telegram, call)
    return True


def get_chat(telegram: Telegram, call: Call) -> Json:
    """getChat: the chat in full."""
    chat = chat_to_read(telegram, call)
    return chat.brief() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def _member(telegram: Telegram, chat: Chat, user_id: int) -> Json:
    if user_id == telegram.bot_id:
        left: dict[str, Json] = {
            "kicked": {"status": "kicked", "until_date": 0},
            "left": {"status": "left"},
            "": {"status": "member"},
        }
        return {"user": telegram.bot_user()} | left[chat.bot_left]
    if user_id not in telegram.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    user = {"user": telegram.people[user_id].user()}
    if user_id not in chat.members:
        return user | {"status": "left"}
    if chat.kind != "private" and user_id == chat.members[0]:
        return user | {"status": "creator", "is_anonymous": False}
    if user_id in chat.administrators:
        return user | {"status": "administrator"} | dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True}
    return user | {"status": "member"}


def get_member(telegram: Telegram, call: Call) -> Json:
    """getChatMember: one member and their standing."""
    return _member(telegram, chat_to_write(telegram, call), call.number("user_id"))


def get_administrators(telegram: Telegram, call: Call) -> list[Json]:
    """getChatAdministrators: the creator, then those who were promoted."""
    chat = chat_to_write(telegram, call)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    promoted = [one for one in chat.members[1:] if one in chat.administrators]
    return [_member(telegram, chat, one) for one in (*chat.members[:1], *promoted)]


def count_members(telegram: Telegram, call: Call) -> int:
    """getChatMemberCount: the people and the bot."""
    return len(chat_to_write(telegram, call).members) + 1


def leave_chat(telegram: Telegram, call: Call) -> bool:
    """leaveChat: the bot goes."""
    chat = chat_to_write(telegram, call)
    if chat.kind == "private":
        raise bad_request("chat not found")
    chat.bot_left = "left"
    return True


def get_file(telegram: Telegram, call: Call) -> Json:
    """getFile: where to download it, under /file/bot<token>/."""
    file_id = call.text("file_id")
    if file_id not in telegram.files:
        raise bad_request("invalid file_id")
    path, body = telegram.files[file_id]
    return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(body), "file_path": path}
