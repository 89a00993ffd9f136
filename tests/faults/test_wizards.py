"""A whole bot, killed again and again in the middle of every wizard: what was answered stands, nothing is done before
"Confirmar", and then it is done once."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import LOCALES
from bot.chat.coordinating import wizards_of
from bot.domain.evidence import Medium, Piece
from bot.domain.folding import fold_code
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, contacts_of, team_of
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram
from bot.store import commitments, evidence, institutions, people, recipients
from bot.store.database import Database, Session
from bot.store.keys import Keys
from bot.store.verifying import verify
from bot.texts.language import load
from tests.cast import ACTOR, HEALTH, MESA, NOW
from tests.faults.killable import Killable
from tests.faults.wizards import ACCEPTED, DECLINED, INFORMED, PROVED, TALKS, Talk
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, buttons, labels

CHATS = {name: 7_300_000_001 + number for number, name in enumerate(TALKS)}  # each is told by somebody else
CANCEL, CONFIRM = "Cancelar", "Confirmar"
LOSING = "ingest.after_commit:kill"
SECONDS = 20.0  # a start, and an answer


def test_each_wizard_there_is_has_a_talk() -> None:
    assert {one.name for one in wizards_of(load(LOCALES))} == TALKS.keys()


@dataclass
class Talking:
    """One bot, and in each chat a wizard. asked: the question that was seen last there."""

    telegram: Telegram
    bot: Killable
    chance: random.Random = field(default_factory=lambda: random.Random(20261126))
    asked: dict[str, Json] = field(default_factory=dict)

    async def answers(self, name: str, step: str | bytes) -> None:
        """Until the next question is seen."""
        mark = len(self.telegram.ledger)
        self.says(name, step)
        self.asked[name] = await self.question(name, mark)

    async def lose_each_answer(self) -> None:
        """What is said is kept, and the next question dies with the process; one after another."""
        for name, talk in TALKS.items():
            self.says(name, talk.steps[talk.cut])
            await self.bot.died(SECONDS)
            await self.bot.start(LOSING)
        await self.killed()

    async def go_on(self, name: str) -> None:
        """To the preview. Who has to press, or to confirm, asks for the question that they did not see: what is no answer does."""
        steps = TALKS[name].steps[TALKS[name].cut + 1 :]
        if not steps or str(steps[0]).startswith("["):
            await self.answers(name, "?")
        await self.answers_all(name, steps)

    def confirm_all(self) -> None:
        for name in TALKS:
            self.presses(name, CONFIRM)

    async def answers_all(self, name: str, steps: Iterable[str | bytes]) -> None:
        for step in steps:
            await self.answers(name, step)

    def says(self, name: str, step: str | bytes) -> None:
        chat = CHATS[name]
        if isinstance(step, bytes):
            self.telegram.send_file(chat, "c.csv", step)
        elif step.startswith("["):
            self.presses(name, step[1:-1])
        else:
            self.telegram.say(chat, step)

    def presses(self, name: str, label: str) -> None:
        asked = self.asked[name]
        data = next(one["callback_data"] for one in buttons(asked) if label in one["text"])
        self.telegram.press(CHATS[name], asked["message_id"], data)

    async def question(self, name: str, mark: int) -> Json:
        """The first one of a wizard in that chat; others tell it other things."""

        def look() -> Json | None:
            said = (one.message for one in self.telegram.ledger[mark:] if one.delivered and one.chat_id == CHATS[name])
            return next((one for one in said if one and any(CANCEL in each for each in labels(one))), None)

        found = await self.telegram.bell.until(look, SECONDS)
        assert found, f"{name}: nothing was asked after {[one.text for one in self.telegram.ledger[mark:]]}"
        return found

    async def killed(self, failpoint: str = "") -> None:
        """At any moment from now, and started again."""
        await asyncio.sleep(self.chance.uniform(0.0, 0.1))
        await self.bot.kill()
        await self.bot.start(failpoint)

    async def heard(self) -> None:
        """Until Telegram was told that all is handled."""
        await self.telegram.wait_for(lambda: not self.telegram.pending, SECONDS)


async def together(each: Iterable[Coroutine[None, None, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for one in each:
            group.create_task(one)


@asynccontextmanager
async def talking(database: Database, url: str, keys: Keys, folder: Path) -> AsyncIterator[Talking]:
    """Whoever tells a wizard holds the office for it; nothing is running yet."""
    keys.write(folder / "keys.json")
    (folder / "clock").write_text(str(NOW.timestamp() - time.time()))
    telegram = Telegram()
    async with database.transaction() as db:
        for one in (ACCEPTED, DECLINED, INFORMED, PROVED):
            await commitments.save(db, one, actor=ACTOR, now=NOW)
        (proved,) = await commitments.by_code(db, fold_code(PROVED.code), MESA.slug)
        await evidence.add(db, proved, Piece(Medium.LINK, "https://example.org"), actor=ACTOR, now=NOW)
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        team = team_of(await number_of(db, MESA.slug))
        for name, chat in CHATS.items():
            telegram.person(chat, "Persona", started=True)
            await people.remember(db, chat, Choices("es", MESA.slug))
            scope, role = (contacts_of(body), Role.CONTACT) if TALKS[name].contact else (team, Role.COORDINATOR)
            await recipients.save(db, scope, chat, role)
    async with serve(telegram) as api:
        more = {"TOKEN": telegram.token, "API_URL": api, "DATABASE_URL": url, "KEYS_FILE": str(folder / "keys.json")}
        more |= {"WEB_BIND": "", "TEST_CLOCK": str(folder / "clock"), "TICK_SECONDS": "3600"}
        bot = Killable("bot", "run", environment={f"BOT_{name}": value for name, value in more.items()})
        try:
            yield Talking(telegram, bot)
        finally:
            if bot.process is not None:
                await bot.kill()


OF_THE_HISTORY = text("SELECT count(*) FROM history_event WHERE subject = :subject AND key LIKE :key")


async def left(db: Session, talk: Talk) -> int:
    """How often what a wizard does is done."""
    subject, key = talk.left
    return int((await db.execute(OF_THE_HISTORY, {"subject": subject, "key": f"{key}%"})).scalar_one())


async def done(database: Database) -> dict[str, int]:
    async with database.reading() as db:
        return {name: await left(db, talk) for name, talk in TALKS.items()}


async def events(database: Database) -> int:
    """How many the history has, which is whole."""
    async with database.reading() as db:
        verdict = await verify(db)
    assert verdict.ok
    return verdict.events


@pytest.mark.slow
async def test_killed_half_way_and_resumed_each_wizard_does_it_once_and_nothing_before_it_is_confirmed(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    async with talking(demo, database_url, keys, tmp_path) as here:
        before, number = await done(demo), await events(demo)
        await here.bot.start()
        await together(here.answers_all(name, talk.steps[: talk.cut]) for name, talk in TALKS.items())
        await here.killed(LOSING)
        await here.lose_each_answer()
        await together(here.go_on(name) for name in TALKS)
        previews = {name: any(CONFIRM in one for one in labels(here.asked[name])) for name in TALKS}
        await here.killed()
        unchanged = await done(demo) == before and await events(demo) == number

        here.confirm_all()
        await here.killed()
        await here.heard()
        once, confirmed = await done(demo), await events(demo)
        here.confirm_all()
        await here.heard()
        again = await done(demo)
    assert previews == dict.fromkeys(TALKS, True)
    assert unchanged
    assert {name: once[name] - before[name] for name in TALKS} == dict.fromkeys(TALKS, 1)
    assert (again, confirmed) == (once, number + sum(talk.events for talk in TALKS.values()))
