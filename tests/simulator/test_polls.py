"""Polls Telegram does not take."""

from typing import Any

import pytest

from tests.simulator.conftest import ANA, Api, refusal


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (0, "poll must have at least one answer option"),
        (13, "poll can't have more than 12 options"),
    ],
)
async def test_a_poll_has_1_to_12_options(api: Api, options: int, reason: str) -> None:
    given = [{"text": str(number)} for number in range(options)]
    words = await refusal(api, "sendPoll", chat_id=ANA, question="?", options=given)
    assert words == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"question": " "}, "text must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": ["x" * 101]}, "poll options length must not exceed 100"),
        ({"options": [{}]}, 'can\'t find field "text"'),
        ({"options": [5]}, "expected an option to be of type String"),
        ({"options": "x"}, "can't parse options JSON object"),
        ({"options": "{}"}, "expected an Array of String as options"),
        ({"type": "survey"}, "unsupported poll type specified"),
    ],
)
async def test_a_poll_telegram_would_not_take_is_refused(api: Api, parameters: dict[str, Any], reason: str) -> None:
    given = {"question": "¿Sí?", "options": ["Sí"]} | parameters
    assert await refusal(api, "sendPoll", chat_id=ANA, **given) == (400, f"Bad Request: {reason}")
