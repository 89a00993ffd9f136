"""One log, to stderr: events with fields, never a token, a Telegram number of a person, or a word somebody wrote."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal


@contextmanager
def unseen(*libraries: str) -> Iterator[None]:
    """As if they were not installed, unless they are loaded already."""
    hidden = [name for name in libraries if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: Python's way to say so
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


# These two load what draws in colours where they find it: 4 MB that every start would hold. Whoever needs it later finds it,
# as the command line's help does. This has to come before anybody else loads them, as `app` does.
with unseen("rich", "pygments"):
    import httpx  # noqa: F401 (for PTB)
    import structlog

_QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "uvicorn", "asyncio", "alembic")


def configure(form: Literal["console", "json"], secrets: tuple[str, ...]) -> None:
    """Send every logger to stderr in one form; `secrets` are blotted out wherever they appear, tracebacks included."""
    render: Any = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    before: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redact(secrets),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    finish = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=finish))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class Redact:
    """A processor that blots out the secrets and what could forge a second line."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _: Any, __: str, event: Any) -> Any:
        return {key: self.clean(value, keep_lines=key == "exception") for key, value in event.items()}

    def clean(self, value: Any, *, keep_lines: bool) -> Any:
        if isinstance(value, bool | int | float | None) or (isinstance(value, tuple | list | dict) and not value):
            return value
        if not isinstance(value, str):
            value = value if hasattr(value, "levelno") else str(value)
        if not isinstance(value, str):
            return value
        for secret in self._secrets:
            value = value.replace(secret, "…")
        return value if keep_lines else value.replace("\n", "⏎").replace("\r", "⏎").replace("\x1b", "␛")
