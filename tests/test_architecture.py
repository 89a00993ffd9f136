"""The house rules that matter, as checks: layers, sizes, where things may be said. STYLE: the measuring stick."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 50
# Heavy, and seldom needed: imported where it is used. Each with its reason beside the import.
IMPORTED_LATE = {
    "bot/app.py": ["upgrade", "serve_people"],
    "bot/cli.py": ["demo_command"],
    "bot/media/chart.py": ["png", "template"],
    "bot/store/upsert.py": ["insert_for"],
    "bot/texts/ics.py": ["calendar_file"],
}
NOT_AT_START = (
    *("alembic", "bot.simulator", "icalendar", "jinja2", "resvg_py", "rich"),
    *("sqlalchemy.dialects.postgresql", "starlette", "uvicorn"),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_down_and_stay_in_their_layer() -> None:
    run = "from importlinter.cli import lint_imports_command as lint; lint()"
    result = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_files_are_short() -> None:
    assert [name(path) for path in SOURCES if len(path.read_text().splitlines()) > MOST_LINES] == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_functions_are_short_and_import_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text())
    too_long = [one.name for one in functions(tree) if (one.end_lineno or 0) - one.lineno >= MOST_LINES_OF_A_FUNCTION]
    importing = [
        one.name
        for one in functions(tree)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(one))
    ]
    assert (too_long, importing) == ([], IMPORTED_LATE.get(name(path), []))


def test_a_start_loads_nothing_heavy_that_it_seldom_needs() -> None:
    """Each holds some MB for as long as the bot runs (SPEED: 120 MB idle)."""
    run = f"import sys, bot.cli; print(*(name for name in {NOT_AT_START!r} if name in sys.modules))"
    result = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_packages_are_named_by_files_not_by_their_init() -> None:
    assert [name(path) for path in SOURCES if path.name == "__init__.py" and path.read_text()] == []


def test_only_the_database_module_commits() -> None:
    speaking_of_commit = {name(path) for path in SOURCES if ".commit(" in path.read_text()}
    assert speaking_of_commit <= {"bot/store/database.py"}


def test_nothing_evaluates_pickles_or_drops_what_people_wrote() -> None:
    forbidden = ("pickle", "eval(", "yaml.load", "shell=True", "drop_pending_updates=True", "run_polling")
    found = [(name(path), word) for path in SOURCES for word in forbidden if word in path.read_text()]
    assert found == []
