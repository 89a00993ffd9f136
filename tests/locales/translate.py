"""`python3 dev.py translate`: bring the catalogs in line with the code, or say where they are not.

--check changes nothing · --fill TABLE.tsv takes Quechua for empty entries · --sheet FILE.html makes the page for a
native speaker · --read FILE.json takes what it brings back.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bot.texts import learnt
from tests.locales import answers, checks, review, rows, sheet, table
from tests.locales.catalogs import LOCALES, by_key, forms, merged, name_of, path_of, read, read_templates, save, written
from tests.locales.terms import problems_of_terms
from tests.understanding import learning


def main(arguments: Sequence[str] | None = None, folder: Path = LOCALES) -> int:
    """The exit code. folder: the locales to work on; the README is beside it."""
    chosen = parser().parse_args(arguments)
    try:
        return run(chosen, folder)
    except ValueError as error:  # one key, two texts: no catalog can be right
        print(error)  # noqa: T201
        return 1


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="dev.py translate")
    one = options.add_mutually_exclusive_group()
    one.add_argument("--check", action="store_true", help="change nothing; exit 1 with each problem")
    one.add_argument("--fill", type=Path, help="a table with columns key, es, qu, src for empty Quechua entries")
    one.add_argument("--sheet", type=Path, help="write the page on which a native speaker reads, corrects and signs")
    one.add_argument("--read", type=Path, help="the signatures and corrections saved from a sheet: all or nothing")
    return options


def run(chosen: argparse.Namespace, folder: Path) -> int:
    if chosen.sheet:
        return make_sheet(chosen.sheet, folder)
    if chosen.read:
        return read_back(chosen.read, folder)
    if not chosen.check:
        update(folder, read_templates(chosen.fill) if chosen.fill else {})
    found = problems(folder)
    print("\n".join(found + [coverage(code, folder) for code in ("es", "qu")]))  # noqa: T201
    return 1 if found else 0


def update(folder: Path, templates: dict[str, tuple[str, str]]) -> None:
    """Catalogs from the code, signatures from the texts, the table from both; what questions teach from the questions."""
    for code in ("es", "qu"):
        save(path_of(code, folder), merged(code, read(code, folder), templates))
    settle(folder)
    table.renew(rows.present(folder), table.path_of(folder))
    if learning.renew(folder):
        print(f"{folder.name}/{learnt.FILE}: aprendido otra vez")  # noqa: T201


def make_sheet(path: Path, folder: Path) -> int:
    present = rows.present(folder)
    try:
        save(path, sheet.page(present).encode())
    except OSError:
        print(f"{path}: no se puede escribir", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{path}: {len(present)} textos; se abre en cualquier navegador, también en un teléfono")  # noqa: T201
    return 0


def read_back(path: Path, folder: Path) -> int:
    """Sign and correct what the file says; a file with one problem changes nothing."""
    quechua = read("qu", folder)
    against, _ = checks.reference(folder)
    try:
        told = answers.parse(path.read_bytes(), today())
        check = functools.partial(checks.problems, "qu", against=against)
        changes = answers.apply(quechua, read("es", folder), told, check)
    except (answers.Refused, OSError) as refused:
        reasons = refused.args if isinstance(refused, answers.Refused) else ("no se puede leer",)
        print("\n".join([f"{path.name}: {reason}" for reason in reasons] + ["No se cambió nada."]), file=sys.stderr)  # noqa: T201
        return 1
    save(path_of("qu", folder), written("qu", quechua))
    table.renew(rows.present(folder), table.path_of(folder))
    total = f"{told.by}: {len(told.texts)} textos en el archivo, {len(changes)} cambios en {name_of('qu', folder)}"
    print("\n".join([*changes, total]))  # noqa: T201
    return 0


def today() -> date:
    """The day of the world's clock: never before the day of Peru."""
    return datetime.now(UTC).date()


def settle(folder: Path) -> None:
    """Give each new signature its mark; a signature whose text changed becomes `outdated:`, and that is said."""
    quechua = read("qu", folder)
    messages = by_key(quechua)
    for row in rows.rows(quechua, read("es", folder)):
        for one in review.lapsed(row.comments, row.mark):
            print(f"{row.key}: el texto cambió después de la firma de {one}; hay que revisarlo otra vez")  # noqa: T201
        messages[row.key].user_comments = review.settled(row.comments, row.mark)
    save(path_of("qu", folder), written("qu", quechua))


def problems(folder: Path) -> list[str]:
    """What is wrong with the catalogs, word lists and glossary, the signatures, the README's table, what was learnt."""
    present = rows.present(folder)
    signatures = [f"{name_of('qu', folder)}: {problem}" for problem in rows.problems(present)]
    return [
        *checks.problems_of_files(folder),
        *problems_of_terms(folder),
        *signatures,
        *table.problems(present, table.path_of(folder)),
        *learning.problems(folder),
    ]


def coverage(code: str, folder: Path) -> str:
    messages = by_key(read(code, folder)).values()
    done = [message for message in messages if all(forms(message))]
    reviewed = sum(any(line.startswith(review.REVIEWED) for line in message.user_comments) for message in done)
    return (
        f"{code}: {len(done)} de {len(messages)} textos; revisados por hablantes: {reviewed if code != 'es' else '—'}"
    )


if __name__ == "__main__":
    sys.exit(main())
