"""A thread that ends a deaf process: exit 70, and the supervisor starts it again."""

from __future__ import annotations

import os
import sys
import threading
import time

from bot.tg.bots import POLL_MARGIN_SECONDS, POLL_SECONDS
from bot.tg.health import Health

EX_SOFTWARE = 70  # sysexits.h; systemd's Restart=on-failure starts it again
DEAF_SECONDS = POLL_SECONDS + POLL_MARGIN_SECONDS + 60.0


def watch(health: Health, *, deaf_seconds: float = DEAF_SECONDS, look_every: float = 1.0) -> threading.Event:
    """Watch until the returned event is set. A thread, because a blocked event loop cannot watch itself."""
    stop = threading.Event()

    def bark() -> None:
        while not stop.wait(look_every):
            deaf = time.monotonic() - health.turned
            if deaf > deaf_seconds:
                sys.stderr.write(f"yuyachiq: sordo desde hace {deaf:.0f} s; salgo con {EX_SOFTWARE}\n")
                sys.stderr.flush()
                os._exit(EX_SOFTWARE)

    threading.Thread(target=bark, name="watchdog", daemon=True).start()
    return stop
