"""sendPoll."""

from typing import Any

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.objects import Unreadable, lowered, string
from bot.simulator.refusals import bad_request
from bot.simulator.telegram import Telegram
from bot.simulator.wording import formatted

MOST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION = 12, 100, 300


def poll_content(telegram: Telegram, call: Call) -> Json:
    """A poll with 1 to 12 options; Refused otherwise. Fields that clients require are all there."""
    kind = call.text("type") or "regular"
    if kind not in {"quiz", "regular"}:
        raise bad_request("unsupported poll type specified")
    question, _ = formatted(call, "question", "question_parse_mode", "question_entities")
    _check_length(question, "Poll question", LONGEST_QUESTION)
    options = _options(call)
    telegram.polls += 1
    poll: Json = {
        "id": str(telegram.polls),
        "question": question,
        "options": [{"persistent_id": str(i), "text": text, "voter_count": 0} for i, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.flag("is_anonymous") or "is_anonymous" not in call.given,
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting") if "allows_revoting" in call.given else kind != "quiz",
        "members_only": call.flag("members_only"),
    }
    return {"poll": poll}


def _options(call: Call) -> list[str]:
    given: Any = call.object("options")
    if not isinstance(given, list):
        raise bad_request("expected an Array of String as options")
    try:
        options = [one if isinstance(one, str) else string(one, "text") for one in given]
    except TypeError:
        raise bad_request("expected an option to be of type String") from None
    except Unreadable as wrong:
        raise bad_request(lowered(wrong)) from None
    if not options:
        raise bad_request("poll must have at least one answer option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    for option in options:
        _check_length(option, "Poll options", LONGEST_OPTION)
    return options


def _check_length(text: str, what: str, most: int) -> None:
    if not text.strip():
        raise bad_request("text must be non-empty")
    if len(text) > most:
        raise bad_request(f"{what[0].lower()}{what[1:]} length must not exceed {most}")
