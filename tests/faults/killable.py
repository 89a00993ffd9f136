"""A process of the tests' own that can be killed.

It is forked from one that has imported everything already: what is killed and started twenty times would else import for
longer than it works.
"""

from __future__ import annotations

import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from types import MappingProxyType

_forking = get_context("forkserver")
_forking.set_forkserver_preload(
    ["tests.faults.runner", "tests.faults.sender_runner", "tests.faults.ticking", "bot.cli"]
)


class Killable:
    """A module run as a process of its own, to be killed, stopped and started again. environment: beside ours."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        self.module = module
        self.arguments = arguments
        self.environment = environment
        self.process: ForkServerProcess | None = None

    async def start(self, failpoint: str = "") -> None:
        environment = {**self.environment, "BOT_TEST": "1", "BOT_FAILPOINT": failpoint}
        self.process = _forking.Process(target=_run, args=(self.module, self.arguments, environment))
        await asyncio.to_thread(self.process.start)

    @property
    def pid(self) -> int:
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    async def kill(self) -> None:
        if self.alive:
            self.signal(signal.SIGKILL)
        await self.died()

    async def died(self, seconds: float = 30) -> int:
        """Wait for its end; how it ended."""
        assert self.process is not None
        await asyncio.to_thread(self.process.join, seconds)
        if self.process.exitcode is None:
            raise TimeoutError
        return self.process.exitcode

    def signal(self, which: signal.Signals) -> None:
        os.kill(self.pid, which)


def _run(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """As `python -m module arguments` would, without a word."""
    os.environ.update(environment)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(silence, stream.fileno())
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
