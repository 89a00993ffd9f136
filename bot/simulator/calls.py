"""A call of the bot as it came over HTTP: parameters and files, with the types Telegram expects."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.refusals import bad_request

LEADING = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True)
class Call:
    """`method` as written by the bot; `given` its parameters, strings where they came in a form; `files` by field."""

    method: str
    given: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string parameter, empty if absent."""
        value = self.given.get(name, "")
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """The whole number a parameter begins with, 0 if with none, as Telegram reads it; `default` if absent."""
        text = self.text(name).strip()
        found = LEADING.match(text)
        return int(found.group()) if found else 0 if text else default

    def decimal(self, name: str) -> float:
        """A decimal number, 0 if it is none; Refused if absent."""
        if not self.text(name).strip():
            raise bad_request(f"{name} is empty")
        try:
            return float(self.text(name))
        except ValueError:
            return 0.0

    def flag(self, name: str) -> bool:
        """A Boolean."""
        return self.text(name).lower() in {"true", "1", "yes", "t", "y"}

    def object(self, name: str, called: str = "") -> Any:
        """A JSON-serialized object or array, None if absent; Refused, with what it is `called`, if it cannot be read."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {called or name.replace('_', ' ')} JSON object") from None
