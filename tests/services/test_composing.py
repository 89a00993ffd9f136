"""Changing a mesa: one of two wins, and the history still verifies."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.composing import divided, extended, seated
from bot.domain.mesas import Mesa
from bot.services.composing import Stale, change, revision_of
from bot.store import mesas
from bot.store.database import Database
from bot.store.saving import Unknown
from bot.store.verifying import verify
from tests.cast import MESA, NOW

ACTOR = "c-4f2a91c0"


async def seen(database: Database) -> tuple[Mesa, int]:
    async with database.reading() as db:
        found = await mesas.by_slug(db, MESA.slug)
        assert found is not None
        return found, await revision_of(db, found)


async def test_of_two_who_saw_one_state_the_first_wins(demo: Database) -> None:
    mesa, revision = await seen(demo)
    async with demo.transaction() as db:
        kept = await change(db, mesa.id, revision, lambda it: divided(it, "Llacta"), actor=ACTOR, now=NOW)
    async with demo.transaction() as db:
        with pytest.raises(Stale) as stale:
            await change(
                db,
                mesa.id,
                revision,
                lambda it: extended(it, date(2027, 1, 1), "RM", ""),
                actor="c-00000000",
                now=NOW,
            )

    assert stale.value.now_is == kept == (await seen(demo))[0]
    assert kept.subgroups == ("Wayra", "Qucha", "Llacta")
    async with demo.reading() as db:
        assert (await verify(db)).ok


async def test_what_is_gone_and_who_is_not_known_are_refused(demo: Database) -> None:
    mesa, revision = await seen(demo)
    async with demo.transaction() as db:
        with pytest.raises(Stale) as stale:
            await change(db, 404, 1, lambda it: it, actor=ACTOR, now=NOW)
    with pytest.raises(Unknown):
        async with demo.transaction() as db:
            await change(db, mesa.id, revision, lambda it: seated(it, "nadie", ""), actor=ACTOR, now=NOW)

    assert stale.value.now_is is None
    assert await seen(demo) == (mesa, revision)
