"""The demonstration's data: the real ones with their sources, and two invented sessions that say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.meetings import Meeting, Outcome
from bot.services.loading import Report, load
from bot.services.tables import NamedTable
from bot.store import meetings
from bot.store.database import Session

FILES = ("mesas.csv", "instituciones.csv", "compromisos.csv", "sesiones.csv")
ACTOR = "demo"
NOTE = "Ejemplo de la demostración: esta sesión no es real."

# (how many days from today, the session); places as maps give them
EXAMPLES = (
    (
        3,
        Meeting(
            "espinar",
            "EJ-1",
            date.min,
            time(9),
            place="Plaza de Armas de Espinar (ejemplo)",
            latitude=-14.7917,
            longitude=-71.4135,
            agenda="Ejemplo de la demostración: hospital, agua potable y empleo",
            convener="PCM",
            outcome=Outcome.SCHEDULED,
            outcome_words="programada",
            note=NOTE,
        ),
    ),
    (
        12,
        Meeting(
            "las-bambas",
            "EJ-2",
            date.min,
            time(10),
            place="Plaza de Armas de Challhuahuacho (ejemplo)",
            latitude=-14.1186,
            longitude=-72.2497,
            agenda="Ejemplo de la demostración: avance de los compromisos de Pumamarca",
            convener="PCM",
            outcome=Outcome.SCHEDULED,
            outcome_words="programada",
            note=NOTE,
        ),
    ),
)


async def load_demonstration(db: Session, folder: Path, *, now: datetime) -> Report:
    """Load the four files of `folder`, then the two examples in the days after `now`."""
    files = [NamedTable(name, (folder / name).read_bytes()) for name in FILES]
    report = await load(db, files, now=now, actor=ACTOR)
    for days, example in EXAMPLES:
        day = now.astimezone(ZoneInfo(example.zone)).date() + timedelta(days=days)
        await meetings.save(db, replace(example, day=day), actor=ACTOR, now=now)
    return report
