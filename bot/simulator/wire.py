"""Connections that can be cut, as a network does it."""

import asyncio
import socket
import struct

from uvicorn.protocols.http.h11_impl import H11Protocol

CONNECTIONS: dict[tuple[str, int], asyncio.Transport] = {}


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, remembering its open connections by the client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection."""
        super().connection_made(transport)
        if self.client is not None:
            CONNECTIONS[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self.client is not None:
            CONNECTIONS.pop(self.client, None)
        super().connection_lost(exc)


def cut(client: tuple[str, int]) -> None:
    """Reset the client's connection: it sees ECONNRESET, not an end of file."""
    transport = CONNECTIONS.get(client)
    if transport is None:
        return
    raw: socket.socket = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
