"""What Telegram marks in the words people type."""

import pytest

from bot.simulator.entities import found_entities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start m-espinar", [("bot_command", 0, 6)]),
        ("😀 /ayuda@yuyachiq_bot", [("bot_command", 3, 19)]),
        ("hola @yuyachiq_bot, mire https://e.org/a?b=1.", [("mention", 5, 13), ("url", 25, 19)]),
        ("y/o 1/2 </b> /ñ //x a@example.org", []),
    ],
)
def test_commands_names_and_addresses_are_found(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(one["type"], one["offset"], one["length"]) for one in found_entities(text)] == found
