"""What every test may ask for."""

from __future__ import annotations

import gc

pytest_plugins = ["tests.databases", "tests.command_line", "tests.outside"]

gc.set_threshold(
    20_000, 50, 100
)  # what was imported stays: to look through it again and again takes a tenth of the time
