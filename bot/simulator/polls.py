"""sendPoll."""

from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.refusals import bad_request
from bot.simulator.telegram import Telegram

MOST_OPTIONS = 12


def poll_content(telegram: Telegram, call: Call) -> Json:
    """A poll with 2 to 12 options; Refused otherwise. Fields that clients require are all there."""
    question, options = call.text("question"), _options(call)
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > 300:
        raise bad_request("poll question length must not exceed 300")
    number = sum("poll" in one for chat in telegram.chats.values() for one in chat.messages) + 1
    poll: Json = {
        "id": str(number),
        "question": question,
        "options": [{"persistent_id": str(i), "text": text, "voter_count": 0} for i, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": call.flag("is_anonymous") or "is_anonymous" not in call.given,
        "type": call.text("type") or "regular",
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting"),
        "members_only": False,
    }
    return {"poll": poll}


def _options(call: Call) -> list[str]:
    given: Any = call.object("options") or []
    options = [str(one.get("text", "")) if isinstance(one, dict) else str(one) for one in given]
    if len(options) < 2:
        raise bad_request("poll must have at least 2 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    if not all(option.strip() for option in options):
        raise bad_request("poll options must be non-empty")
    if any(len(option) > 100 for option in options):
        raise bad_request("poll options length must not exceed 100")
    return options
