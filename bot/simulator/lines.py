"""A message as lines of plain text."""

from collections.abc import Iterator

from bot.simulator.chats import Json


def message_lines(message: Json, labels: list[str]) -> list[str]:
    """What the message says and shows, and its buttons numbered from 1; control characters are left out."""
    lines = [*_media(message), *_links(message)]
    text = message.get("text", message.get("caption", ""))
    edited = "✎ " if "edit_date" in message else ""
    numbered = "  ".join(f"[{number}] {label}" for number, label in enumerate(labels, 1))
    shown = [edited + text] if text else []
    return [_printable(line) for line in [*shown, *lines, *([numbered] if numbered else [])]]


def _printable(text: str) -> str:
    return "".join(character for character in text if character == "\n" or character.isprintable())


def _media(message: Json) -> Iterator[str]:
    if "document" in message:
        yield f"📄 {message['document']['file_name']} ({message['document']['file_size']} B)"
    if "photo" in message:
        yield "🖼️ Foto"
    if "voice" in message or "audio" in message:
        yield "🎤 Audio"
    if "location" in message:
        place, venue = message["location"], message.get("venue", {})
        name = f"{venue['title']}, {venue['address']} " if venue else ""
        yield f"📍 {name}({place['latitude']}, {place['longitude']})"
    if "poll" in message:
        yield message["poll"]["question"]
        yield from (f"  ○ {option['text']}" for option in message["poll"]["options"])


def _links(message: Json) -> Iterator[str]:
    for entity in [*message.get("entities", []), *message.get("caption_entities", [])]:
        if entity["type"] == "text_link":
            yield f"↗ {entity['url']}"
