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

# How words begin that say it is over; what follows may take it back, so the doubts come first in the table.
_OVER = r"(cumplid|concluid|culminad|terminad|ejecutad|cerrad)\w*+"
_TAKEN_BACK = r".*\b(incumpl|no (se )?(ha )?cumpl|sin cumpl)"
_WHEN = r"( (el|en|al|desde))?( ([a-z]+ de )?\d[\d/.,% -]*( de [a-z]+)?( del? \d{4})?)?"  # or "al 100 %"
_LATE = re.compile(r"^vencid\w*\W+")  # the clock says that, not the responsible party: only the rest is a report

# (pattern on folded words, status). No official closed list exists (DOMAIN: statuses seen); "vencido" is never a status.
# "Cancelado" is not here: in Peru it also says "paid".
_STATUSES: tuple[tuple[str, Status], ...] = (
    (r"", Status.NO_INFORMATION),
    (r"(no verificado|sin informacion|se desconoce)\b.*|n[/.]?d\.?|[-–—?]+", Status.NO_INFORMATION),
    (r"en disputa.*|agregado.*", Status.NO_INFORMATION),  # two say two things; a sum is no status of one
    (r"(no viable|inviable|desestimad|anulad).*", Status.UNFEASIBLE),
    (r"(incumplid|no cumplid|no se cumpli).*", Status.BREACHED),
    (r"(permanente|continuo).*", Status.PERMANENT),
    (rf"({_OVER}[^%]*?(?<![\d.,]))?0+([.,]0+)? ?%.*|(no|por) inicia.*|sin (inicio|avance).*", Status.PENDING),
    (
        rf"parcial.*|{_OVER}.*\b(parcial\w*|en parte|a medias)\b.*",
        Status.IN_PROGRESS,
    ),  # less than all of it is not done
    (rf"{_OVER}[^%]*?(?<![\d.,])(?!100([.,]0+)? ?%)\d+([.,]\d+)? ?%.*", Status.IN_PROGRESS),
    (rf"{_OVER} \(?(?P<some>\d+) de (l[oa]s )?(?!(?P=some)\b)\d+(?!\d| de \d).*", Status.IN_PROGRESS),  # "3 de 5"
    (r"\d+ cumplidos? .*\d+.*", Status.IN_PROGRESS),  # "63 cumplidos / 13 en ejecución / 35 programados"
    (
        rf"cumplid(?!{_TAKEN_BACK})\w*+(?! (el plazo|los plazos|l[oa]s \d)).*|reportado como unico punto cumplido.*",
        Status.DONE,
    ),
    (
        rf"{_OVER}{_WHEN}",
        Status.DONE,
    ),  # "concluido el plazo" or "terminado el contrato" say nothing of the thing itself
    (rf"{_OVER} ?\((?!.*\b(incumpl|no|sin)).*\)", Status.DONE),
    (rf"100([.,]0+)? ?%( {_OVER})?", Status.DONE),
    (r"en (proceso|ejecucion|inicio|gestion|curso|avance|tramite)\b.*", Status.IN_PROGRESS),
    (r"(en (implementacion|desarrollo|elaboracion)\b|iniciad|instalad|reinstalad|prorrogad).*", Status.IN_PROGRESS),
    (r"[^%]*\d ?%.*", Status.IN_PROGRESS),  # a percentage says that something was done
    (r"plan presentado.*", Status.IN_PROGRESS),
    (r"(programad|anunciad|planificad).*", Status.SCHEDULED),
    (r"(pendiente|propuest|solicitad|abierto).*|por cumplir.*|(aun|todavia) no .*", Status.PENDING),
    (r"vencid.*", Status.NO_INFORMATION),
)

_OTHERWISE = r"(?!.*(?<!no )\b(realizad|instalad))"  # said of two things: nobody knows which came last
_OUTCOMES: tuple[tuple[str, Outcome], ...] = (
    (r"|no verificad.*|sin informacion", Outcome.UNKNOWN),
    (rf"{_OTHERWISE}programad(?!.*\b(no|postergad|suspendid|cancelad)).*|convocad[ao]s?", Outcome.SCHEDULED),
    (r".*\b(sin firma|sin firmar|no firmad\w*)\b.*", Outcome.UNSIGNED),  # also "realizada sin firma"
    (r".*\b(sin|falta de) quorum.*", Outcome.NO_QUORUM),
    (r"(realizad|instalad|reinstalad).*", Outcome.HELD),
    (rf"{_OTHERWISE}(postergad|reprogramad|aplazad).*", Outcome.POSTPONED),
    (rf"{_OTHERWISE}suspendid.*", Outcome.SUSPENDED),
    (rf"{_OTHERWISE}cancelad.*", Outcome.CANCELLED),
)

_MESA_STATES: tuple[tuple[str, MesaState], ...] = (
    (r"|activ[ao]|reinstalad.*|instalad.*|vigente", MesaState.ACTIVE),
    (r"(suspendid|interrumpid).*", MesaState.SUSPENDED),
    (r"(concluid|cerrad|terminad).*", MesaState.CONCLUDED),
)


def read_status(words: str) -> tuple[Status, bool]:
    """(status, whether the words were understood); unknown words are "no information"."""
    reported = _read(_LATE.sub("", fold(words), count=1), _STATUSES, Status.NO_INFORMATION)
    return reported if reported[1] else _read(fold(words), _STATUSES, Status.NO_INFORMATION)


def read_outcome(words: str) -> tuple[Outcome, bool]:
    """As `read_status`, of a session."""
    return _read(fold(words), _OUTCOMES, Outcome.UNKNOWN)


def read_mesa_state(words: str) -> tuple[MesaState, bool]:
    """As `read_status`, of a mesa."""
    return _read(fold(words), _MESA_STATES, MesaState.ACTIVE)


def _read(folded: str, table: Iterable[tuple[str, Meaning]], otherwise: Meaning) -> tuple[Meaning, bool]:
    for pattern, meaning in table:
        if re.fullmatch(pattern, folded):
            return meaning, True
    return otherwise, False
