"""The machine-readable Bot API, read where it lies beside the project: does a value have the shape a type says?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[3] / "shared" / "data" / "bot-api-10.0.json"
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}
Json = dict[str, Any]


class BotApiSpec:
    """Methods and types by name."""

    def __init__(self) -> None:
        content = json.loads(SPEC.read_text(encoding="utf-8"))
        self.methods: dict[str, Json] = content["methods"]
        self.types: dict[str, Json] = content["types"]

    def parameters(self, method: str) -> set[str]:
        return {field["name"] for field in self.methods[method].get("fields", [])}

    def result_faults(self, method: str, result: Any) -> list[str]:
        """What is wrong with the result of a method, a line for each field; empty if nothing is."""
        return self._any_of(self.methods[method]["returns"], result, method)

    def faults(self, name: str, value: Any, where: str) -> list[str]:
        """What is wrong with a value of the named type, array or plain one."""
        if name.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where} is no array"]
            inner = name.removeprefix("Array of ")
            return [fault for i, one in enumerate(value) for fault in self.faults(inner, one, f"{where}[{i}]")]
        if name in PLAIN:
            right = isinstance(value, PLAIN[name]) and (name in {"Boolean", "True"} or not isinstance(value, bool))
            return [] if right else [f"{where} is no {name}"]
        subtypes = self.types[name].get("subtypes")
        return self._any_of(subtypes, value, where) if subtypes else list(self._object(name, value, where))

    def _any_of(self, names: list[str], value: Any, where: str) -> list[str]:
        tried = [self.faults(name, value, where) for name in names]
        return min(tried, key=len)

    def _object(self, name: str, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where} is no {name}"
            return
        fields = {field["name"]: field for field in self.types[name].get("fields", [])}
        yield from (f"{where}.{one} is not of {name}" for one in value if one not in fields)
        for key, field in fields.items():
            if key in value:
                yield from self._any_of(field["types"], value[key], f"{where}.{key}")
            elif field["required"]:
                yield f"{where}.{key} is missing"
