"""Catalogs: taken from the code, merged with what translators wrote, written back in a stable order."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
LOCALES = ROOT / "locales"
KEYWORDS = {"say": ((1, "c"), 2), "plain": ((1, "c"), 2), "count": ((1, "c"), 2, 3)}
PLURALS = {"es": "nplurals=2; plural=(n != 1);", "qu": "nplurals=1; plural=0;", "quy": "nplurals=1; plural=0;"}
HEADERS = {
    "es": "# Yuyachiq en español. Corrija msgstr; msgid y msgctxt son del programa.\n",
    "qu": (
        "# Yuyachiq runasimipi (Cusco-Collao). Cómo se lee, se corrige y se firma: locales/REVIEW.md.\n"
        "# msgid es el castellano; corrija msgstr. «src» dice de dónde viene cada palabra. Al revisar un texto, agregue\n"
        "# una línea «reviewed: iniciales fecha lugar». Los {nombres} entre llaves se quedan igual.\n"
    ),
}


@functools.cache  # the code stays as it is while we look at it
def extracted(folder: Path = ROOT / "bot") -> Mapping[str, Message]:
    """Every text of the code by its key. ValueError if one key stands for two texts."""
    found: dict[str, Message] = {}
    for _, _, ids, _, key in extract_from_dir(str(folder), [("**.py", "python")], keywords=KEYWORDS):
        if key is None:
            continue
        message = Message(ids, context=key)
        if key in found and found[key].id != message.id:
            raise ValueError(f"{key}: dos textos distintos: {found[key].id!r} y {message.id!r}")
        found[key] = message
    return found


def path_of(code: str, folder: Path = LOCALES) -> Path:
    return folder / code / "bot.po"


def name_of(code: str, folder: Path = LOCALES) -> str:
    """The path as problems tell it: locales/qu/bot.po."""
    return path_of(code, folder).relative_to(folder.parent).as_posix()


def read(code: str, folder: Path = LOCALES) -> Catalog:
    """The catalog of a language; one without entries where there is no file."""
    path = path_of(code, folder)
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def by_key(catalog: Catalog) -> dict[str, Message]:
    return {str(message.context): message for message in catalog if message.id}


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one a plural form."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string or ""),)


def sources(message: Message) -> tuple[str, ...]:
    """The texts in the code: one, or singular and plural."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else (str(message.id),)


def merged(code: str, old: Catalog, templates: dict[str, tuple[str, str]]) -> bytes:
    """The catalog as it should stand: every text of the code, with the old words, or those of `templates` (qu, src)."""
    known = by_key(old)
    new = Catalog(project="Yuyachiq", header_comment=HEADERS[code].rstrip(), charset="utf-8")
    new.mime_headers = [("Plural-Forms", PLURALS[code])]
    for key, text in sorted(extracted().items()):
        before = known.get(key)
        words, comments = (forms(before), list(before.user_comments)) if before else (("",), [])
        if code == "es" and not all(words):
            words = sources(text)
        if code == "qu" and not any(words) and templates.get(key, ("", ""))[0]:
            words, comments = (templates[key][0],), [f"src: {templates[key][1]}"]
        plural = isinstance(text.id, list | tuple)
        new.add(text.id, words if plural else words[0], context=key, user_comments=comments)
    return written(code, new)


def written(code: str, catalog: Catalog) -> bytes:
    """The file of a catalog, with our own header."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=True, width=0, sort_output=False)
    return header(code).encode() + buffer.getvalue()


def save(path: Path, content: bytes) -> None:
    """The whole file or nothing of it."""
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


def header(code: str) -> str:
    fields = (
        "Project-Id-Version: Yuyachiq",
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[code]}",
    )
    return HEADERS[code] + 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


def read_templates(path: Path) -> dict[str, tuple[str, str]]:
    """key → (Quechua, source) of a table with the columns key, es, qu, src."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: (row["qu"], row["src"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
