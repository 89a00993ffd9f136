"""The step that asks for what shows it: photos, videos, files and links, one after the other until "Listo"; or none.

Each is kept in the draft at once. What came as an album is answered once, by the last of it (`Message.gathers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.recording import LONGEST_WORDS, NONE, written
from bot.chat.wizards import Desk, Given, Misread, Step, Turned
from bot.domain.drafts import Values
from bot.domain.evidence import MOST_AT_ONCE, Medium, Piece, is_link
from bot.domain.messages import Message
from bot.texts import attaching as texts
from bot.texts.markup import clean, shorten

DONE, LESS = "y", "-1"  # what its buttons choose beside NONE
FILES = frozenset({Medium.PHOTO, Medium.VIDEO, Medium.DOCUMENT})


async def ask(desk: Desk) -> Message:
    language, pieces = desk.language, pieces_of(desk.values)
    if not pieces:
        return texts.which(language, desk.button(texts.none(language), NONE))
    less = desk.button(texts.less(language), LESS)
    return texts.more(language, pieces, desk.values["left_out"], (desk.button(texts.done(language), DONE), less))


async def read(desk: Desk, given: Given) -> Values:
    """Only a button answers it; each piece is one more of the same question."""
    pieces = pieces_of(desk.values)
    if given.choice == (DONE if pieces else NONE):
        return {}
    if given.choice == LESS and pieces:
        raise holding(pieces[:-1])
    piece = piece_of(given)
    if piece is None:
        raise Misread(texts.misread(desk.language))
    if piece in pieces:
        raise holding(pieces)
    if len(pieces) == MOST_AT_ONCE:
        raise holding(pieces, desk.values["left_out"] + 1)
    raise holding((*pieces, piece))


def holding(pieces: tuple[Piece, ...], left_out: int = 0) -> Turned:
    """left_out: how many came that there was no room for."""
    return Turned({"pieces": [[one.kind.value, one.held, one.caption] for one in pieces], "left_out": left_out})


def piece_of(given: Given) -> Piece | None:
    """A file under its words, as far as these can be sent on with it, or else its name; an address by itself."""
    came = given.attachment
    if came is None:
        address = written(given) or ""
        return Piece(Medium.LINK, address) if is_link(address) else None
    if came.media.kind not in FILES:
        return None
    kind = Medium(came.media.kind)
    name = (written(Given(came.name), one_line=True) or "") if kind is Medium.DOCUMENT else ""
    return Piece(kind, came.media.file_id, shorten(clean(given.text).strip(), LONGEST_WORDS) or name)


def pieces_of(values: Mapping[str, Any]) -> tuple[Piece, ...]:
    """What the draft holds."""
    return tuple(Piece(Medium(kind), held, caption) for kind, held, caption in values.get("pieces", ()))


ATTACH = Step("evidence", ask, read)
