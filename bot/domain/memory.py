"""What is remembered of a thing between two looks, as JSON; a field that is missing has its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

_READ: Mapping[Any, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "tuple[str, ...]": tuple,
}  # by a field's annotation


class Memory(Protocol):
    """A dataclass of words, numbers, days, moments and tuples of words, each with a default."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


M = TypeVar("M", bound=Memory)


def written(memory: Memory) -> dict[str, Any]:
    """Only what is not as by default."""
    told = {one.name: getattr(memory, one.name) for one in fields(memory) if getattr(memory, one.name) != one.default}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def read(kind: type[M], told: Mapping[str, Any]) -> M:
    known = {one.name: _READ.get(one.type, _as_it_is) for one in fields(kind) if one.name in told}
    return kind(**{name: reading(told[name]) for name, reading in known.items()})


def _as_it_is(value: Any) -> Any:
    return value
