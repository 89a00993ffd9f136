"""An invitation opens once, in time, for whoever brings it to the letter; the file does not hold it (AUT-01 to AUT-04)."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.recipients import team_of
from bot.store import invites
from bot.store.database import Database, open_database
from bot.store.telling import invite
from tests.cast import NOW
from tests.store.test_people import files_of

TOKEN = "q0N3vX-kZ_8rT5yLwBd2HsJm7PaEoUc1"
SCOPE, EXPIRES = team_of(1), NOW + timedelta(days=7)


async def issued(database: Database) -> None:
    async with database.transaction() as db:
        await invites.issue(db, TOKEN, SCOPE, EXPIRES)


async def redeemed(database: Database, token: str = TOKEN, now: datetime = NOW) -> str | None:
    async with database.transaction() as db:
        found = await invites.redeem(db, token, now)
    return found.scope if found else None


async def test_invite_opens_once(database: Database) -> None:
    await issued(database)
    assert [await redeemed(database), await redeemed(database)] == [SCOPE, None]


@pytest.mark.parametrize("token", ["", TOKEN[:-1], TOKEN.swapcase(), TOKEN + " ", "otra", "\ud800", "' OR 1=1 --"])
async def test_token_that_is_not_the_one_opens_nothing_and_spoils_nothing(token: str, database: Database) -> None:
    await issued(database)
    assert [await redeemed(database, token), await redeemed(database)] == [None, SCOPE]


async def test_expired_invite_opens_nothing_and_is_dropped(database: Database) -> None:
    await issued(database)
    assert await redeemed(database, now=EXPIRES) is None
    async with database.transaction() as db:
        assert (await invites.prune(db, EXPIRES - timedelta(seconds=1)), await invites.prune(db, EXPIRES)) == (0, 1)


async def test_number_of_one_that_is_gone_is_never_given_to_another(database: Database) -> None:
    """A button that was shown to take back the first would take back the second."""
    async with database.transaction() as db:
        first = await invites.issue(db, TOKEN, SCOPE, EXPIRES, 1)
        assert await invites.revoke(db, first, 1)
        second = await invites.issue(db, TOKEN, SCOPE, EXPIRES, 1)
        assert await invites.redeem(db, TOKEN, NOW)
        third = await invites.issue(db, TOKEN, SCOPE, EXPIRES, 1)

        assert len({first, second, third}) == 3
        assert not await invites.revoke(db, first, 1)


async def test_redeeming_rolled_back_opens_again(database: Database) -> None:
    """A crash between opening and what it makes of somebody loses neither."""
    await issued(database)

    async def crash() -> None:
        async with database.transaction() as db:
            assert await invites.redeem(db, TOKEN, NOW) is not None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await crash()
    assert await redeemed(database) == SCOPE


async def test_twenty_who_open_it_at_once_are_one(database: Database, database_url: str) -> None:
    """AUT-02: three processes, twenty transactions that begin together."""
    await issued(database)
    replicas = [database, *[await open_database(database_url, database.vault.keys) for _ in range(2)]]
    opened = await asyncio.gather(*(redeemed(replicas[number % 3]) for number in range(20)))
    for replica in replicas[1:]:
        await replica.close()

    assert sorted(opened, key=str) == [None] * 19 + [SCOPE]


async def test_only_the_hash_is_kept(database: Database) -> None:
    await issued(database)
    async with database.reading() as db:
        (row,) = (await db.execute(select(invite))).all()
    assert (row.token_hash, row.scope, row.expires) == (hashlib.sha256(TOKEN.encode()).digest(), SCOPE, EXPIRES)


@pytest.mark.only("sqlite")
async def test_files_do_not_hold_the_token(database: Database, tmp_path: Path) -> None:
    await issued(database)
    content = files_of(tmp_path)
    assert hashlib.sha256(TOKEN.encode()).digest() in content
    assert TOKEN.encode() not in content
