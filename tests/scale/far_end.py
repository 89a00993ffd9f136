"""The cheapest Telegram there is, so that the bench measures who sends: `python -m tests.scale.far_end` prints its address.

Every call is delivered, or refused beyond a strict limit in any second. POST /reset sets it up; GET /stats tells.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import deque
from dataclasses import dataclass, field
from typing import Any

ME = b'{"ok":true,"result":{"id":1000,"is_bot":true,"first_name":"Yuyachiq","username":"yuyachiq_bot"}}'
OK = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'
REFUSED = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
)


@dataclass
class FarEnd:
    """slow: (shortest, longest) round trip in seconds. limit: sends in any second; 0 = none. moments: of what was accepted."""

    slow: tuple[float, float] = (0.1, 0.1)
    limit: int = 0
    refused: int = 0
    moments: list[float] = field(default_factory=list)
    window: deque[float] = field(default_factory=deque)

    def accepts(self, now: float) -> bool:
        while self.window and self.window[0] <= now - 1:
            self.window.popleft()
        if self.limit and len(self.window) >= self.limit:
            self.refused += 1
            return False
        self.window.append(now)
        self.moments.append(now)
        return True

    def reset(self, body: bytes) -> None:
        """body: {"slow": [0.05, 0.2], "limit": 30}"""
        wanted = json.loads(body)
        self.__init__(tuple(wanted["slow"]), wanted["limit"])  # type: ignore[misc] # everything anew

    def stats(self) -> dict[str, Any]:
        seconds = self.moments[-1] - self.moments[0] if self.moments else 0.0
        return {"accepted": len(self.moments), "refused": self.refused, "seconds": seconds}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                body = await read_body(reader, head.lower())
                status, answer = await self.answer(head.split(" ")[1], body)
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        if path == "/reset":
            self.reset(body)
            return 200, b"{}"
        if path == "/stats":
            return 200, json.dumps(self.stats()).encode()
        if path.endswith("/getMe"):
            return 200, ME
        there = random.uniform(*self.slow) / 2
        await asyncio.sleep(there)
        accepted = self.accepts(asyncio.get_running_loop().time())
        await asyncio.sleep(there)
        return (200, OK) if accepted else (429, REFUSED)


async def read_body(reader: asyncio.StreamReader, head: str) -> bytes:
    """head: in small letters. aiogram sends its forms in chunks."""
    if "transfer-encoding: chunked" in head:
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
        return body
    length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
    return await reader.readexactly(length)


async def main() -> None:
    server = await asyncio.start_server(FarEnd().talk, "127.0.0.1", 0, backlog=1_000)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
