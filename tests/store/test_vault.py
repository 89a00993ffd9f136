"""Sealed values open only at their place, look-ups meet only in their scope."""

from __future__ import annotations

import pytest

from bot.store.keys import Keys, Pair
from bot.store.vault import SealBroken, Vault

VAULT = Vault(Keys.fresh())


def test_sealed_value_opens_at_its_place() -> None:
    sealed = VAULT.seal("person", "sealed", "a1", b"qu")
    assert VAULT.unseal("person", "sealed", "a1", sealed) == b"qu"


def test_same_value_sealed_twice_looks_different() -> None:
    assert VAULT.seal("person", "sealed", "a1", b"qu") != VAULT.seal("person", "sealed", "a1", b"qu")


@pytest.mark.parametrize("place", [("draft", "sealed", "a1"), ("person", "wishes", "a1"), ("person", "sealed", "a2")])
def test_sealed_value_moved_elsewhere_is_refused(place: tuple[str, str, str]) -> None:
    sealed = VAULT.seal("person", "sealed", "a1", b"qu")
    with pytest.raises(SealBroken):
        VAULT.unseal(*place, sealed)


def test_sealed_value_with_any_bit_flipped_is_refused() -> None:
    sealed = VAULT.seal("person", "sealed", "a1", b"qu")
    for place in range(len(sealed)):
        flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            VAULT.unseal("person", "sealed", "a1", flipped)


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01" + bytes(12)])
def test_sealed_value_cut_short_is_refused(cut: bytes) -> None:
    with pytest.raises(SealBroken):
        VAULT.unseal("person", "sealed", "a1", cut)


def test_sealed_value_does_not_open_with_other_keys() -> None:
    with pytest.raises(SealBroken):
        Vault(Keys.fresh()).unseal("person", "sealed", "a1", VAULT.seal("person", "sealed", "a1", b"qu"))


def test_value_sealed_with_an_older_version_still_opens() -> None:
    old = VAULT.keys.versions[1]
    both = Vault(Keys({1: old, 2: Pair(bytes(32), bytes(32))}, current=2))
    sealed = VAULT.seal("person", "sealed", "a1", b"qu")
    assert both.unseal("person", "sealed", "a1", sealed) == b"qu"
    assert both.seal("person", "sealed", "a1", b"qu")[0] == 2


def test_json_is_padded_to_whole_blocks() -> None:
    overhead = 1 + 12 + 16
    lengths = {len(VAULT.seal_json("t", "c", "r", {"mesa": "x" * size})) - overhead for size in range(60)}
    assert lengths == {64, 128}
    assert VAULT.unseal_json("t", "c", "r", VAULT.seal_json("t", "c", "r", {"ñ": "p'unchaw"})) == {"ñ": "p'unchaw"}


def test_lookup_is_the_same_only_in_its_scope_and_with_its_keys() -> None:
    found = [
        VAULT.lookup("person", 12),
        VAULT.lookup("mesa:espinar", 12),
        VAULT.lookup("mesa:las-bambas", 12),
        VAULT.lookup("person", 13),
        Vault(Keys.fresh()).lookup("person", 12),
    ]
    assert VAULT.lookup("person", 12) == found[0]
    assert len(set(found)) == len(found)
