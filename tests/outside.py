"""No test's process talks to anybody outside this machine, whatever address stands in some field (GUARANTEES: INJ-07)."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator

import pytest

_tried: list[str] = []


class Outside(Exception):
    """Somebody wanted to leave this machine."""


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return (
            name == "localhost" or ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
        )
    except ValueError:
        return False


def _watch(event: str, args: tuple[object, ...]) -> None:
    """Every connection and every look-up of a name passes here, whichever library asks for it."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if not _is_here(host):
        _tried.append(f"{event} {host!r}")
        raise Outside(host)


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """Also where what tried it heeds no error."""
    _tried.clear()
    yield
    tried = _tried[:]
    assert tried == []
