"""Each of Telegram's errors by its meaning, the special ones before those they descend from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.domain.deliveries import Meaning, Outcome
from bot.tg.errors import TokenRefused, meaning
from bot.tg.requests import NeverLeft


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(timedelta(seconds=7)), Outcome(Meaning.LATER, 7.0)),
        (ChatMigrated(-1_009), Outcome(Meaning.MOVED, chat=-1_009)),
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome(Meaning.GONE)),
        (BadRequest("Bad Request: chat not found"), Outcome(Meaning.MISSING)),
        (BadRequest("Bad Request: need administrator rights in the channel chat"), Outcome(Meaning.GONE)),
        (BadRequest("Bad Request: message is not modified"), Outcome(Meaning.SENT)),
        (BadRequest("Bad Request: message is too long"), Outcome(Meaning.REFUSED)),
        (NeverLeft("no connection"), Outcome(Meaning.SAFE)),
        (TimedOut("no answer in time"), Outcome(Meaning.AMBIGUOUS)),
        (NetworkError("the connection broke"), Outcome(Meaning.AMBIGUOUS)),
        (TelegramError("Invalid server response"), Outcome(Meaning.AMBIGUOUS)),
    ],
)
def test_each_error_has_one_meaning(error: TelegramError, outcome: Outcome) -> None:
    assert meaning(error) == outcome


def test_a_refused_token_is_no_deliverys_fault() -> None:
    with pytest.raises(TokenRefused):
        meaning(InvalidToken("Unauthorized"))
