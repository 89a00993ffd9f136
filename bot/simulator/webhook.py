"""Updates pushed to the bot's webhook, one at a time for each chat, again and again until it answers 2xx."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.queue import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the name of a header)
BEYOND = "Connection refused: nothing beyond the loopback is contacted"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass
class Webhook:
    """Where the bot wants its updates; an empty `url` means it polls. `error` is what last went wrong, and when."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_at: int = 0


@dataclass
class Pusher:
    """Pushes the queue of `updates` to `webhook`; nothing ever leaves the loopback.

    `proxies` maps the start of a public address to a loopback one, as a reverse proxy does. A reply that carries a
    method is given to `perform`.
    """

    updates: Updates
    webhook: Webhook
    now: Callable[[], float]
    perform: Callable[[dict[str, Any]], None]
    proxies: dict[str, str] = field(default_factory=dict)
    retry_seconds: float = 0.2
    timeout_seconds: float = 60.0
    _busy: dict[Any, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Push until cancelled."""
        timeout = aiohttp.ClientTimeout(total=self.timeout_seconds)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as pushes:
            while True:
                update = await self.updates.bell.until(self._next, 3600)
                if update is not None:
                    task = pushes.create_task(self._push(session, update))
                    self._busy[_lane(update)] = task

    def _next(self) -> Update | None:
        if not self.webhook.url or len(self._busy) >= self.webhook.connections:
            return None
        return next((update for update in self.updates.waiting if _lane(update) not in self._busy), None)

    async def _push(self, session: aiohttp.ClientSession, update: Update) -> None:
        try:
            trouble = await self._post(session, update)
            if not trouble:
                self.updates.remove(update)
            else:
                self.webhook.error, self.webhook.error_at = trouble, int(self.now())
                await asyncio.sleep(self.retry_seconds)
        finally:
            del self._busy[_lane(update)]
            self.updates.bell.ring()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> str:
        url = self._behind_the_proxy(self.webhook.url)
        if urlsplit(url).hostname not in LOOPBACK:
            return BEYOND
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            async with session.post(url, json=update, headers=headers) as response:
                if not response.ok:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                if response.content_type == "application/json" and (answer := await response.json()):
                    self.perform(answer)
        except aiohttp.ClientError:
            return "Connection refused"
        except TimeoutError:
            return "Read timeout expired"
        return ""

    def _behind_the_proxy(self, url: str) -> str:
        for public, inside in self.proxies.items():
            if url.startswith(public):
                return inside + url.removeprefix(public)
        return url


def _lane(update: Update) -> Any:
    content: dict[str, Any] = next((value for key, value in update.items() if key != "update_id"), {})
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return chat.get("id", update["update_id"])
