"""What stands under a message's words, as Telegram wants it."""

from __future__ import annotations

from typing import Any

from bot.domain.messages import Button, Message

Fields = dict[str, Any]
NO_PREVIEW = {"is_disabled": True}


def markup(message: Message) -> Fields | None:
    """Inline buttons, or the reply keyboard, or neither."""
    if message.rows:
        return inline(message.rows)
    if message.keyboard:
        rows = [[{"text": label} for label in row] for row in message.keyboard]
        return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
    return None


def inline(rows: tuple[tuple[Button, ...], ...]) -> Fields:
    return {"inline_keyboard": [[pressable(button) for button in row] for row in rows]}


def pressable(button: Button) -> Fields:
    return {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.data})}
