"""Where the web listens."""

from __future__ import annotations

import socket


class CannotListen(Exception):
    """The address is taken, not ours or none; one line."""


def listener(host: str, port: int) -> socket.socket:
    """A listening socket. TCP is named, or asyncio sets no TCP_NODELAY on what it accepts and answers wait 40 ms for an ACK."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotListen(f"BOT_WEB_BIND: no sé qué dirección es {host}: {error.strerror}") from None
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
        made.listen()
    except OSError as error:
        made.close()
        raise CannotListen(f"BOT_WEB_BIND: no puedo escuchar en {host}:{port}: {error.strerror}") from None
    return made
