"""LOD-02: an announcement to many while others ask, against a Telegram with strict limits; the bot is a process of its own.

Answers go before notices and use the same rate, so both together need more than a free bot's 30 a second: here the bot is paced to
90 of 120 a second, as one that pays for more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from bot import app
from bot.clock import system_clock
from bot.config import Settings
from bot.domain.announcements import UNDO, Content
from bot.domain.people import Settings as Choices
from bot.services.announcing import announce
from bot.simulator.limits import Limits
from bot.simulator.telegram import Telegram
from bot.store import people
from bot.store.announcements import Made
from tests.outbox import MESA_ID, SCOPE
from tests.scale.rows import Row, p99
from tests.scale.sending import followers

MANY, QUESTIONS_A_SECOND, ASKERS = 5_000, 50, 200
LIMIT, PACE = 120, 90  # sends a second: Telegram's here, and ours
FIRST_ASKER = 1_000_000
SAID = "Mañana se corta el agua de 8 a 12."
WORDS = ("/compromisos", "/vencidos", "/sesiones", "/responsables")
MOST_SECONDS, MOST_WAIT = 210, 1.5
PACED = {"BOT_SENDS_PER_SECOND": str(PACE)}

Start = Callable[[], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True)
class Broadcast:
    """seconds: from the first to the last told. told: deliveries; reached: different chats. wait: p99 of the answers, seconds."""

    told: int
    reached: int
    seconds: float
    answered: int
    asked: int
    wait: float
    refused: int


async def run(telegram: Telegram, settings: Settings, start: Start, number: int) -> Broadcast:
    """settings: of a prepared database whose mesa nobody follows. start: the bot's process, paced."""
    telegram.limits = Limits(overall=LIMIT, per_chat=1)
    telegram.latency = 0.1
    for chat in (*range(1, number + 1), *range(FIRST_ASKER, FIRST_ASKER + ASKERS)):
        telegram.person(chat, "Persona", started=True)
    await announced(settings, number)
    mark, asked = len(telegram.ledger), dict[int, list[float]]()
    async with start():
        await heard(telegram, mark, number, 1)  # what is asked of a bot that starts is answered in one burst
        asking = asyncio.create_task(ask_steadily(telegram, asked))
        try:
            await heard(telegram, mark, number, number)
        finally:
            asking.cancel()
        await asyncio.sleep(2 * MOST_WAIT)  # the last answers
    telegram.limits, telegram.latency = Limits(), 0.0
    return counted(telegram, mark, asked)


async def announced(settings: Settings, number: int) -> None:
    """So many followers, and an announcement to them whose minute is over."""
    async with app.beside(settings) as database:
        await followers(database, number)
        async with database.transaction() as db:
            for chat in range(FIRST_ASKER, FIRST_ASKER + ASKERS):
                await people.remember(db, chat, Choices("es", "espinar"))
            made = Made("bench", "cli", system_clock() - UNDO, Content(SAID))
            if await announce(db, made, {MESA_ID: SCOPE}, urgent=True) is None:
                raise LookupError("announced before")


async def ask_steadily(telegram: Telegram, asked: dict[int, list[float]]) -> None:
    """Each asks again after four seconds; what a slow machine did not ask in time is not made up for at once. asked: when, by chat."""
    number = 0
    while True:
        await asyncio.sleep(1 / QUESTIONS_A_SECOND)
        chat = FIRST_ASKER + number % ASKERS
        asked.setdefault(chat, []).append(telegram.now())
        telegram.say(chat, WORDS[number % len(WORDS)])
        number += 1


async def heard(telegram: Telegram, mark: int, number: int, wanted: int) -> None:
    """Until so many of the followers were told. TimeoutError: not in twice the time there is."""
    seen, found = mark, 0

    def all_told() -> bool | None:
        nonlocal seen, found
        found += sum(
            one.delivered and one.chat_id is not None and one.chat_id <= number for one in telegram.ledger[seen:]
        )
        seen = len(telegram.ledger)
        return found >= wanted or None

    if not await telegram.bell.until(all_told, 2 * MOST_SECONDS):
        raise TimeoutError(f"{found} of {wanted} told")


def counted(telegram: Telegram, mark: int, asked: dict[int, list[float]]) -> Broadcast:
    sent = [one for one in telegram.ledger[mark:] if one.method == "sendMessage"]
    told = [one for one in sent if one.delivered and one.chat_id not in asked]
    waits = list[float]()
    for chat, moments in asked.items():
        arrived = [one.at for one in sent if one.delivered and one.chat_id == chat]
        waits += [after - before for before, after in zip(moments, arrived, strict=False)]
    return Broadcast(
        told=len(told),
        reached=len({one.chat_id for one in told}),
        seconds=told[-1].at - told[0].at,
        answered=len(waits),
        asked=sum(map(len, asked.values())),
        wait=p99(waits),
        refused=sum(one.status == 429 for one in sent),
    )


async def rows(telegram: Telegram, settings: Settings, start: Start) -> list[Row]:
    found = await run(telegram, settings, start, MANY)
    return [
        Row(
            f"{MANY} con {QUESTIONS_A_SECOND} preguntas/s: todos",
            f"{found.seconds:.0f} s",
            "",
            "",
            f"≤ {MOST_SECONDS} s",
        ),
        Row("… respuesta, p99", f"{found.wait * 1e3:.0f} ms", "", "", f"< {MOST_WAIT * 1e3:.0f} ms"),
        Row("… rechazos 429", str(found.refused), "", "", "0"),
        Row("… perdidos", str(MANY - found.reached), "", "", "0"),
    ]
