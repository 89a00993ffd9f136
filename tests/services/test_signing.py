"""A tag is of one chat and one button, and nothing else passes for it."""

from __future__ import annotations

import pytest

from bot.domain import buttons
from bot.domain.callbacks import MOST_BYTES, TAGGED, pack, unpack
from bot.domain.messages import Button, Message
from bot.services.signing import genuine, sign
from bot.store.keys import Keys
from bot.store.vault import Vault

VAULT = Vault(Keys.fresh())
CHAT = 5_130_447_302
KNOWN = Button("Ya lo sé", buttons.acknowledge(12, 7))
CARD = Button("Ver", buttons.card(12))


def test_only_what_changes_something_gets_a_tag_and_says_the_same_with_it() -> None:
    whole = sign(VAULT, CHAT, Message("a", rows=((KNOWN, CARD),), then=Message("b", rows=((KNOWN,),))))
    (known, card), then = whole.rows[0], whole.then

    assert card == CARD
    assert then is not None
    assert then.rows[0][0] == known
    assert unpack(known.data) == unpack(KNOWN.data)
    assert genuine(VAULT, CHAT, known.data)
    assert genuine(VAULT, CHAT, card.data)


def test_a_message_without_such_a_button_stays_the_same_object() -> None:
    message = Message("a", rows=((CARD,),), then=Message("b"))

    assert sign(VAULT, CHAT, message) is message


@pytest.mark.parametrize(
    "data",
    [KNOWN.data, f"{KNOWN.data}:+", "v2:", "v2:na", "v2:c:12", "v2:c:12:", "v2:na:12:7:\udcff\ud83d", "v2:\x00"],
)
def test_what_we_did_not_give_is_not_genuine(data: str) -> None:
    assert not genuine(VAULT, CHAT, data)


def test_another_chat_or_other_keys_make_another_tag() -> None:
    (row,) = sign(VAULT, CHAT, Message("a", rows=((KNOWN,),))).rows

    assert not genuine(VAULT, CHAT + 1, row[0].data)
    assert not genuine(Vault(Keys.fresh()), CHAT, row[0].data)


@pytest.mark.parametrize("what", sorted(TAGGED))
def test_the_longest_such_button_fits_with_its_tag(what: str) -> None:
    room = MOST_BYTES - 12 - len(f"v1:{what}:")
    (row,) = sign(VAULT, CHAT, Message("a", rows=((Button("x", pack(what, "9" * room)),),))).rows

    assert len(row[0].data.encode()) == MOST_BYTES
    with pytest.raises(ValueError, match="over"):
        pack(what, "9" * (room + 1))
