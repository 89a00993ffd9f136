"""`python3 dev.py translate [--check] [--fill TABLE.tsv]`: bring the catalogs in line with the code, or say where they are not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.locales.catalogs import LOCALES, by_key, forms, merged, path_of, read, read_templates
from tests.locales.checks import problems_of_files
from tests.locales.terms import problems_of_terms


def main(arguments: Sequence[str] | None = None, folder: Path = LOCALES) -> int:
    parser = argparse.ArgumentParser(prog="dev.py translate")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 with each problem")
    parser.add_argument("--fill", type=Path, help="a table with columns key, es, qu, src for empty Quechua entries")
    chosen = parser.parse_args(arguments)
    try:
        if not chosen.check:
            update(folder, read_templates(chosen.fill) if chosen.fill else {})
        problems = problems_of_files(folder) + problems_of_terms()
    except ValueError as error:  # one key, two texts: no catalog can be right
        print(error)  # noqa: T201
        return 1
    print("\n".join(problems + [coverage(code, folder) for code in ("es", "qu")]))  # noqa: T201
    return 1 if problems else 0


def update(folder: Path, templates: dict[str, tuple[str, str]]) -> None:
    for code in ("es", "qu"):
        path_of(code, folder).write_bytes(merged(code, read(code, folder), templates))


def coverage(code: str, folder: Path) -> str:
    messages = by_key(read(code, folder)).values()
    done = [message for message in messages if all(forms(message))]
    reviewed = sum(any(line.startswith("reviewed:") for line in message.user_comments) for message in done)
    return (
        f"{code}: {len(done)} de {len(messages)} textos; revisados por hablantes: {reviewed if code != 'es' else '—'}"
    )


if __name__ == "__main__":
    sys.exit(main())
