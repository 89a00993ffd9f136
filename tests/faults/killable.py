"""A process of the tests' own that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]


class Killable:
    """A module run as a process of its own, to be killed, stopped and started again. environment: beside ours."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        self.module = module
        self.arguments = arguments
        self.environment = environment
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, failpoint: str = "") -> None:
        environment = {**os.environ, **self.environment, "BOT_TEST": "1", "BOT_FAILPOINT": failpoint}
        command = (sys.executable, "-m", self.module, *self.arguments)
        self.process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL
        )

    async def kill(self) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def died(self, seconds: float = 30) -> int:
        """Wait for its end; how it ended."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), seconds)

    def signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(which)
