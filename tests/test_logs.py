"""One line an event, to stderr, never a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure

TOKEN = "1000:verysecrettoken"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Loggers are shared by the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out = capsys.readouterr()
    assert out.out == ""
    return out.err.splitlines()


def test_an_event_is_one_json_line_without_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", (TOKEN,))

    structlog.get_logger().warning("event", said=f"https://x/bot{TOKEN}/getMe\nsecond line \x1b[31m", count=3)

    (line,) = lines(capsys)
    assert {key: value for key, value in json.loads(line).items() if key != "timestamp"} == {
        "event": "event",
        "level": "warning",
        "said": "https://x/bot…/getMe⏎second line ␛[31m",
        "count": 3,
    }


def test_other_libraries_lines_are_redacted_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", (TOKEN,))

    logging.getLogger("some.library").warning("POST https://x/bot%s/sendMessage", TOKEN)

    (line,) = lines(capsys)
    assert TOKEN not in line


def test_a_traceback_is_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", (TOKEN,))
    try:
        int(TOKEN)
    except ValueError:
        structlog.get_logger().exception("failed")

    assert TOKEN not in "".join(lines(capsys))


def test_what_http_libraries_chat_about_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", ())

    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot…")

    assert lines(capsys) == []
