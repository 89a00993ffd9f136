"""`python -m bot team …` as an operator runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from bot.app import beside
from bot.config import Settings, read_settings
from bot.domain.recipients import ADMINS, Role, contacts_of, team_of
from bot.services import offices
from bot.services.acting import actor_of, contact_of
from bot.store import history, institutions, mesas, recipients
from bot.store.tables import history_event
from tests import cast
from tests.cast import COORDINATOR, MEMBER, MESA, NOW, OTHER_MESA, OUTSIDER
from tests.command_line import Bot

CODES = dict[str, str]


@pytest.fixture
def bot(bot: Bot) -> Bot:
    """Two coordinate the valley; one is contact of two institutions, by the teams' hands; one administers."""
    asyncio.run(settle(read_settings()))
    return bot


async def settle(settings: Settings) -> None:
    async with beside(settings) as database, database.transaction() as db:
        await cast.load(db)
        valley, puna = [await mesas.by_slug(db, one.slug) for one in (MESA, OTHER_MESA)]
        assert valley
        for chat in (COORDINATOR, OUTSIDER):
            await recipients.save(db, team_of(valley.id), chat, Role.COORDINATOR, since="2026-W40")
        await recipients.save(db, ADMINS, COORDINATOR, Role.ADMIN)
        for slug, mesa in (("minsa", valley), ("minsa", puna), ("pcm", valley)):
            body = contacts_of((await institutions.numbers_of(db, [slug]))[slug])
            await offices.join(db, body, Role.CONTACT, mesa, MEMBER, NOW)


async def codes(settings: Settings) -> CODES:
    async with beside(settings) as database, database.reading() as db:
        valley = await mesas.by_slug(db, MESA.slug)
        assert valley
        names = {"first": COORDINATOR, "second": OUTSIDER}
        found = {name: actor_of(db, valley.id, chat) for name, chat in names.items()}
        found |= {"contact": contact_of(db, valley.id, MEMBER), "admin": actor_of(db, 0, COORDINATOR)}
    return {name: actor[2:].upper() for name, actor in found.items()}


async def told(settings: Settings) -> Sequence[tuple[str, str]]:
    """(turn, by whom) of the offices, but joining."""
    async with beside(settings) as database, database.reading() as db:
        rows = (await db.execute(select(history_event).order_by(history_event.c.seq))).all()
    events = [event for row in rows if (event := history.event_of(row)).subject == "team"]
    return [(str((one.facts or {})["turn"]), one.actor) for one in events if (one.facts or {})["turn"] != "joined"]


def test_offices_are_listed_suspended_restored_and_removed(bot: Bot) -> None:
    known = asyncio.run(codes(read_settings()))
    assert sorted(bot("team", "list", "--mesa", "valle")[1]) == sorted(
        [
            f"{known['first']}\tcoordinator\t\tactivo\t2026-W40",
            f"{known['second']}\tcoordinator\t\tactivo\t2026-W40",
            f"{known['contact']}\tcontact\tminsa\tactivo\t2026-W48",
            f"{known['contact']}\tcontact\tpcm\tactivo\t2026-W48",
        ]
    )
    assert bot("team", "list")[1] == [f"{known['admin']}\tadmin\t\tactivo\t"]

    of_health = (known["contact"][:4].lower(), "--mesa", "valle", "--institution", "minsa")
    assert bot("team", "suspend", *of_health)[1] == [f"{known['contact']}\tcontact\tminsa\tsuspendido\t2026-W48"]
    assert bot("team", "restore", *of_health)[1] == [f"{known['contact']}\tcontact\tminsa\tactivo\t2026-W48"]
    assert bot("team", "remove", *of_health) == (0, [], [])
    second = known["second"], "--mesa", "valle"
    assert bot("team", "suspend", *second)[1] == [f"{known['second']}\tcoordinator\t\tsuspendido\t2026-W40"]
    assert asyncio.run(told(read_settings())) == [
        (turn, "operator") for turn in ("suspended", "restored", "removed", "suspended")
    ]
    assert bot("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("team", "list", "--mesa", "luna"), "luna: las mesas son puna, valle"),
        (("team", "remove", "0000", "--mesa", "valle"), "0000: nadie tiene ese código aquí; mire  python -m bot team list"),
        (("team", "remove", "{first:.3}", "--mesa", "valle"), "{first:.3}: nadie tiene ese código aquí; mire  python -m bot team list"),
        (("team", "suspend", "{contact}", "--mesa", "valle"), "{contact}: son varios; escriba el código entero, o --institution"),
        (("team", "remove", "{admin}"), "{admin}: no quedaría nadie a cargo; invite antes a otra persona"),
        (("team", "restore", "{first}", "--mesa", "valle"), "{first}: eso no se puede, tal como está: {first}\tcoordinator\t\tactivo\t2026-W40"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_one_line(words: tuple[str, ...], refusal: str, bot: Bot) -> None:
    known = asyncio.run(codes(read_settings()))
    code, out, errors = bot(*(word.format(**known) for word in words))

    assert (code, out, errors) == (1, [], [refusal.format(**known)])
