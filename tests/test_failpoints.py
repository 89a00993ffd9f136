"""Failpoints act only where and when they are told to."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bot import failpoints


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def test_nothing_is_armed_by_itself() -> None:
    failpoints.hit("ingest.before_commit")
    assert failpoints._armed == []


def test_a_raise_happens_at_its_place_and_time() -> None:
    failpoints.arm("a.b@2:raise, c.d:raise")

    failpoints.hit("a.b")
    failpoints.hit("other")
    with pytest.raises(failpoints.FailpointHit, match=r"^a\.b$"):
        failpoints.hit("a.b")
    failpoints.hit("a.b")


def test_a_sleep_sleeps() -> None:
    failpoints.arm("a.b:sleep(0.05)")
    began = time.monotonic()

    failpoints.hit("a.b")

    assert time.monotonic() - began >= 0.05


def test_a_kill_kills() -> None:
    code = "from bot import failpoints as f; f.arm('a.b:kill'); f.hit('a.b'); print('alive')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (-9, "")


@pytest.mark.parametrize("words", ["a.b", "a.b:explode", "a.b@x:kill", "A:kill"])
def test_what_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="BOT_FAILPOINT"):
        failpoints.arm(words)
