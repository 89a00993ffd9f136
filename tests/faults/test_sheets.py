"""A load confirmed in chat, killed amid its writing: nothing is stored, and after the restart everything, once (FIL-06)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, team_of
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import people, recipients
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.verifying import verify
from tests.cast import COORDINATOR, MESA
from tests.faults.killable import Killable
from tests.journeys.conftest import number_of

ROWS = "codigo,compromiso\n" + "".join(f"NEW-{number},Algo\n" for number in range(10))


async def events(database: Database) -> int:
    async with database.reading() as db:
        verdict = await verify(db)
    assert verdict.ok
    return verdict.events


async def heard(telegram: Telegram, words: str) -> dict[str, Any]:
    """The message that says so; reminders may come before it."""

    def found() -> list[dict[str, Any]]:
        return [one.message for one in telegram.ledger if one.delivered and one.message and words in one.text]

    await telegram.wait_for(lambda: bool(found()), 60)
    return found()[-1]


@pytest.mark.parametrize("failpoint", ["import.mid@1:kill", "import.mid@6:kill", "ingest.before_commit@2:kill"])
async def test_killed_amid_a_confirmed_load_nothing_is_stored_and_then_everything_once(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path, failpoint: str
) -> None:
    keys.write(tmp_path / "keys.json")
    async with demo.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("es", MESA.slug))
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), COORDINATOR, Role.COORDINATOR)
    telegram = Telegram()
    telegram.person(COORDINATOR, "Coordinación", started=True)
    before = await events(demo)
    async with serve(telegram) as url:
        settings = {"token": telegram.token, "api_url": url, "web_bind": "", "database_url": database_url}
        settings |= {"keys_file": str(tmp_path / "keys.json")}
        bot = Killable("bot", "run", environment={f"BOT_{name}".upper(): value for name, value in settings.items()})
        await bot.start(failpoint)
        telegram.send_file(COORDINATOR, "c.csv", ROWS.encode())
        message = await heard(telegram, "Esto cambiaría")
        data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        telegram.press(COORDINATOR, message["message_id"], data)
        await bot.died(60)
        assert await events(demo) == before

        await bot.start()
        assert "nuevos 10" in (await heard(telegram, "Guardado"))["text"]
        assert await events(demo) == before + 10
        await bot.kill()
