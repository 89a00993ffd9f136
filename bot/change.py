"""`python -m bot change` and `withdraw`: one commitment changed, or a piece of its evidence withdrawn, by whoever operates the
server; the mesa's coordinators are told."""

from __future__ import annotations

from bot.app import beside
from bot.clock import clock_of
from bot.config import Settings
from bot.services.commanding import Wanted, change_by_command, evidence_of, withdraw_by_command
from bot.services.reporting import render_changes, render_evidence


async def change(settings: Settings, code: str, mesa: str, wanted: Wanted) -> list[str]:
    """A line for each field that changed. NotChangeable."""
    async with beside(settings) as database, database.transaction() as db:
        return render_changes(await change_by_command(db, code, mesa, wanted, clock_of(settings.test_clock)()))


async def withdraw(settings: Settings, code: str, mesa: str, number: int | None, reason: str) -> list[str]:
    """What was done; without a number a line for each piece there is. NotChangeable."""
    async with beside(settings) as database:
        if number is None:
            async with database.reading() as db:
                return render_evidence(await evidence_of(db, code, mesa))
        async with database.transaction() as db:
            await withdraw_by_command(db, code, mesa, number, reason, clock_of(settings.test_clock)())
    return [f"retirada: {code}, prueba {number}"]
