"""The stand-alone verifier: vectors that never change, whatever Python and locale; and what our own bot exports."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.evidence import Medium, Piece
from bot.domain.folding import fold_code
from bot.domain.heads import Head
from bot.services.erasing import erase
from bot.store import commitments, evidence, exporting, heads
from bot.store.database import Database
from bot.store.verifying import verify
from bot.web.app import VERIFIER
from tests.cast import NOW, ON_TIME, OVERDUE

VECTORS = Path(__file__).parent / "vectors"
HISTORY, HEADS = VECTORS / "history.jsonl", VECTORS / "heads.txt"
LAST = "00ec51cb1c11a9179b34c9377ad64a37df0640743e9f39fe4724370900e8737f"
LOCALES = ("C", "C.UTF-8", "tr_TR.ISO-8859-9", "POSIX")  # one that is not installed is as C


def pythons() -> list[str]:
    """Every other Python that runs here, beside our own."""
    found = [sys.executable, *(shutil.which(f"python3.{minor}") or "" for minor in range(7, 20)), "/usr/bin/python3"]
    return [one for one in dict.fromkeys(found) if one and run(one, "--version")[0] == 0]


def run(python: str, *arguments: str | Path, locale: str = "C.UTF-8") -> tuple[int, str, str]:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([python, *arguments], capture_output=True, env=environment, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(*arguments: str | Path, python: str = sys.executable, locale: str = "C.UTF-8") -> tuple[int, str, str]:
    return run(python, "-I", VERIFIER, *arguments, locale=locale)


def test_vectors_have_the_same_head_under_every_python_and_locale() -> None:
    """AUD-08"""
    told = f"historia íntegra: 6 sucesos, 1 textos sin mostrar, 2 huellas publicadas; huella 6 {LAST}\n"
    found = {(python, locale): check(HISTORY, HEADS, python=python, locale=locale)[:2]
             for python in pythons() for locale in LOCALES}  # fmt: skip
    assert found == dict.fromkeys(found, (0, told))


def test_without_a_history_it_says_how_it_is_called() -> None:
    assert check() == (
        1,
        "",
        "NO: falta la historia: python3 verificar.py historia.jsonl [heads.txt] ['812 4f2a91c0']...\n",
    )


def test_verifier_is_short_and_needs_nothing_but_python() -> None:
    lines = VERIFIER.read_text().splitlines()
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}

    assert len(lines) < 100
    assert imported <= {"__future__", *sys.stdlib_module_names}


Event = dict[str, Any]


def another_fact(events: list[Event]) -> None:
    events[1]["facts"]["deadline"] = "2027-11-03"


def another_word(events: list[Event]) -> None:
    events[1]["words"]["text"][1] += " (?)"


def another_order(events: list[Event]) -> None:
    events[1], events[2] = events[2], events[1]


def one_less(events: list[Event]) -> None:
    del events[1]


def cut_off(events: list[Event]) -> None:
    del events[4:]


TAMPERED: dict[Callable[[list[Event]], None], str] = {
    another_fact: "NO: la cadena se rompe en el suceso n.º 2\n",
    another_word: "NO: el suceso n.º 2 decía otras palabras: text\n",
    another_order: "NO: la cadena se rompe en el suceso n.º 2\n",
    one_less: "NO: la cadena se rompe en el suceso n.º 2\n",
    cut_off: "NO: la huella publicada n.º 5 no es de esta historia\n",
}


@pytest.mark.parametrize("tamper", TAMPERED)
def test_what_was_tampered_with_is_found_first(tamper: Callable[[list[Event]], None], tmp_path: Path) -> None:
    events = [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines()]
    tamper(events)
    file = tmp_path / "history.jsonl"
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")

    assert check(file, HEADS) == (1, "", TAMPERED[tamper])


@pytest.mark.parametrize("typed", ["6 00ec51cb", "Huella n.º 6: 00ec 51cb"])
def test_one_head_as_a_phone_shows_it_is_enough(typed: str) -> None:
    assert check(HISTORY, typed)[0] == 0
    assert check(HISTORY, typed.replace("6", "5", 1))[0] == 1


@pytest.mark.parametrize("arguments", [(), ("no-hay",), (HISTORY, "hola"), (HEADS,)])
def test_nonsense_is_said_in_one_line(arguments: tuple[str | Path, ...]) -> None:
    code, out, err = check(*arguments)

    assert (code, out, err.startswith("NO: "), err.count("\n")) == (1, "", True, 1)


async def exported(database: Database, file: Path, *, with_words: bool = True) -> Head:
    """The whole history in that file; its end."""
    async with database.reading() as db:
        lines = [line async for line in exporting.lines(db, with_words=with_words)]
        end = await heads.end(db)
    assert end is not None
    await asyncio.to_thread(file.write_text, "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return end


async def test_exported_history_has_the_head_that_verify_says(demo: Database, tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    end = await exported(demo, file)
    async with demo.reading() as db:
        ours = await verify(db)

    code, out, _ = check(file, str(end))

    assert (code, out.split()[-2:]) == (0, [str(ours.events), ours.head])
    assert OVERDUE.text in file.read_text(encoding="utf-8")


async def test_exported_history_shows_nothing_of_what_an_acta_keeps_reserved(demo: Database, tmp_path: Path) -> None:
    """Neither its text nor what only its coordinators see as evidence; the chain holds."""
    file, piece = tmp_path / "history.jsonl", Piece(Medium.LINK, "https://example.org/acta", "la firma de todos")
    async with demo.transaction() as db:
        for one in (OVERDUE, ON_TIME):
            (kept,) = await commitments.by_code(db, fold_code(one.code), one.mesa)
            await evidence.add(db, kept, replace(piece, held=f"{piece.held}/{one.code}"), actor="a", now=NOW)
        await commitments.save(db, replace(OVERDUE, reserved=True), actor="a", now=NOW)
    end = await exported(demo, file)
    shown = file.read_text(encoding="utf-8")

    assert (check(file, str(end))[0], OVERDUE.text in shown, ON_TIME.text in shown) == (0, False, True)
    assert (f"acta/{OVERDUE.code}" in shown, f"acta/{ON_TIME.code}" in shown, shown.count(piece.caption)) == (
        False,
        True,
        1,
    )


async def test_exported_history_shows_nothing_that_was_erased(demo: Database, tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    async with demo.transaction() as db:
        await erase(db, "valle/VAL-01", "status_words", actor="operator", now=NOW)
    end = await exported(demo, file)
    shown = file.read_text(encoding="utf-8")

    assert (check(file, str(end))[0], OVERDUE.text in shown, OVERDUE.status_words in shown) == (0, True, False)

    end = await exported(demo, file, with_words=False)
    assert (check(file, str(end))[0], OVERDUE.text in file.read_text(encoding="utf-8")) == (0, False)
