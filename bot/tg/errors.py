"""What Telegram and the network say, by its meaning for a delivery. GUARANTEES section 2: errors by meaning."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.domain.deliveries import Meaning, Outcome
from bot.tg.outgoing import says, seconds_of
from bot.tg.requests import NeverLeft


class TokenRefused(Exception):
    """Our token is not accepted: nothing can be sent, and no delivery is to blame."""


def meaning(error: TelegramError) -> Outcome:
    """TokenRefused for what no delivery is to blame for. The order matters: BadRequest and TimedOut are NetworkError too."""
    if isinstance(error, RetryAfter):
        return Outcome(Meaning.LATER, seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Outcome(Meaning.MOVED, chat=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Outcome(Meaning.GONE)
    if isinstance(error, BadRequest):
        return Outcome(refusal(error))
    if isinstance(error, InvalidToken):
        raise TokenRefused from None
    return Outcome(Meaning.SAFE if isinstance(error, NeverLeft) else Meaning.AMBIGUOUS)


def refusal(error: BadRequest) -> Meaning:
    if says(error, "chat not found"):
        return Meaning.MISSING
    if says(error, "need administrator rights in the channel chat"):
        return Meaning.GONE
    return Meaning.SENT if says(error, "message is not modified") else Meaning.REFUSED
