"""The tags of buttons that change something: written when a message goes to its chat, asked for before a press is looked at."""

from __future__ import annotations

import hmac
from dataclasses import replace

from bot.domain.callbacks import tagged, untagged, wants_tag, written
from bot.domain.messages import Button, Message
from bot.store.vault import Vault


def sign(vault: Vault, chat: int, message: Message) -> Message:
    """The same message with the tags that its buttons need in that chat; most need none, and it stays as it is."""
    then = sign(vault, chat, message.then) if message.then else None
    if any(wants_tag(button.data) for row in message.rows for button in row):
        rows = tuple(tuple(_signed(vault, chat, button) for button in row) for row in message.rows)
        return replace(message, rows=rows, then=then)
    return message if then is message.then else replace(message, then=then)


def genuine(vault: Vault, chat: int, data: str) -> bool:
    """Whether a press may be looked at: it needs no tag, or has the one that we gave it in that chat."""
    if not wants_tag(data):
        return True
    plain, tag = untagged(data)
    return hmac.compare_digest(written(vault.tag(chat, plain)).encode(), tag.encode("utf-8", "surrogatepass"))


def _signed(vault: Vault, chat: int, button: Button) -> Button:
    if not wants_tag(button.data):
        return button
    return replace(button, data=tagged(button.data, vault.tag(chat, button.data)))
