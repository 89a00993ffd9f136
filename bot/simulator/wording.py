"""Texts, captions and keyboards as Telegram accepts them."""

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.refusals import bad_request


def message_text(call: Call) -> Json:
    """The text of a message; Refused where Telegram refuses it."""
    text = call.text("text")
    if not text.strip():
        raise bad_request("message text is empty")
    return {"text": text}


def caption(call: Call) -> Json:
    """The caption of a file, nothing if absent."""
    text = call.text("caption")
    return {"caption": text} if text else {}


def keyboard(call: Call) -> Json:
    """The reply_markup, empty if absent."""
    markup = call.object("reply_markup")
    return markup if isinstance(markup, dict) else {}
