"""The locales and the README, copied where a test may change them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.locales import table
from tests.locales.catalogs import LOCALES


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy of ours, with the README beside it."""
    shutil.copy(table.path_of(), tmp_path)
    return Path(shutil.copytree(LOCALES, tmp_path / "locales"))
