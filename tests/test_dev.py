"""The bootstrap says in one line what is missing, and never takes half a run for the whole one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program is found; Python is the one that runs these tests."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))


def test_the_whole_suite_fails_where_chromium_is_absent(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.test(["--all"]) == 1
    assert (
        capsys.readouterr().err == "dev.py test --all: falta Chromium (Debian: apt-get install postgresql chromium)\n"
    )


def test_the_everyday_run_names_what_it_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "AT_ONCE", ())  # nothing is run
    assert dev.test(["--collect-only", "-q", "tests/test_dev.py"]) == 0
    assert capsys.readouterr().err.endswith("las corre todas; en esta máquina falta Chromium\n")


@pytest.mark.slow
@pytest.mark.parametrize(("beside", "alone"), [(True, False), (False, True)])
def test_a_failure_fails_the_run_whichever_part_it_is_in(tmp_path: Path, beside: bool, alone: bool) -> None:
    tests = tmp_path / "test_both.py"
    tests.write_text(
        f"import pytest\ndef test_beside():\n    assert {beside}\n"
        f"@pytest.mark.alone\ndef test_alone():\n    assert {alone}\n"
    )
    assert dev.run_tests("", ["-c", str(dev.ROOT / "pyproject.toml"), "-p", "no:cacheprovider", str(tests)]) == 1


def test_an_unknown_command_is_usage() -> None:
    ended = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py"), "bailar"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (2, "uso: python3 dev.py demo | test | check | bench | translate\n")


@pytest.mark.slow
def test_the_environment_is_made_again_only_when_the_lock_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("")
    monkeypatch.setattr(dev, "LOCK", lock)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv/bin/python")

    made = [dev.ensure_environment(), dev.ensure_environment()]
    lock.write_text("# changed\n")
    made.append(dev.ensure_environment())

    assert made == [0, 0, 0]
    assert capfd.readouterr().err.count("preparando .venv") == 2
