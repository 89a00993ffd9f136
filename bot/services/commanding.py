"""One change of one commitment as the command line asks for it: all of it, or a refusal in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.changes import NotExtended, extended, not_extensible, reported, too_early
from bot.domain.commitments import Commitment, Status
from bot.domain.evidence import MOST_AT_ONCE, Evidence, Medium, Piece, is_link
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.statuses import read_status
from bot.services.cells import read_day
from bot.services.changing import change
from bot.services.differences import WORDS, Changed, differences
from bot.services.withdrawing import NothingToWithdraw, withdraw
from bot.store import commitments, evidence, mesas
from bot.store.database import Session

ACTOR = "cli"


class NotChangeable(Exception):
    """Why nothing was changed; one line."""


@dataclass(frozen=True)
class Wanted:
    """What to change, as it was typed; "" = nothing of it. deadline: with its instrument and reason. links: what shows it."""

    status: str = ""
    note: str = ""
    deadline: str = ""
    instrument: str = ""
    reason: str = ""
    links: tuple[str, ...] = ()


async def change_by_command(db: Session, code: str, mesa: str, wanted: Wanted, now: datetime) -> list[Changed]:
    """The fields that changed, none where all of it stood so already. NotChangeable."""
    before, where = await named(db, code, mesa)
    after, pieces = wished(before, wanted, now.astimezone(ZoneInfo(where.zone)).date()), pieces_of(wanted.links)
    kept = await change(db, before.id, before.revision, lambda _: after, actor=ACTOR, now=now, evidence=pieces)
    return [*differences(before, kept), *(Changed(kept.code, "prueba", "", piece.held) for piece in pieces)]


async def withdraw_by_command(db: Session, code: str, mesa: str, number: int, reason: str, now: datetime) -> None:
    """A piece of its evidence is shown no more. NotChangeable."""
    one, where = await named(db, code, mesa)
    if not reason.strip():
        raise NotChangeable("--reason: diga por qué se retira")
    try:
        await withdraw(db, one, where.id, number, reason.strip(), actor=ACTOR, now=now)
    except NothingToWithdraw:
        raise NotChangeable(f"{one.code}: no tiene la prueba {number}, o ya se retiró") from None


async def evidence_of(db: Session, code: str, mesa: str) -> list[Evidence]:
    """What stands, the newest first. NotChangeable."""
    one, _ = await named(db, code, mesa)
    return await evidence.of(db, one.id, most=await evidence.count(db, one.id))


async def named(db: Session, code: str, mesa: str) -> tuple[Commitment, Mesa]:
    """NotChangeable: there is none."""
    where = await mesas.by_slug(db, mesa)
    if where is None:
        raise NotChangeable(f"--mesa {mesa}: las mesas son {', '.join(one.slug for one in await mesas.all_mesas(db))}")
    found = await commitments.by_code(db, fold_code(code), where.slug)
    if not found:
        raise NotChangeable(f"{code}: no hay ese compromiso en la mesa {where.slug}")
    return found[0], where


def pieces_of(links: Sequence[str]) -> list[Piece]:
    """Each address once. NotChangeable: one is none, or they are too many."""
    if wrong := next((one for one in links if not is_link(one)), None):
        raise NotChangeable(f"--link {wrong}: un enlace empieza con https:// y no lleva espacios")
    if len(links) > MOST_AT_ONCE:
        raise NotChangeable(f"--link: hasta {MOST_AT_ONCE} en un cambio")
    return [Piece(Medium.LINK, one) for one in dict.fromkeys(links)]


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
