"""Files that people sent, fetched before anything is decided about them: no transaction waits for the network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from telegram.error import TelegramError

from bot.chat.request import MOST_FETCHED, Attachment
from bot.tg.bots import Api

log = structlog.get_logger()
FETCHING_SECONDS = 20.0  # for all of one request's files


async def fetch(api: Api, wanted: Sequence[Attachment], seconds: float = FETCHING_SECONDS) -> tuple[bytes, ...] | None:
    """What the files hold, in their order; None: they cannot be had now, or are together larger than we take."""
    got: list[bytes] = []
    try:
        async with asyncio.timeout(seconds):
            for one in wanted:
                got.append(await api.download(one.media.file_id, MOST_FETCHED - sum(map(len, got))))
    except (TelegramError, TimeoutError) as error:
        log.warning("file_not_fetched", reason=type(error).__name__)
        return None
    return tuple(got)
