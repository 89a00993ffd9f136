"""What the bench's senders share: what is said, how many at a time, and how it is measured."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog

from bot.domain.messages import Message

TOKEN = "1000:bench"
AT_ONCE = 128
SAID = Message("⏰ <b>ESP-07</b> venció hace 3 días. Responsable: Municipalidad Provincial. " * 3)
TEXT = SAID.text


async def at_once(send: Callable[[int], Awaitable[Any]], number: int) -> None:
    """gather, so many at a time."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(chat: int) -> None:
        async with slots:
            await send(chat)

    await asyncio.gather(*(one(chat) for chat in range(1, number + 1)))


def resident() -> float:
    """MB, the most there was. Not `ru_maxrss`, which a process takes over from the one that started it: the bench's own."""
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(most.split()[1]) * 1_024 / 1e6


async def measured(work: Awaitable[None]) -> None:
    """What it took, as JSON."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began, cpu = time.perf_counter(), time.process_time()
    await work
    used = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "megabytes": resident()}
    sys.stdout.write(json.dumps(used))
