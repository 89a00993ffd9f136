"""An invitation makes of whoever opens it first, in private, what it says; all that is wrong is answered alike (AUT-01 to 05)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.config import Settings
from bot.domain.actors import OPERATOR
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Recipient
from bot.services.inviting import LIFETIME, Office, invite, issue, revoke
from bot.simulator.telegram import Telegram
from bot.store import people, recipients
from bot.store.database import Database
from bot.store.telling import EVERY_TABLE
from bot.tg.bots import link_with
from tests.cast import COORDINATOR, GROUP, MEMBER, NOW, OTHER_COORDINATOR, OUTSIDER
from tests.journeys.test_authority import content
from tests.journeys.world import World, labels, living, text

REFUSED = "Esta invitación no sirve. Pida otra a quien se la dio.\n\nElija su mesa de diálogo:"
WELCOME = (
    "Desde ahora usted coordina en el bot: Mesa de Diálogo del Valle.\n\nSi escribe /olvidar, también deja este cargo."
)


@pytest_asyncio.fixture
async def telegram() -> Telegram:
    """The cast, coordinators too."""
    telegram = Telegram()
    for chat, name in ((MEMBER, "Miembro"), (COORDINATOR, "Una"), (OTHER_COORDINATOR, "Otra"), (OUTSIDER, "Nadie")):
        telegram.person(chat, name)
    telegram.group(GROUP, "Grupo", [COORDINATOR, MEMBER])
    return telegram


@pytest_asyncio.fixture
async def invited(world: World) -> AsyncIterator[tuple[World, str]]:
    """A world whose two coordinators speak Spanish, and an invitation to coordinate the mesa of the valley."""
    async with world.database.transaction() as db:
        for chat in (COORDINATOR, OTHER_COORDINATOR, OUTSIDER, GROUP):
            await people.remember(db, chat, Choices("es"))
        payload = await invite(db, Office.COORDINATOR, NOW, mesa="valle")
    yield world, payload


async def kept(world: World, chat: int = COORDINATOR) -> list[Recipient]:
    async with world.database.reading() as db:
        return await recipients.every(db, chat)


async def opens(world: World, payload: str, who: int = COORDINATOR, answers: int = 1) -> list[str]:
    return [text(one) for one in await world.say(f"/start {payload}", chat=who, who=who, answers=answers)]


async def test_who_opens_it_first_coordinates_and_nobody_after(invited: tuple[World, str]) -> None:
    world, payload = invited
    welcome, ready = await opens(world, payload, answers=2)
    again = await opens(world, payload)
    another = await opens(world, payload, OTHER_COORDINATOR)

    assert (welcome, ready.splitlines()[0]) == (WELCOME, "Mesa: Mesa de Diálogo del Valle")
    assert again == another == [REFUSED]
    assert [(one.scope, one.role.value) for one in await kept(world)] == [("team:1", "coordinator")]
    assert await kept(world, OTHER_COORDINATOR) == []


async def test_the_welcome_leads_to_the_panel(invited: tuple[World, str]) -> None:
    world, payload = invited
    welcome, _ = await world.say(f"/start {payload}", chat=COORDINATOR, who=COORDINATOR, answers=2)
    assert labels(welcome) == ["Panel", "Equipo"]

    (panel,) = await world.press(welcome, "Panel", chat=COORDINATOR, who=COORDINATOR)
    assert text(panel).startswith("Panel · ")
    assert panel["message_id"] != welcome["message_id"]


async def test_the_language_is_chosen_first_and_the_invitation_waits(world: World) -> None:
    async with world.database.transaction() as db:
        payload = await invite(db, Office.COORDINATOR, NOW, mesa="valle")
    (asked,) = await world.say(f"/start {payload}", chat=COORDINATOR, who=COORDINATOR)
    before = await kept(world)
    *_, welcome, ready = await world.press(asked, "Runasimi", chat=COORDINATOR, who=COORDINATOR, answers=3)

    assert (labels(asked), before) == (["Runasimi", "Español"], [])
    assert text(welcome) == WELCOME  # coordinators' screens are Spanish until a person has written them
    assert text(ready).splitlines()[0] == "Rimanakuy: Mesa de Diálogo del Valle"
    assert [one.scope for one in await kept(world)] == ["team:1"]


async def test_whatever_is_wrong_with_it_is_answered_alike_and_changes_nothing(invited: tuple[World, str]) -> None:
    """AUT-03: expired, revoked, another bot's, truncated, case-flipped, invented."""
    world, payload = invited
    async with world.database.transaction() as db:
        expired = await invite(db, Office.ADMIN, NOW - LIFETIME - timedelta(minutes=1))
        revoked = await issue(db, ADMINS, None, OPERATOR, NOW)
        assert await revoke(db, revoked.id, None, OPERATOR, NOW)
    others = f"i-{secrets.token_urlsafe(24)}"
    wrong = ["i-", "i-x", payload[:-1], f"i-{payload[2:].swapcase()}", expired, revoked.payload, others]
    await world.settled()
    before = await content(world)
    answers = [await opens(world, one, OUTSIDER) for one in wrong]

    assert answers == [[REFUSED]] * len(wrong)
    now_is = await content(world)
    assert {name for name in before if before[name] != now_is[name]} <= {"invite"}  # what expired is swept at night
    assert (await opens(world, payload, answers=2))[0] == WELCOME  # not spoilt


async def test_no_table_holds_what_the_link_holds(invited: tuple[World, str]) -> None:
    """AUT-04: on either database, neither in words nor in bytes."""
    world, payload = invited
    token = payload.removeprefix("i-")
    held = [token, token.encode().hex(), base64.urlsafe_b64decode(token).hex()]
    async with world.database.reading() as db:
        rows = [row for table in EVERY_TABLE.sorted_tables for row in await db.execute(select(table))]
    values = [value.hex() if isinstance(value, bytes) else str(value) for row in rows for value in row]

    assert hashlib.sha256(token.encode()).hexdigest() in values
    assert [one for one in values if any(secret in one for secret in held)] == []


async def test_in_a_group_it_opens_nothing_and_stays_whole(invited: tuple[World, str]) -> None:
    world, payload = invited
    (answer,) = await world.say(f"/start {payload}", chat=GROUP, who=COORDINATOR)

    assert (text(answer), await kept(world, GROUP)) == (REFUSED, [])
    assert (await opens(world, payload, answers=2))[0] == WELCOME


async def test_contacts_and_administrators_are_told_of_what_they_are(world: World) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("es"))
        contact = await invite(db, Office.CONTACT, NOW, institution="minsa")
        admin = await invite(db, Office.ADMIN, NOW)
    as_contact, _ = await opens(world, contact, answers=2)
    as_admin, _ = await opens(world, admin, answers=2)

    assert as_contact.splitlines()[0] == "Desde ahora recibe los avisos para: Ministerio de Salud."
    assert as_admin.splitlines()[0] == "Desde ahora usted administra el bot."
    assert sorted(one.role.value for one in await kept(world)) == ["admin", "contact"]


@pytest.mark.parametrize(
    ("office", "label", "page"),
    [
        (Office.CONTACT, "Mis compromisos", "Compromisos de su institución"),
        (Office.ADMIN, "Panel", "¿Qué mesa quiere ver?"),
    ],
)
async def test_the_welcome_of_the_others_leads_to_their_page(
    office: Office, label: str, page: str, world: World
) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("es"))
        payload = await invite(db, office, NOW, institution="minsa" if office is Office.CONTACT else "")
    welcome, _ = await world.say(f"/start {payload}", chat=COORDINATOR, who=COORDINATOR, answers=2)

    (led,) = await world.press(welcome, label, chat=COORDINATOR, who=COORDINATOR)
    assert (page in text(led), led["message_id"] != welcome["message_id"]) == (True, True), text(led)


async def test_forgetting_gives_the_office_up_and_says_so(invited: tuple[World, str]) -> None:
    world, payload = invited
    await opens(world, payload, answers=2)
    (asked,) = await world.say("/olvidar", chat=COORDINATOR, who=COORDINATOR)
    (done,) = await world.press(asked, "Sí, borrar", chat=COORDINATOR, who=COORDINATOR)

    assert text(done) == (
        "Sus datos fueron borrados.\nSe borró: idioma, mesa\nTambién su cargo en: Mesa de Diálogo del Valle"
    )
    assert await kept(world) == []


async def test_outside_of_tests_five_tries_an_hour(settings: Settings, demo: Database, telegram: Telegram) -> None:
    """AUT-05: the sixth opens nothing, though it is the right one; another person opens it."""
    limited = settings.model_copy(update={"test": False})
    async with living(limited, demo, telegram) as world:
        async with demo.transaction() as db:
            for chat in (COORDINATOR, OUTSIDER):
                await people.remember(db, chat, Choices("es"))
            payload = await invite(db, Office.COORDINATOR, NOW, mesa="valle")
        tries = [await opens(world, f"i-{number}", OUTSIDER) for number in range(5)]
        sixth = await opens(world, payload, OUTSIDER)
        (other, _) = await opens(world, payload, answers=2)

    assert [*tries, sixth] == [[REFUSED]] * 6
    assert other == WELCOME


async def test_the_operators_link_names_the_bot(settings: Settings) -> None:
    link = await link_with("i-abc", settings.token.get_secret_value(), settings.api_url)

    assert link == "https://t.me/yuyachiq_bot?start=i-abc"


async def test_without_a_token_or_telegram_the_link_is_what_stands_in_it(settings: Settings) -> None:
    assert await link_with("i-abc", "", settings.api_url) == "i-abc"
    assert await link_with("i-abc", "999:wrong", settings.api_url) == "i-abc"
    assert await link_with("i-abc", "1000:demo", "http://127.0.0.1:9") == "i-abc"


async def test_a_new_coordinator_finds_the_panel_at_once(invited: tuple[World, str]) -> None:
    world, payload = invited
    welcome, _ = await world.say(f"/start {payload}", chat=COORDINATOR, who=COORDINATOR, answers=2)
    (panel,) = await world.press(welcome, "Panel", chat=COORDINATOR, who=COORDINATOR)

    assert labels(welcome) == ["Panel", "Equipo"]
    assert text(panel).startswith("Panel · ")
