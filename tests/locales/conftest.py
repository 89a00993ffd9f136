"""The locales and the README, copied where a test may change them; and the day it is then."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.locales import table, translate
from tests.locales.catalogs import LOCALES

TODAY = date(2026, 11, 25)


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ours, with the README beside it; the clock says TODAY."""
    monkeypatch.setattr(translate, "today", lambda: TODAY)
    shutil.copy(table.path_of(), tmp_path)
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))
