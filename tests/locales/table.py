"""How far the Quechua is: a table of the README between two marks, made from the catalogs and never by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.locales import subjects
from tests.locales.catalogs import LOCALES, save
from tests.locales.rows import Row

BEGIN = "<!-- quechua: hecho por «python3 dev.py translate»; no se edita a mano -->"
END = "<!-- fin de quechua -->"
STALE = "README.md: la tabla del quechua no está al día; corra «python3 dev.py translate»"
HEAD = (
    "| de qué tratan | textos | en quechua | en castellano, con su razón | revisados por hablantes |",
    "|---|--:|--:|--:|--:|",
)


def counts(rows: Sequence[Row]) -> tuple[int, int, int, int]:
    """How many texts, in Quechua, in Spanish with a reason, signed by a native speaker as they stand."""
    return (
        len(rows),
        sum(bool(row.quechua) for row in rows),
        sum(bool(row.reason) and not row.quechua for row in rows),
        sum(bool(row.signatures) for row in rows),
    )


def line(title: str, numbers: Iterable[object]) -> str:
    return "| " + " | ".join([title, *map(str, numbers)]) + " |"


def block(rows: Sequence[Row]) -> str:
    """The table with its marks; one line tells the sum, the rest opens on a press."""
    whole = counts(rows)
    lines = [
        line(subjects.name(subject), counts([row for row in rows if row.subject == subject]))
        for subject in sorted({row.subject for row in rows}, key=subjects.order)
    ]
    total = line("**todos**", (f"**{number}**" for number in whole))
    summary = "{} textos: {} en quechua, {} en castellano con su razón; revisados por hablantes: {}".format(*whole)
    folded = ["<details>", f"<summary>{summary}</summary>", "", *HEAD, *lines, total, "", "</details>"]
    return "\n".join([BEGIN, *folded, END])


def put(text: str, table: str) -> str:
    """The README with this table, whatever stood between the marks. ValueError without the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md: faltan las marcas de la tabla: {BEGIN} … {END}")
    return before + table + after


def path_of(folder: Path = LOCALES) -> Path:
    """The README beside the locales."""
    return folder.parent / "README.md"


def renew(rows: Sequence[Row], path: Path) -> None:
    save(path, put(path.read_text(encoding="utf-8"), block(rows)).encode())


def problems(rows: Sequence[Row], path: Path) -> list[str]:
    """One line if the table does not say what the catalogs say."""
    text = path.read_text(encoding="utf-8")
    try:
        return [] if put(text, block(rows)) == text else [STALE]
    except ValueError as wrong:
        return [str(wrong)]
