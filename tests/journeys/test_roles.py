"""AUT-15: what each role may is what ROLES.md says, for every route there is."""

from __future__ import annotations

import pytest

from bot import app
from bot.chat.routes import routes
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, suspended_of
from bot.store import mesas, people, recipients
from bot.store.database import Database
from bot.tg.dispatch import BEFALLS
from tests import cast
from tests.languages import LANGUAGES
from tests.roles import FILE, every_try, named, page, prepare

TO_DO = "escríbala otra vez:  python -m tests.roles"


def test_each_route_has_its_row_in_both_tables() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in FILE.read_text(encoding="utf-8").splitlines()]
    table = [named(route) for route in routes(LANGUAGES, app.lexicon()) if route.kind not in BEFALLS]

    assert {name: rows.count(name) for name in table} == dict.fromkeys(table, 2), TO_DO
    assert len(set(table)) == len(table)


@pytest.mark.only("sqlite")
async def test_the_table_says_what_each_role_may(database: Database) -> None:
    await prepare(database)

    assert page(await every_try(database, LANGUAGES)) == FILE.read_text(encoding="utf-8"), TO_DO


@pytest.mark.only("sqlite")
async def test_who_is_suspended_may_what_anybody_may(database: Database) -> None:
    """AUT-07: nowhere more than who never had an office; there is one thing more to forget."""
    suspended = cast.OUTSIDER + 1
    await prepare(database)
    async with database.transaction() as db:
        mesa = await mesas.by_slug(db, cast.MESA.slug)
        assert mesa
        await people.remember(db, suspended, Choices("es", mesa.slug))
        await recipients.save(db, suspended_of(mesa.id), suspended, Role.COORDINATOR)
    tried = await every_try(database, LANGUAGES, {"suspended": suspended, "nobody": cast.OUTSIDER})
    may = {
        role: {(one.route, one.private): one.outcome for one in tried if one.role == role}
        for role in ("suspended", "nobody")
    }
    more = {route for route, outcome in may["suspended"].items() if outcome != may["nobody"][route]}

    assert more == {("botón `f`: borrar mis datos", True)}
