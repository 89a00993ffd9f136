"""The words that Quechua texts may use: roots of `locales/qu/roots.txt` and Spanish words of `locales/qu/loans.txt`.

Speakers edit both files: every line that cannot be read is told in one line, and the others are used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.locales.spelling import fault_of
from tests.locales.suffixes import ENDINGS, may_follow

SOURCE = re.compile(r"(?:[A-Z]{2,}|glosario\b|guía\b|Tatoeba\b)")
LOAN = re.compile(r"[^\W\d_]+-?")
NOUN, VERB = "sustantivo", "verbo"

Roots = Mapping[str, set[str]]  # a root in lower case → its classes


@dataclass(frozen=True)
class Dictionary:
    roots: Roots
    loans: Roots

    def fault_of(self, word: str) -> str | None:
        """Why a Quechua text may not have this word, or None."""
        if self.borrows(word):
            return None
        return fault_of(word) or (None if is_made_of(word.casefold(), self.roots) else self._unknown(word))

    def borrows(self, word: str) -> bool:
        """Whether it is one of the Spanish words, alone or with suffixes."""
        return is_made_of(word.casefold(), self.loans)

    def _unknown(self, word: str) -> str:
        plain = word.casefold()
        root = next((plain[:size] for size in range(len(plain), 1, -1) if plain[:size] in self.roots), None)
        if root is None:
            return f"«{word}»: su raíz no está en roots.txt"
        return f"«{word}»: tras la raíz «{root}» no puede ir «{plain[len(root) :]}»"


def is_made_of(plain: str, roots: Roots) -> bool:
    """Whether a word in lower case is one of the roots with suffixes that its class takes."""
    return any(
        may_follow(kind, plain, size) for size in range(1, len(plain) + 1) for kind in roots.get(plain[:size], ())
    )


def read(folder: Path) -> tuple[Dictionary, list[str]]:
    """The dictionary of a language's folder, and each line that was refused: file, line, reason."""
    files = (("roots.txt", root_of), ("loans.txt", loan_of))
    (roots, bad_roots), (loans, bad_loans) = (
        parse((folder / name).read_text(encoding="utf-8").splitlines(), read_line) for name, read_line in files
    )
    return Dictionary(roots, loans), [*_named("roots.txt", bad_roots), *_named("loans.txt", bad_loans)]


def _named(name: str, refused: Iterable[str]) -> Iterator[str]:
    return (f"{name}: {reason}" for reason in refused)


def parse(lines: Iterable[str], read_line: Callable[[str], tuple[str, str]]) -> tuple[Roots, list[str]]:
    """What the lines list, and why each of the others was refused; `#` begins a note."""
    found: dict[str, set[str]] = defaultdict(set)
    refused = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            word, kind = read_line(line.strip())
        except ValueError as error:
            refused.append(f"línea {number}: {error}")
            continue
        if kind in found[word]:
            refused.append(f"línea {number}: «{word}» ya está ({kind})")
        found[word].add(kind)
    return dict(found), refused


def root_of(line: str) -> tuple[str, str]:
    """A root and its class. ValueError for a line that is not `raíz | clase | fuente`."""
    root, kind, source = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    if kind not in ENDINGS:
        raise ValueError(f"la clase de «{root}» debe ser {', '.join(ENDINGS)}")
    if not SOURCE.match(source):
        raise ValueError(f"falta de dónde viene «{root}»")
    if fault := fault_of(root):
        raise ValueError(fault)
    return root.casefold(), kind


def loan_of(line: str) -> tuple[str, str]:
    """A Spanish word; with a hyphen at its end, one that takes the endings of a verb. ValueError for anything else."""
    if not LOAN.fullmatch(line):
        raise ValueError(f"«{line}» no es una sola palabra")
    return line.removesuffix("-").casefold(), VERB if line.endswith("-") else NOUN
