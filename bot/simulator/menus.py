"""Which command menu a chat shows: the narrowest scope that has one, in the person's language first."""

from bot.simulator.chats import Chat, Json
from bot.simulator.telegram import Telegram


def menu_of(telegram: Telegram, chat: Chat) -> list[Json]:
    """The commands shown, empty if no menu was set (https://core.telegram.org/bots/api#determining-list-of-commands)."""
    wide = "all_private_chats" if chat.kind == "private" else "all_group_chats"
    language = telegram.people[chat.members[0]].language_code if chat.members else ""
    for scope in (f"chat:{chat.id}", f"{wide}:", "default:"):
        for code in (language, ""):
            menu = telegram.menus.get(f"{scope}:{code}")
            if menu:
                return menu
    return []
