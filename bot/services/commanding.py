"""One change of one commitment as the command line asks for it: all of it, or a refusal in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.changes import NotExtended, extended, not_extensible, reported, too_early
from bot.domain.commitments import Commitment, Status
from bot.domain.folding import fold_code
from bot.domain.statuses import read_status
from bot.services.cells import read_day
from bot.services.changing import change
from bot.services.differences import WORDS, Changed, differences
from bot.store import commitments, mesas
from bot.store.database import Session

ACTOR = "cli"


class NotChangeable(Exception):
    """Why nothing was changed; one line."""


@dataclass(frozen=True)
class Wanted:
    """What to change, as it was typed; "" = nothing of it. deadline: with its instrument and reason."""

    status: str = ""
    note: str = ""
    deadline: str = ""
    instrument: str = ""
    reason: str = ""


async def change_by_command(db: Session, code: str, mesa: str, wanted: Wanted, now: datetime) -> list[Changed]:
    """The fields that changed, none where all of it stood so already. NotChangeable."""
    where = await mesas.by_slug(db, mesa)
    if where is None:
        raise NotChangeable(f"--mesa {mesa}: las mesas son {', '.join(one.slug for one in await mesas.all_mesas(db))}")
    found = await commitments.by_code(db, fold_code(code), where.slug)
    if not found:
        raise NotChangeable(f"{code}: no hay ese compromiso en la mesa {where.slug}")
    before, today = found[0], now.astimezone(ZoneInfo(where.zone)).date()
    after = wished(before, wanted, today)
    kept = await change(db, before.id, before.revision, lambda _: after, actor=ACTOR, now=now)
    return differences(before, kept)


def wished(one: Commitment, wanted: Wanted, today: date) -> Commitment:
    """NotChangeable: it cannot be so."""
    if wanted.status or wanted.note:
        one = reported(one, status_of(wanted.status) if wanted.status else one.status, wanted.note.strip(), today)
    if not wanted.deadline:
        if wanted.instrument or wanted.reason:
            raise NotChangeable("--instrument y --reason van con --deadline")
        return one
    if not (wanted.instrument.strip() and wanted.reason.strip()):
        raise NotChangeable("--deadline necesita --instrument (el documento que lo dice) y --reason")
    day = day_of(wanted.deadline)
    if why := not_extensible(one) or too_early(day, one.deadline or today, today):
        raise NotChangeable(refusal(one, why, today))
    return extended(one, day, wanted.instrument.strip(), wanted.reason.strip())


def status_of(words: str) -> Status:
    """In our words or in those of a matrix."""
    status, clear = read_status(words)
    if not clear:
        raise NotChangeable(f"--status {words}: puede ser {', '.join(WORDS[Status].values())}")
    return status


def day_of(words: str) -> date:
    try:
        return read_day(words)
    except ValueError:
        raise NotChangeable(f"--deadline {words}: no es una fecha; escriba dd/mm/aaaa") from None


def refusal(one: Commitment, why: NotExtended, today: date) -> str:
    return {
        NotExtended.NO_DEADLINE: f"{one.code} no tiene plazo que prorrogar",
        NotExtended.CLOSED: f"{one.code} está «{WORDS[Status][one.status.name]}»: no hay plazo que prorrogar",
        NotExtended.PAST: f"--deadline: una prórroga es para después de hoy ({today})",
        NotExtended.EARLIER: f"--deadline: {one.code} ya vence el {one.deadline}; la nueva fecha tiene que ser posterior",
    }[why]
