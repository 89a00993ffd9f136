"""The named cast of the tests: four chats and two small mesas, all invented.

Everything is told relative to TODAY, a Monday, so that a test can say "overdue by 20 days" and mean it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.commitments import Commitment, DeadlineOrigin, Responsibility, Role, Stance, Status
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa, Seat
from bot.store import commitments, institutions, meetings, mesas
from bot.store.session import Session

# Chats, as Telegram numbers them; a group's number is negative.
MEMBER = 5_130_447_201  # of a community, Quechua first
COORDINATOR = 5_130_447_302  # of ESPINAR
OTHER_COORDINATOR = 5_130_447_403  # of the other mesa: must see and change nothing of the first
OUTSIDER = 5_130_447_504
GROUP = -1_002_233_445_566

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # ten in the morning in Lima
ACTOR = "load"

PCM = Institution("pcm", "Presidencia del Consejo de Ministros", "PCM", kind="estado_nacional")
SGSD = Institution(
    "sgsd",
    "Secretaría de Gestión Social y Diálogo",
    "SGSD",
    parent="pcm",
    kind="estado_nacional",
    aliases=("Secretaría Técnica",),
)
HEALTH = Institution("minsa", "Ministerio de Salud", "MINSA", parent="pcm", kind="estado_nacional")
TOWN = Institution("mp-valle", "Municipalidad Provincial del Valle", kind="gobierno_local")
MINE = Institution("minera-valle", "Minera del Valle S. A.", kind="empresa")
INSTITUTIONS = (PCM, SGSD, HEALTH, TOWN, MINE)

MESA = Mesa(
    "valle",
    "Mesa de Diálogo del Valle",
    territory="Valle, Cusco",
    created_by="RM 100-2024-PCM",
    installed="2024-05",
    term_until=date(2026, 12, 31),
    source="https://example.org/valle",
    seats=(Seat("pcm", "presidencia"), Seat("sgsd", "secretaría técnica")),
    subgroups=("Wayra", "Qucha"),
)
OTHER_MESA = Mesa("puna", "Mesa de Diálogo de la Puna", territory="Puna, Apurímac")
MESAS = (MESA, OTHER_MESA)


def _days(number: int) -> date:
    return TODAY + timedelta(days=number)


OVERDUE = Commitment(
    "valle",
    "VAL-01",
    "Construir el hospital de la provincia, con 40 camas",
    acta="Acta del 12 de mayo",
    acta_date="2025-05-12",
    deadline=_days(-20),
    original_deadline=_days(-200),
    deadline_words="a fines de octubre",
    deadline_origin=DeadlineOrigin.EXPLICIT,
    extended_by="RM 077-2026",
    extended_why="cambio del terreno",
    status=Status.IN_PROGRESS,
    status_words="en ejecución (44 %)",
    status_date="2026-09",
    responsibilities=(
        Responsibility("minsa", "MINSA", words="Ministerio de Salud (MINSA)"),
        Responsibility("mp-valle", "Municipalidad Provincial del Valle", Role.CO_RESPONSIBLE),
    ),
    source="https://example.org/valle/acta",
)
LONG_OVERDUE = Commitment(
    "valle",
    "VAL-02",
    "Entregar el estudio de la calidad del agua del río",
    subgroup="Wayra",
    deadline=_days(-90),
    status=Status.NO_INFORMATION,
    responsibilities=(Responsibility("minera-valle", "Minera del Valle S. A."),),
)
DUE_SOON = Commitment(
    "valle",
    "VAL-10",
    "Mejorar la carretera al 100% hasta la comunidad",
    subgroup="Qucha",
    deadline=_days(7),
    status=Status.PENDING,
    responsibilities=(Responsibility("mp-valle", "Municipalidad Provincial del Valle"),),
)
ON_TIME = Commitment(
    "valle",
    "VAL-11",
    "Contratar a cinco docentes bilingües",
    deadline=_days(120),
    status=Status.SCHEDULED,
    responsibilities=(Responsibility("pcm", "PCM"),),
)
NO_DEADLINE = Commitment(
    "valle",
    "VAL-3",
    "Instalar una oficina de atención en el distrito",
    deadline_words="a la brevedad posible",
    status=Status.PENDING,
    responsibilities=(Responsibility("sgsd", "SGSD", Role.PROVISIONAL),),
)
DONE = Commitment(
    "valle",
    "VAL-04",
    "Publicar el plan de cierre",
    deadline=_days(-300),
    status=Status.DONE,
    status_words="cumplido y acreditado",
    confirmations=3,
    responsibilities=(Responsibility("minera-valle", "Minera del Valle S. A."),),
)
DECLINED = Commitment(
    "valle",
    "VAL-05",
    "Asfaltar la ruta de los camiones",
    deadline=_days(-5),
    status=Status.PENDING,
    responsibilities=(
        Responsibility(
            "pcm",
            "PCM",
            stance=Stance.DECLINED,
            words="El sector transportes",
            said_by="oficio 12-2026",
            said_on=date(2026, 8, 1),
        ),
    ),
    extras=(("etapa", "perfil"),),
)
OTHERS = Commitment(
    "puna",
    "PUN-01",
    "Construir el hospital de la puna",
    deadline=_days(-1),
    status=Status.PENDING,
    responsibilities=(Responsibility("minsa", "MINSA"),),
)
COMMITMENTS = (OVERDUE, LONG_OVERDUE, DUE_SOON, ON_TIME, NO_DEADLINE, DONE, DECLINED, OTHERS)

HELD = Meeting(
    "valle",
    "S-01",
    _days(-30),
    time(9),
    place="Local comunal",
    agenda="Instalación",
    outcome=Outcome.HELD,
    convener="PCM",
)
UNCONFIRMED = Meeting("valle", "S-02", _days(-10), place="Municipalidad")
NEXT = Meeting(
    "valle",
    "S-03",
    _days(5),
    time(9, 30),
    place="Local comunal del Valle",
    latitude=-14.79,
    longitude=-71.41,
    agenda="Hospital y carretera",
    convener="PCM",
    outcome=Outcome.SCHEDULED,
)
SUBGROUPS = Meeting("valle", "S-04", _days(12), subgroup="Wayra", agenda="Agua", outcome=Outcome.SCHEDULED)
MEETINGS = (HELD, UNCONFIRMED, NEXT, SUBGROUPS)


async def load(db: Session) -> None:
    """Store the whole cast's mesas with their history."""
    for institution in INSTITUTIONS:
        await institutions.save(db, institution, actor=ACTOR, now=NOW)
    for mesa in MESAS:
        await mesas.save(db, mesa, actor=ACTOR, now=NOW)
    for commitment in COMMITMENTS:
        await commitments.save(db, commitment, actor=ACTOR, now=NOW)
    for meeting in MEETINGS:
        await meetings.save(db, meeting, actor=ACTOR, now=NOW)
