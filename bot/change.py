"""`python -m bot change`: one commitment changed by whoever operates the server; the mesa's coordinators are told."""

from __future__ import annotations

from bot.app import beside
from bot.clock import clock_of
from bot.config import Settings
from bot.services.commanding import Wanted, change_by_command
from bot.services.reporting import render_changes


async def change(settings: Settings, code: str, mesa: str, wanted: Wanted) -> list[str]:
    """A line for each field that changed. NotChangeable."""
    async with beside(settings) as database, database.transaction() as db:
        return render_changes(await change_by_command(db, code, mesa, wanted, clock_of(settings.test_clock)()))
