"""A client we did not write lives a whole round against the simulator (foreign_client.py).

In a process of its own: aiogram takes longer to import than all our tests together, and every process that runs some of
them would do it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = Path(__file__).parent / "foreign_client.py"


@pytest.mark.slow
def test_what_aiogram_sends_is_understood_and_what_it_is_answered_it_reads() -> None:
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(CLIENT))
    ended = subprocess.run(command, cwd=CLIENT.parents[2], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout
    assert re.search(r"^3 passed", ended.stdout, re.MULTILINE)
