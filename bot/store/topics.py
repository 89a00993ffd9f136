"""A topic asked for in SQL: every word of it has to begin one of the commitment's words (bot/store/searching.py).

Nothing typed is a wildcard, and both databases compare letter by letter: "begins with p" is a range of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Select, Text, bindparam, false, intersect, select, union_all

from bot.domain.asking import Ask, Which
from bot.store.searching import LAST, LONGEST, storable
from bot.store.tables import commitment, commitment_word, mesa

# A longer question is answered by its first words.
MOST_WORDS, MOST_PREFIXES = 20, 64
# How many prefixes a statement is made for, the rest left empty: else each number of synonyms were a statement of its own.
_SIZES = (1, 4, 16, MOST_PREFIXES)

_ALL_MESAS = select(mesa.c.id)

Words = tuple[tuple[str, ...], ...]


def asks_for_topic(ask: Ask) -> bool:
    """Whether words narrow the list, even if nothing that could be found is left of them."""
    return ask.which is Which.TOPIC or bool(ask.words or ask.query.split())


def words_asked(ask: Ask) -> Words:
    """For each word asked the prefixes that count as found, storable, none of which begins with another."""
    given: Iterable[tuple[str, ...]] = ask.words or ((word,) for word in ask.query.split())
    kept = (_apart(prefixes) for prefixes in given)
    return tuple(dict.fromkeys(prefixes for prefixes in kept if prefixes))[:MOST_WORDS]


def sizes_of(words: Words) -> tuple[int, ...]:
    """For how many prefixes the statement must have room, word by word."""
    return tuple(next(size for size in _SIZES if len(prefixes) <= size) for prefixes in words)


def found_by(sizes: Sequence[int], *, everywhere: bool) -> ColumnElement[bool]:
    """The commitments where each word asked has a prefix that begins one of theirs; sizes: as `sizes_of`. () finds nothing.

    INTERSECT and UNION ALL of ranges, of which both databases read no more than they hold: of a join with the prefixes,
    or of an OR, one or the other reads every word of the mesa, and PostgreSQL the second word's ranges once for each
    commitment found by the first. Mesa by mesa even where all of them are asked, for so the words lie.
    """
    each = [_begun_by(place, size, everywhere=everywhere) for place, size in enumerate(sizes)]
    return commitment.c.id.in_(each[0] if len(each) == 1 else intersect(*each)) if each else false()


def _begun_by(place: int, size: int, *, everywhere: bool) -> Select[tuple[int]]:
    ranges = union_all(*(_range(place, number, everywhere=everywhere) for number in range(size)))
    return select(ranges.subquery(f"asked{place}"))


def _range(place: int, number: int, *, everywhere: bool) -> Select[tuple[int]]:
    of_mesa, word = commitment_word.c.mesa_id, commitment_word.c.word
    return select(commitment_word.c.commitment_id).where(
        of_mesa.in_(_ALL_MESAS) if everywhere else of_mesa == bindparam("mesa"),
        word >= bindparam(_low(place, number), type_=Text),
        word < bindparam(_high(place, number), type_=Text),
    )


def topic_values(words: Words) -> dict[str, str]:
    """What the conditions take by name. A range from "" to "" holds nothing."""
    values = {}
    for place, (prefixes, size) in enumerate(zip(words, sizes_of(words), strict=True)):
        for number in range(size):
            prefix = prefixes[number] if number < len(prefixes) else ""
            values[_low(place, number)] = prefix
            values[_high(place, number)] = prefix and prefix + LAST
    return values


def _apart(prefixes: Iterable[str]) -> tuple[str, ...]:
    return tuple(_shortest(sorted({storable(prefix)[:LONGEST] for prefix in prefixes} - {""})))[:MOST_PREFIXES]


def _shortest(prefixes: Iterable[str]) -> Iterator[str]:
    """Without those that begin with another one; they are sorted."""
    last: str | None = None
    for prefix in prefixes:
        if last is None or not prefix.startswith(last):
            last = prefix
            yield prefix


def _low(place: int, number: int) -> str:
    return f"from{place}_{number}"


def _high(place: int, number: int) -> str:
    return f"to{place}_{number}"
