"""Texts and captions as Telegram accepts them, and its words for those it refuses."""

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.cleaning import cleaned
from bot.simulator.entities import utf16_units
from bot.simulator.links import leads_somewhere
from bot.simulator.markup import parse_html
from bot.simulator.refusals import bad_request

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
MOST_BYTES, MOST_UNITS = 1 << 15, 1_000_000  # of what is sent, before parsing; of an entity's place


def formatted(call: Call, name: str, mode: str, entities: str) -> tuple[str, list[Json]]:
    """A text parameter as it will stand, with its entities; `mode` and `entities` name the parameters that say how."""
    raw, how = call.text(name), call.text(mode).lower()
    if len(raw.encode(errors="surrogatepass")) > MOST_BYTES:
        raise bad_request("text is too long")
    if how == "html":
        text, found = parse_html(raw)
    elif raw and how not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    else:
        text, found = raw, _entities(call, entities)
    return cleaned(text, found)


def _entities(call: Call, name: str) -> list[Json]:
    given = call.object(name) or []
    if not isinstance(given, list):
        return []
    for one in given:
        if not isinstance(one, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        for field in ("offset", "length"):
            if not isinstance(one.get(field), int):
                raise bad_request(f"can't parse MessageEntity: Can't find field \"{field}\"")
            if not 0 <= one[field] <= MOST_UNITS:
                raise bad_request(f"receive an entity with incorrect {field} {one[field]}")
    return [one for one in given if one.get("type") != "text_link" or leads_somewhere(str(one.get("url", "")))]


def message_text(call: Call) -> Json:
    """The text of a message with its entities, measured after parsing; Refused if empty or too long."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(call, "text", "parse_mode", "entities")
    if not text.strip():
        raise bad_request("text must be non-empty")
    if utf16_units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(call: Call) -> Json:
    """The caption of a file with its entities, nothing if absent; Refused if too long."""
    text, entities = formatted(call, "caption", "parse_mode", "caption_entities")
    if utf16_units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})
