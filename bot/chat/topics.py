"""Commitments by their words, through the thesaurus: who asks for water finds the dam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.here import Here
from bot.domain.asking import Ask, Page
from bot.domain.questions import Asked
from bot.store import commitments
from bot.store.database import Session


def with_words(ask: Ask, asked: Sequence[Asked]) -> Ask:
    return replace(ask, words=tuple(one.prefixes for one in asked))


async def best(here: Here, ask: Ask, asked: Sequence[Asked], db: Session) -> tuple[Page, tuple[Asked, ...]]:
    """The page where as many of the words are found as can be together, and which words these are.

    Words that tell little are let go of first, then those that stand nowhere, then the last ones.
    """
    left = tuple(asked)
    page = await commitments.page(db, with_words(ask, left), here.today)
    telling = tuple(one for one in left if not one.weak)
    if not page.total and telling and telling != left:
        left = telling
        page = await commitments.page(db, with_words(ask, left), here.today)
    if not page.total and len(left) > 1:
        found = [(one, await commitments.page(db, with_words(ask, (one,)), here.today)) for one in left]
        left = tuple(one for one, alone in found if alone.total)
        page = await commitments.page(db, with_words(ask, left), here.today) if left else page
    while not page.total and len(left) > 1:
        left = left[:-1]
        page = await commitments.page(db, with_words(ask, left), here.today)
    return page, left if page.total else tuple(asked)
