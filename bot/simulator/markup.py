"""Telegram's HTML: strict where Telegram is strict, in its words. After TDLib's MessageEntity.cpp, parse_html."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.entities import utf16_units
from bot.simulator.links import leads_somewhere
from bot.simulator.refusals import Refused, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})(?![0-9])|#x(?P<hexadecimal>[0-9a-fA-F]{1,6})(?![0-9a-fA-F])"
    r"|(?P<name>lt|gt|amp|quot)(?![A-Za-z]));?"
)
TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*", re.ASCII)
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
PLAIN = re.compile(r".[^&<]*", re.DOTALL)
SPACE = re.compile(r"\s*", re.ASCII)
DATE_FORMAT = re.compile(r"[rR]|[tTdDwW]*")
LEADING_NUMBER = re.compile(r"-?[0-9]{1,10}")
LINK_TO_PERSON = re.compile(r"tg:(?://)?user/?\?(?:.*&)?id=(?P<id>[0-9]{1,15})(?:&.*)?", re.IGNORECASE)


HALF_A_PAIR = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int  # where its text begins in the reader's plain


@dataclass
class _Reader:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, what: str, position: int) -> Refused:
        return _refused(f"{what} at byte offset {len(self.source[:position].encode())}")

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        taken = found.group() if found else ""
        self.at += len(taken)
        return taken

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def write(self, text: str) -> None:
        self.plain.append(text)
        self.units += utf16_units(text)


def _refused(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")


def _character(found: re.Match[str]) -> str:
    if found["name"]:
        return NAMED[found["name"]]
    code = int(found["decimal"] or found["hexadecimal"], 10 if found["decimal"] else 16)
    if 0xD800 <= code < 0xE000:
        raise _refused(HALF_A_PAIR)
    return chr(code) if 0 < code < 0x10FFFF else found.group()


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities (offsets in UTF-16 units); Refused for what Telegram cannot parse."""
    reader = _Reader(source)
    while reader.at < len(source):
        found = REFERENCE.match(source, reader.at) if source[reader.at] == "&" else None
        if found is not None:
            reader.write(_character(found))
            reader.at = found.end()
        elif source[reader.at] != "<":
            reader.write(reader.take(PLAIN))
        elif source[reader.at + 1 : reader.at + 2] == "/":
            _close(reader)
        else:
            _open(reader)
    if reader.open:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    for one in reader.entities:
        if one["type"] == "code":
            one.pop("language", None)
    return "".join(reader.plain), sorted(reader.entities, key=lambda one: (one["offset"], -one["length"]))


def _open(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take(TAG_NAME).lower()
    if not reader.peek():
        raise reader.refuse("Unclosed start tag", begin)
    if tag not in TAGS:
        raise reader.refuse(f'Unsupported start tag "{tag}"', begin)
    attributes: dict[str, str] = {}
    reader.take(SPACE)
    while reader.peek() != ">":
        name, value = _attribute(reader, tag, begin)
        attributes[name] = value
        reader.take(SPACE)
    reader.at += 1
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', begin)
    reader.open.append(_Open(tag, attributes, reader.units, len(reader.plain)))


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    if not reader.peek():
        raise reader.refuse(f'Unclosed start tag "{tag}"', begin)
    name = reader.take(ATTRIBUTE_NAME).lower()
    if not name:
        raise reader.refuse(f'Empty attribute name in the tag "{tag}"', begin)
    reader.take(SPACE)
    if reader.peek() != "=":
        return name, ""
    reader.at += 1
    reader.take(SPACE)
    quote = reader.peek()
    if not quote:
        raise reader.refuse(f'Unclosed start tag "{tag}"', begin)
    if quote not in {"'", '"'}:
        return name, _bare_value(reader)
    end = reader.source.find(quote, reader.at + 1)
    if end < 0:
        raise reader.refuse("Unclosed start tag", begin)
    value = REFERENCE.sub(_character, reader.source[reader.at + 1 : end])
    reader.at = end + 1
    return name, value


def _bare_value(reader: _Reader) -> str:
    start = reader.at
    value = reader.take(BARE_VALUE).lower()
    if not reader.peek().isspace() and reader.peek() != ">":
        raise reader.refuse("Unexpected end of name token", start)
    return value


def _close(reader: _Reader) -> None:
    begin = reader.at
    if not reader.open:
        raise reader.refuse("Unexpected end tag", begin)
    reader.at += 2
    tag = reader.take(TAG_NAME).lower()
    reader.take(SPACE)
    if reader.peek() != ">":
        raise reader.refuse("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.open.pop()
    if tag and tag != opened.tag:
        position = len(reader.source[:begin].encode())
        raise _refused(f'Unmatched end tag at byte offset {position}, expected "</{opened.tag}>", found "</{tag}>"')
    length = reader.units - opened.offset
    if not length:
        return
    details = _details(opened, reader.plain)
    if details is not None:
        entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": length} | details
        _keep(reader.entities, entity)


def _details(opened: _Open, plain: list[str]) -> dict[str, Any] | None:
    """What the entity says beside its place; None where Telegram drops it and keeps the text."""
    given = opened.attributes
    if opened.tag == "a":
        return _link(given.get("href") or "".join(plain[opened.begin :]))
    if opened.tag == "tg-emoji":
        return _emoji(given.get("emoji-id", ""))
    if opened.tag == "tg-time":
        return _date(given.get("unix", ""), given.get("format", ""))
    if opened.tag == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    if opened.tag == "code" and given.get("class", "").startswith("language-"):
        return {"language": given["class"].removeprefix("language-")}
    return {}


def _link(url: str) -> dict[str, Any] | None:
    person = LINK_TO_PERSON.fullmatch(url)
    if person is not None:
        return {"type": "text_mention", "user": {"id": int(person["id"]), "is_bot": False, "first_name": ""}}
    return {"url": url} if leads_somewhere(url) else None


def _emoji(identifier: str) -> dict[str, Any]:
    if not re.fullmatch(r"-?[0-9]{1,19}", identifier) or int(identifier) == 0:
        raise _refused("Invalid custom emoji identifier specified")
    return {"custom_emoji_id": identifier}


def _date(unix: str, shape: str) -> dict[str, Any] | None:
    if not DATE_FORMAT.fullmatch(shape):
        raise _refused("Invalid date format used")
    found = LEADING_NUMBER.match(unix)
    moment = int(found.group()) if found else 0
    if moment <= 0:
        return None
    return {"unix_time": moment} | ({"date_time_format": shape} if shape else {})


def _keep(entities: list[dict[str, Any]], entity: dict[str, Any]) -> None:
    """Add the entity; `pre` and the `code` it holds, or the other way round, are one `pre` with a language."""
    last = entities[-1] if entities else {}
    place = (entity["offset"], entity["length"])
    same = (last.get("offset"), last.get("length")) == place
    if same and {last["type"], entity["type"]} == {"pre", "code"}:
        language = entity.pop("language", None) or last.pop("language", None)
        if language:
            last |= {"type": "pre", "language": language}
            return
    if entity["type"] == "pre" and same:
        last.pop("language", None)
    entities.append(entity)
