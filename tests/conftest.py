"""What every test may ask for."""

from __future__ import annotations

import gc

pytest_plugins = ["tests.databases", "tests.command_line", "tests.outside"]

gc.set_threshold(0)  # what is imported and collected stays: nothing of it is looked through meanwhile


def pytest_collection_finish() -> None:
    """Nor often afterwards: as a bot's process does."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
