"""The Telegram of tests/tg, for tests that break what is around it."""

from __future__ import annotations

from tests.tg.conftest import telegram, url

__all__ = ["telegram", "url"]
