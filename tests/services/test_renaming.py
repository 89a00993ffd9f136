"""A community gets another name: who follows it goes on hearing of it, where that can be known."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.recipients import MOST_SUBGROUPS, Role, Wishes, followers_of, mark_of
from bot.store import mesas, recipients
from bot.store.database import Database
from bot.store.telling import recipient
from tests.services.loads import MESAS, loaded

HEAD = "codigo,mesa,compromiso,subgrupo"
FOLLOWER, FULL, WHOLE = 71, 72, 73


async def follow(database: Database, chat: int, wishes: Wishes) -> None:
    async with database.transaction() as db:
        await recipients.save(db, await scope_of(database), chat, Role.FOLLOWER, wishes)


async def scope_of(database: Database) -> str:
    async with database.reading() as db:
        mesa = await mesas.by_slug(db, "valle")
    assert mesa is not None
    return followers_of(mesa.id)


async def chosen(database: Database, chat: int) -> frozenset[str]:
    async with database.reading() as db:
        (one,) = await recipients.every(db, chat)
    return one.wishes.subgroups


def marks(*names: str) -> frozenset[str]:
    return frozenset(map(mark_of, names))


async def at_work(database: Database) -> None:
    await loaded(database, MESAS, f"{HEAD}\nA-1,valle,Uno,Wayra\nA-2,valle,Dos,Wayra\nA-3,valle,Tres,Qucha\n")
    await follow(database, FOLLOWER, Wishes(whole=False, subgroups=marks("Wayra")))


async def test_who_followed_a_renamed_community_follows_it_by_its_new_name(database: Database) -> None:
    await at_work(database)
    others = [f"otra {number}" for number in range(MOST_SUBGROUPS - 1)]
    await follow(database, FULL, Wishes(whole=False, subgroups=marks("Wayra", *others)))
    await follow(database, WHOLE, Wishes())

    report = await loaded(database, f"{HEAD}\nA-1,valle,Uno,Wayra Alta\nA-2,valle,Dos,Wayra Alta\n")

    assert await chosen(database, FOLLOWER) == marks("Wayra", "Wayra Alta")
    assert await chosen(database, FULL) == marks("Wayra Alta", *others)
    assert await chosen(database, WHOLE) == frozenset()
    assert report.notices == ["valle: «Wayra» ahora es «Wayra Alta»; quien seguía «Wayra» sigue también «Wayra Alta»"]


async def test_the_file_does_not_tell_who_followed_it(database: Database) -> None:
    await at_work(database)
    await follow(database, WHOLE, Wishes())
    query = select(recipient.c.id, recipient.c.sealed)
    async with database.reading() as db:
        before = {row.id: row.sealed for row in await db.execute(query)}

    await loaded(database, f"{HEAD}\nA-1,valle,Uno,Wayra Alta\nA-2,valle,Dos,Wayra Alta\n")

    async with database.reading() as db:
        after = {row.id: row.sealed for row in await db.execute(query)}
    assert before.keys() == after.keys()
    assert [key for key, sealed in after.items() if sealed == before[key]] == []


async def test_a_part_of_a_community_that_moves_is_no_new_name(database: Database) -> None:
    await at_work(database)

    report = await loaded(database, f"{HEAD}\nA-1,valle,Uno,Wayra Alta\n")

    assert (await chosen(database, FOLLOWER), report.notices) == (marks("Wayra"), [])


async def test_what_cannot_be_known_is_said_to_who_loads_it(database: Database) -> None:
    """It may have been divided, or joined another."""
    await at_work(database)

    divided = await loaded(database, f"{HEAD}\nA-1,valle,Uno,Wayra Alta\nA-2,valle,Dos,Wayra Baja\n")
    joined = await loaded(database, f"{HEAD}\nA-3,valle,Tres,Wayra Alta\n")

    whole = await loaded(database, f"{HEAD}\nA-2,valle,Dos,\n")

    assert await chosen(database, FOLLOWER) == marks("Wayra")
    assert [*divided.notices, *joined.notices, *whole.notices] == [
        f"valle: ya ningún compromiso es de «{old}», ahora {new}; quien sigue «{old}» no se entera: debe seguir lo nuevo"
        for old, new in (
            ("Wayra", "«Wayra Alta» y «Wayra Baja»"),
            ("Qucha", "«Wayra Alta»"),
            ("Wayra Baja", "toda la mesa"),
        )
    ]
