"""What the bot says, before any channel shapes it."""

from __future__ import annotations

from bot.domain.messages import Button, Message


def test_a_message_may_have_buttons_or_a_keyboard_or_neither() -> None:
    buttons, keyboard = ((Button("Ver", "v1:i"),),), (("Ayuda",),)

    said = [Message("x"), Message("x", rows=buttons), Message("x", keyboard=keyboard)]

    assert [(one.rows, one.keyboard) for one in said] == [((), ()), (buttons, ()), ((), keyboard)]
