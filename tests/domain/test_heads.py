"""A head as it is published, printed, copied by hand and read back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.heads import Head, read_head, read_heads

HASH = "4f2a91c0" * 8
AT = datetime(2026, 11, 23, 8, 17, tzinfo=UTC)


def test_line_of_heads_txt_is_read_back() -> None:
    head = Head(812, HASH, AT)

    assert str(head) == f"812 {HASH} 2026-11-23T08:17:00Z"
    assert read_heads(["# huellas", "", str(head)]) == [head]


@pytest.mark.parametrize(
    "words",
    [
        "812 4f2a91c0…",
        "812 4f2a 91c0",
        "Huella n.º 812: 4f2a 91c0",
        "Huella n.º 812: 4f2a 91c0.",
        "  812: 4F2A91C0...  ",
        "huella n° 812: 4f2a 91c0",
    ],
)
def test_what_people_copy_is_the_beginning_of_a_head(words: str) -> None:
    assert read_head(words) == Head(812, "4f2a91c0")


@pytest.mark.parametrize(
    "words", ["", "812", "812 4f2a", "4f2a91c0", f"812 {HASH}ff", "812 no es hexa", "-1 4f2a91c0", "٣ 4f2a91c0"]
)
def test_what_proves_nothing_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no es una huella"):
        read_head(words)


def test_bad_line_is_named() -> None:
    with pytest.raises(ValueError, match="línea 2: «hola» no es una huella"):
        read_heads([str(Head(1, HASH)), "hola"])


def test_head_holds_only_its_own_hash() -> None:
    short = read_head(f"812 {HASH[:10]}")

    assert (short.holds(bytes.fromhex(HASH)), short.holds(bytes(32)), short.holds(None)) == (True, False, False)
    assert Head(812, HASH).short == "4f2a 91c0"
