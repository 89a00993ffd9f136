"""The demonstration's data: the real ones with their sources, and an invented commitment and two sessions that say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Status
from bot.domain.commitments import Role as Owing
from bot.domain.meetings import Meeting, Outcome
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, team_of
from bot.services.loading import Report, load
from bot.services.tables import NamedTable
from bot.store import commitments, meetings, mesas, people, recipients
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
    responsibilities=(Responsibility("pronis", "PRONIS"), Responsibility("minsa", "MINSA", Owing.CO_RESPONSIBLE)),
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
        3,
        _example(
            "espinar", "EJ-1", 9, "Plaza de Armas de Espinar", (-14.7917, -71.4135), "hospital, agua potable y empleo"
        ),
    ),
    (
        12,
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


async def load_demonstration(db: Session, folder: Path, *, now: datetime, today: date | None = None) -> Report:
    """Load the four files of `folder` at `now`, then the examples: a commitment due `today` and sessions in the days after.

    today: by default the day of `now` in Peru.
    """
    files = [NamedTable(name, (folder / name).read_bytes()) for name in FILES]
    report = await load(db, files, now=now, actor=ACTOR)
    shown = today or now.astimezone(ZoneInfo("America/Lima")).date()
    example_due = replace(EXAMPLE_COMMITMENT, deadline=shown, original_deadline=shown)
    await commitments.save(db, example_due, actor=ACTOR, now=now)
    for days, example in EXAMPLES:
        await meetings.save(db, replace(example, day=shown + timedelta(days=days)), actor=ACTOR, now=now)
    return report


async def appoint(db: Session, chat: int) -> None:
    """Make that chat the coordinator of the example's mesa, as an invitation would."""
    mesa = await mesas.by_slug(db, EXAMPLE_COMMITMENT.mesa)
    if mesa is None:
        raise LookupError("the demonstration is not loaded")
    await people.remember(db, chat, Choices("es", mesa.slug))
    await recipients.save(db, team_of(mesa.id), chat, Role.COORDINATOR)
