"""`python3 dev.py translate [--check] [--fill TABLE.tsv]`: bring the catalogs in line with the code, or say where they are not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.locales.catalogs import by_key, forms, merged, path_of, read, read_templates
from tests.locales.checks import problems_of_files
from tests.locales.terms import problems_of_terms


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py translate")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 with each problem")
    parser.add_argument("--fill", type=Path, help="a table with columns key, es, qu, src for empty Quechua entries")
    chosen = parser.parse_args()
    if not chosen.check:
        templates = read_templates(chosen.fill) if chosen.fill else {}
        for code in ("es", "qu"):
            path_of(code).write_bytes(merged(code, read(code), templates))
    problems = problems_of_files() + problems_of_terms()
    print("\n".join(problems + [coverage(code) for code in ("es", "qu")]))  # noqa: T201
    return 1 if problems else 0


def coverage(code: str) -> str:
    messages = by_key(read(code)).values()
    done = [message for message in messages if all(forms(message))]
    reviewed = sum(any(line.startswith("reviewed:") for line in message.user_comments) for message in done)
    return (
        f"{code}: {len(done)} de {len(messages)} textos; revisados por hablantes: {reviewed if code != 'es' else '—'}"
    )


if __name__ == "__main__":
    sys.exit(main())
