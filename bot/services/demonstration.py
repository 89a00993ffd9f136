"""The demonstration's data: the real ones with their sources, and an invented commitment and two sessions that say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role, Status
from bot.domain.meetings import Meeting, Outcome
from bot.services.loading import Report, load
from bot.services.tables import NamedTable
from bot.store import commitments, meetings
from bot.store.database import Session

FILES = ("mesas.csv", "instituciones.csv", "compromisos.csv", "sesiones.csv")
ACTOR = "demo"
EXAMPLE = "Ejemplo de la demostración"
NOTE = f"{EXAMPLE}: esta sesión no es real."

# Its deadline is the day of the demonstration: who follows the mesa and lets a day pass is reminded of it.
EXAMPLE_COMMITMENT = Commitment(
    "espinar",
    "EJ-01",
    f"{EXAMPLE}: entregar a las comunidades el informe de avance del hospital",
    acta="Acta de ejemplo",
    deadline_words="fecha de ejemplo",
    deadline_origin=DeadlineOrigin.EXPLICIT,
    status=Status.PENDING,
    status_words="pendiente",
    responsibilities=(Responsibility("pronis", "PRONIS"), Responsibility("minsa", "MINSA", Role.CO_RESPONSIBLE)),
    note=f"{EXAMPLE}: este compromiso no es real.",
)


def _example(mesa: str, code: str, hour: int, place: str, where: tuple[float, float], agenda: str) -> Meeting:
    """A session that says of itself that it is none; its day is set when it is loaded. where: degrees, as maps give them."""
    return Meeting(
        mesa,
        code,
        date.min,
        time(hour),
        place=f"{place} (ejemplo)",
        latitude=where[0],
        longitude=where[1],
        agenda=f"{EXAMPLE}: {agenda}",
        convener="PCM",
        outcome=Outcome.SCHEDULED,
        outcome_words="programada",
        note=NOTE,
    )


EXAMPLES = (  # (how many days from today, the session)
    (
        4,
        _example(
            "espinar", "EJ-1", 9, "Plaza de Armas de Espinar", (-14.7917, -71.4135), "hospital, agua potable y empleo"
        ),
    ),
    (
        13,
        _example(
            "las-bambas",
            "EJ-2",
            10,
            "Plaza de Armas de Challhuahuacho",
            (-14.1186, -72.2497),
            "avance de los compromisos de Pumamarca",
        ),
    ),
)


async def load_demonstration(db: Session, folder: Path, *, now: datetime) -> Report:
    """Load the four files of `folder`, then the examples: sessions in the days after `now`, a commitment due the day after."""
    files = [NamedTable(name, (folder / name).read_bytes()) for name in FILES]
    report = await load(db, files, now=now, actor=ACTOR)
    due = now.astimezone(ZoneInfo("America/Lima")).date() + timedelta(days=1)
    example_due = replace(EXAMPLE_COMMITMENT, deadline=due, original_deadline=due)
    await commitments.save(db, example_due, actor=ACTOR, now=now)
    for days, example in EXAMPLES:
        day = now.astimezone(ZoneInfo(example.zone)).date() + timedelta(days=days)
        await meetings.save(db, replace(example, day=day), actor=ACTOR, now=now)
    return report
