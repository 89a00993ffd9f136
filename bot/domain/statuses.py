"""Messy words of real matrices as our fixed ones. The words themselves are always kept beside.

Each table is tried from the top; the first whose words begin (or hold) what was written decides. Nothing is accused without a report:
what says nothing clear is "no information".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from bot.domain.commitments import Status
from bot.domain.folding import fold
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState

Meaning = TypeVar("Meaning", Status, Outcome, MesaState)

# (pattern on folded words, status). No official closed list exists (DOMAIN: statuses seen); "vencido" is never a status.
_STATUSES: tuple[tuple[str, Status], ...] = (
    (r"", Status.NO_INFORMATION),
    (r"(no verificado|sin informacion|se desconoce)\b.*|n[/.]?d\.?|[-–—?]+", Status.NO_INFORMATION),
    (r"en disputa.*|agregado.*", Status.NO_INFORMATION),  # two say two things; a sum is no status of one
    (r"(no viable|inviable|desestimad|anulad|cancelad).*", Status.UNFEASIBLE),
    (r"(incumplid|no cumplid|no se cumpli).*", Status.BREACHED),
    (r"(permanente|continuo).*", Status.PERMANENT),
    (r"parcial.*|cumplid\w* (parcial|en parte).*", Status.IN_PROGRESS),  # less than all of it is not done
    (r"cumplid\w* (al |en un )?(?!100\b)\d+([.,]\d+)? ?%.*", Status.IN_PROGRESS),
    (r"\d+ cumplidos? .*\d+.*", Status.IN_PROGRESS),  # "63 cumplidos / 13 en ejecución / 35 programados"
    (r"(cumplid|reportado como unico punto cumplido|concluid|culminad|terminad|ejecutado|cerrado).*", Status.DONE),
    (
        r"(en (proceso|ejecucion|inicio|gestion|curso|avance|tramite)|iniciad|instalad|reinstalad|prorrogad).*",
        Status.IN_PROGRESS,
    ),
    (r"0+([.,]0+)? ?%.*|(no|por) inicia.*|sin (inicio|avance).*", Status.PENDING),
    (r".*\d+([.,]\d+)? ?%.*", Status.IN_PROGRESS),  # a percentage says that something was done
    (r"plan presentado.*", Status.IN_PROGRESS),
    (r"(programad|anunciad|planificad).*", Status.SCHEDULED),
    (r"(pendiente|propuest|solicitad|abierto).*", Status.PENDING),
    (r"vencid\w*\W+en (proceso|ejecucion|gestion|curso|avance|tramite).*", Status.IN_PROGRESS),
    (r"vencid.*", Status.NO_INFORMATION),  # the clock says that, not the responsible party
)

_OUTCOMES: tuple[tuple[str, Outcome], ...] = (
    (r"|no verificad.*|sin informacion", Outcome.UNKNOWN),
    (r"programad.*|convocad[ao]s?", Outcome.SCHEDULED),
    (r".*\b(sin firma|sin firmar|no firmad\w*)\b.*", Outcome.UNSIGNED),  # also "realizada sin firma"
    (r"(realizad|instalad|reinstalad).*", Outcome.HELD),
    (r"(postergad|reprogramad|aplazad).*", Outcome.POSTPONED),
    (r".*sin quorum.*|.*falta de quorum.*", Outcome.NO_QUORUM),
    (r"suspendid.*", Outcome.SUSPENDED),
    (r"cancelad.*", Outcome.CANCELLED),
)

_MESA_STATES: tuple[tuple[str, MesaState], ...] = (
    (r"|activ[ao]|reinstalad.*|instalad.*|vigente", MesaState.ACTIVE),
    (r"(suspendid|interrumpid).*", MesaState.SUSPENDED),
    (r"(concluid|cerrad|terminad).*", MesaState.CONCLUDED),
)


def read_status(words: str) -> tuple[Status, bool]:
    """(status, whether the words were understood); unknown words are "no information"."""
    return _read(words, _STATUSES, Status.NO_INFORMATION)


def read_outcome(words: str) -> tuple[Outcome, bool]:
    """As `read_status`, of a session."""
    return _read(words, _OUTCOMES, Outcome.UNKNOWN)


def read_mesa_state(words: str) -> tuple[MesaState, bool]:
    """As `read_status`, of a mesa."""
    return _read(words, _MESA_STATES, MesaState.ACTIVE)


def _read(words: str, table: Iterable[tuple[str, Meaning]], otherwise: Meaning) -> tuple[Meaning, bool]:
    folded = fold(words)
    for pattern, meaning in table:
        if re.fullmatch(pattern, folded):
            return meaning, True
    return otherwise, False
