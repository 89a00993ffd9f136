"""Faults a test orders: what goes wrong at the far end, on which method and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Trouble = int | Literal["reset_before", "reset_after", "hang"]
Predicate = Callable[[dict[str, Any]], bool]


@dataclass
class Fault:
    """One ordered fault; `method` "*" means any, `times` counts down to 0."""

    method: str
    status: Trouble
    times: int
    retry_after: int | None
    deliver: bool
    when: Predicate | None

    def strikes(self, method: str, payload: dict[str, Any]) -> bool:
        """Whether this call is one of those it was ordered for."""
        if self.times < 1 or self.method not in {"*", method}:
            return False
        return self.when is None or self.when(payload)


class Faults:
    """The faults still to come, oldest first."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def add(
        self,
        method: str,
        status: Trouble,
        times: int = 1,
        retry_after: int | None = None,
        deliver: bool | None = None,
        when: Predicate | None = None,
    ) -> None:
        """Order a fault: an HTTP status, a connection reset before or after the work, or no answer at all.

        `deliver` says whether the work is done all the same: by default only for "reset_after".
        """
        done = status == "reset_after" if deliver is None else deliver
        self._ordered.append(Fault(method, status, times, retry_after, done, when))

    def next_for(self, method: str, payload: dict[str, Any]) -> Fault | None:
        """The fault that strikes this call, counted as used; None lets it through."""
        fault = next((one for one in self._ordered if one.strikes(method, payload)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    def clear(self) -> None:
        """Let everything through again."""
        self._ordered.clear()
