"""Telegram HTML: safe to write, and cut to Telegram's size without breaking a tag, an entity or a letter."""

from __future__ import annotations

import html as html_library
import re
import unicodedata
from dataclasses import dataclass

import regex

LIMIT = 4096  # UTF-16 code units after entity parsing, https://core.telegram.org/bots/api#sendmessage
_TOKEN = re.compile(r"<(/?)([a-z-]+)([^>]*)>|([^<]+)")
_GRAPHEME = regex.compile(r"\X")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Html(str):
    """Text that is already safe Telegram HTML; everything else is escaped where it is said."""

    __slots__ = ()


def clean(text: str) -> str:
    """What people wrote, in one normal form, without control characters (a newline stays; the others become spaces)."""
    return _CONTROL.sub(
        lambda found: "" if "\ud800" <= found[0] <= "\udfff" else " ", unicodedata.normalize("NFC", text)
    )


def escape(text: object) -> Html:
    """Html stays as it is; anything else loses its power to be a tag."""
    return (
        text
        if isinstance(text, Html)
        else Html(html_library.escape(clean(str(text)), quote=True).replace("&#x27;", "'"))
    )


def bold(text: object) -> Html:
    return Html(f"<b>{escape(text)}</b>")


def italic(text: object) -> Html:
    return Html(f"<i>{escape(text)}</i>")


def quote(text: object) -> Html:
    return Html(f"<blockquote>{escape(text)}</blockquote>")


def link(url: str, label: object) -> Html:
    """A link, if the address is one for the web; else the words alone (`javascript:` and the like are no links)."""
    if not re.fullmatch(r"https?://[^\s<>\"]+", url):
        return escape(label)
    return Html(f'<a href="{html_library.escape(url)}">{escape(label)}</a>')


def lines(*parts: object) -> Html:
    """The parts that say something, each on a line of its own."""
    return Html("\n".join(escape(part) for part in parts if part))


def paragraphs(*parts: object) -> Html:
    """The parts that say something, an empty line between them."""
    return Html("\n\n".join(escape(part) for part in parts if part))


def plain(html: str) -> str:
    """What is read on the screen: tags gone, entities decoded."""
    return html_library.unescape(re.sub(r"<[^>]*>", "", html))


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int) -> str:
    """The first words of a plain text, at most `most` characters, with … where it goes on."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole = head.rsplit(" ", 1)[0] if " " in head and text[most - 1] != " " else head
    return whole.rstrip(" ,;.") + "…"


@dataclass(frozen=True)
class _Piece:
    """One grapheme with the tags that are open around it."""

    letter: str
    tags: tuple[str, ...]  # opening tags as written, outermost first


def split(html: str, limit: int = LIMIT) -> list[Html]:
    """Parts of at most `limit` units each; their plain texts together are the plain text of the whole."""
    if units(plain(html)) <= limit:
        return [Html(html)]
    pieces = _pieces(html)
    parts = []
    while pieces:
        end = _end(pieces, limit)
        parts.append(_written(pieces[:end]))
        pieces = pieces[end:]
    return parts


def _pieces(html: str) -> list[_Piece]:
    open_tags: list[str] = []
    pieces = []
    for closing, tag, attributes, text in _TOKEN.findall(html):
        if text:
            tags = tuple(open_tags)
            pieces += [_Piece(letter, tags) for letter in _GRAPHEME.findall(html_library.unescape(text))]
        elif closing:
            open_tags.pop()
        else:
            open_tags.append(f"<{tag}{attributes}>")
    return pieces


def _end(pieces: list[_Piece], limit: int) -> int:
    """How many pieces fit; the cut falls behind a paragraph, a line or a word of the last half, else behind a letter."""
    room, most = limit, 0
    for piece in pieces:
        room -= units(piece.letter)
        if room < 0:
            break
        most += 1
    if most == len(pieces):
        return most
    text = [piece.letter for piece in pieces[:most]]
    for kinds in (("\n\n",), ("\n",), (" ", "\n")):
        for at in range(most, most // 2, -1):
            if text[at - 1] in kinds or "".join(text[max(0, at - 2) : at]) in kinds:
                return at
    return max(1, most)


def _written(pieces: list[_Piece]) -> Html:
    """Pieces as HTML again, each run of equal tags opened and closed."""
    out: list[str] = []
    now: tuple[str, ...] = ()
    for piece in [*pieces, _Piece("", ())]:
        common = 0
        while common < min(len(now), len(piece.tags)) and now[common] == piece.tags[common]:
            common += 1
        out += [f"</{re.split(r'[ >]', tag[1:])[0]}>" for tag in reversed(now[common:])]
        out += piece.tags[common:]
        out.append(html_library.escape(piece.letter, quote=False))
        now = piece.tags
    return Html("".join(out))
