"""The buttons every list shares: ◀ and ▶ where there is something, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.messages import Button
from bot.texts.language import Language
from bot.texts.markup import Html

LETTERS_OF_A_ROW = 36  # that an old phone still shows whole, the edges of its buttons counted
_EDGES = 2  # letters that the edges of one button take
Rows = tuple[tuple[Button, ...], ...]


def turning(language: Language, page: int, pages: int, data: Callable[[int], str]) -> tuple[Button, ...]:
    """To the page before and the page after; data: a page's number → its button's data."""
    previous = language.plain("button.previous", "Anterior")
    following = language.plain("button.next", "Siguiente")
    before = [Button(f"◀ {previous}", data(page - 1))] if page > 1 else []
    after = [Button(f"{following} ▶", data(page + 1))] if page < pages else []
    return (*before, *after)


def foot(language: Language, page: int, pages: int) -> Html | str:
    """Which page it is, where there are several."""
    return language.say("paging.page", "Página {page} de {pages}", page=page, pages=pages) if pages > 1 else ""


def back(language: Language, data: str) -> Button:
    words = language.plain("button.back", "Volver")
    return Button(f"◀ {words}", data)


def in_rows(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def fitting(buttons: Sequence[Button], letters: int, most: int) -> Rows:
    """As few rows as leave every label whole, in their order: at most `most` buttons share a row's `letters` evenly."""
    rows: list[list[Button]] = []
    for button in buttons:
        row = [*rows[-1], button] if rows else [button]
        if rows and len(row) <= most and len(row) * (_EDGES + max(len(one.label) for one in row)) <= letters:
            rows[-1] = row
        else:
            rows.append([button])
    return tuple(map(tuple, rows))
