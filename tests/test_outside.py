"""The guard of tests/outside.py is awake."""

from __future__ import annotations

import socket

import pytest

from tests import outside


@pytest.mark.parametrize("address", ["169.254.169.254", "example.org", "10.0.0.1"])
def test_nobody_outside_is_reached(address: str) -> None:
    with pytest.raises(outside.Outside):
        socket.create_connection((address, 80), timeout=1)
    assert outside._tried != []
    outside._tried.clear()


def test_this_machine_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as there:
        assert there.getpeername() == server.getsockname()
