"""What the command line does to sessions and mesas: the same as a coordinator in chat, as "cli" in the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.app import Refused, beside
from bot.clock import clock_of
from bot.config import Settings
from bot.domain.composing import extended, has_subgroup
from bot.domain.convening import is_link, placed, possible
from bot.domain.days import read_day
from bot.domain.folding import fold_code
from bot.domain.hours import read_hour
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa
from bot.domain.statuses import read_outcome
from bot.services import composing, convening
from bot.services.rows import LONGEST_SUBGROUP
from bot.store import institutions, mesas
from bot.store.database import Session
from bot.store.saving import Unknown

ACTOR = "cli"
NO_HOUR = "sin hora"
Place = tuple[float, float] | None


async def sessions(settings: Settings, slug: str) -> list[str]:
    """Tab-separated: code, day, hour, outcome, subgroup, place. Refused: no such mesa."""
    async with beside(settings) as database, database.reading() as db:
        await mesa_of(db, slug)
        return ["\t".join(columns(one)) for one in await convening.of_mesa(db, slug)]


def columns(one: Meeting) -> tuple[str, ...]:
    starts = f"{one.starts:%H:%M}" if one.starts else ""
    return tuple(map(_cell, (one.code, one.day.isoformat(), starts, one.outcome.value, one.subgroup, one.place)))


async def call(settings: Settings, slug: str, new: Callable[[Mesa, date], Meeting]) -> str:
    """Call a session; its code. Refused."""
    now = clock_of(settings.test_clock)()
    async with beside(settings) as database, database.transaction() as db:
        mesa = await mesa_of(db, slug)
        one = new(mesa, today_in(mesa, now))
        if one.subgroup and not has_subgroup(mesa, one.subgroup):
            raise Refused(f"--subgroup {one.subgroup}: puede ser {', '.join(mesa.subgroups) or 'ninguno'}")
        try:
            return (await convening.call(db, one, actor=ACTOR, now=now)).code
        except convening.Called as already:
            raise Refused(f"{already.other.code}: ya hay una sesión ese día a esa hora") from None


async def change_session(settings: Settings, slug: str, code: str, how: Callable[[Meeting, date], Meeting]) -> str:
    """Change one as it is now; its line as in `sessions`. Refused."""
    now = clock_of(settings.test_clock)()
    async with beside(settings) as database, database.transaction() as db:
        mesa = await mesa_of(db, slug)
        known = [one for one in await convening.of_mesa(db, slug) if fold_code(one.code) == fold_code(code)]
        if not known:
            raise Refused(f"{code}: no hay tal sesión en {slug}")
        with telling_stale():
            kept = await convening.change(
                db,
                known[0].id,
                known[0].revision,
                lambda one: how(one, today_in(mesa, now)),
                actor=ACTOR,
                now=now,
            )
        return "\t".join(columns(kept))


async def mesa_lines(settings: Settings, slug: str) -> list[str]:
    """Tab-separated pairs: what, and how it is. Refused: no such mesa."""
    async with beside(settings) as database, database.reading() as db:
        return lines_of(await mesa_of(db, slug))


async def change_mesa(settings: Settings, slug: str, how: Callable[[Mesa, date], Mesa]) -> list[str]:
    """Change one as it is now; its lines as in `mesa_lines`. Refused: also where an institution is not known."""
    now = clock_of(settings.test_clock)()
    async with beside(settings) as database, database.transaction() as db:
        mesa = await mesa_of(db, slug)
        changed = how(mesa, today_in(mesa, now))
        known = {one.slug for one in await institutions.all_institutions(db)}
        if missing := [seat.institution for seat in changed.seats if seat.institution not in known]:
            raise Refused(f"--add {missing[0]}: no hay tal institución; se nombra con su slug")
        with telling_stale():
            revision = await composing.revision_of(db, mesa)
            return lines_of(await composing.change(db, mesa.id, revision, lambda _: changed, actor=ACTOR, now=now))


def lines_of(mesa: Mesa) -> list[str]:
    pairs = (
        ("mesa", mesa.name),
        ("estado", mesa.state.value),
        ("suspendida_desde", mesa.suspended_since.isoformat() if mesa.suspended_since else ""),
        ("motivo", mesa.suspended_why),
        ("vigencia_hasta", mesa.term_until.isoformat() if mesa.term_until else ""),
        *(("integrante", f"{seat.institution} {seat.role}".strip()) for seat in mesa.seats),
        *(("subgrupo", name) for name in mesa.subgroups),
    )
    return [f"{what}\t{_cell(how)}" for what, how in pairs if how]


async def mesa_of(db: Session, slug: str) -> Mesa:
    found = await mesas.by_slug(db, slug)
    if found is None:
        raise Refused(f"{slug}: las mesas son {', '.join(one.slug for one in await mesas.all_mesas(db))}")
    return found


@contextmanager
def telling_stale() -> Iterator[None]:
    try:
        yield
    except (convening.Stale, composing.Stale):
        raise Refused("otra persona lo cambió en este momento: no se guardó nada") from None
    except Unknown as unknown:
        raise Refused(str(unknown)) from None


def today_in(mesa: Mesa, now: datetime) -> date:
    return now.astimezone(ZoneInfo(mesa.zone)).date()


def day(option: str, words: str, today: date) -> date:
    """Refused in one line that names the option."""
    read = read_day(words, today)
    if read is None:
        raise Refused(f"{option} {words}: no es una fecha; escriba aaaa-mm-dd")
    return read


def hour(words: str) -> time | None:
    if words == NO_HOUR:
        return None
    read = read_hour(words)
    if read is None:
        raise Refused(f"--hour {words}: no es una hora; escriba 15:30, o «{NO_HOUR}»")
    return read


def outcome(words: str, one: Meeting, today: date) -> Outcome:
    said, clear = read_outcome(words)
    if words not in list(Outcome) and not (words and clear):
        raise Refused(f"--outcome {words}: puede ser {', '.join(each.value for each in possible(one, today))}")
    found = Outcome(words) if words in list(Outcome) else said
    if found not in possible(one, today):
        raise Refused(f"--outcome {words}: la sesión es el {one.day}; puede ser {', '.join(possible(one, today))}")
    return found


def link(words: str) -> str:
    if words and not is_link(words):
        raise Refused(f"--link {words}: no es un enlace de internet")
    return words


def put(one: Meeting, place: str, where: str) -> Meeting:
    """where: "-14.79,-71.41", or "" for none."""
    if not where:
        return placed(one, place, None)
    try:
        latitude, longitude = map(float, where.split(","))
    except ValueError:
        raise Refused(f"--map {where}: escriba latitud,longitud en grados") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Refused(f"--map {where}: escriba latitud,longitud en grados")
    return placed(one, place, (latitude, longitude))


def name(option: str, words: str) -> str:
    one_line = " ".join(words.split())
    if not one_line or len(one_line) > LONGEST_SUBGROUP or not one_line.isprintable():
        raise Refused(f"{option}: escriba hasta {LONGEST_SUBGROUP} letras")
    return one_line


def said(option: str, words: str) -> str:
    if not words.strip():
        raise Refused(f"{option} falta")
    return words


def longer(mesa: Mesa, until: date, instrument: str, why: str) -> Mesa:
    if mesa.term_until and until <= mesa.term_until:
        raise Refused(f"--term {until}: la vigencia de ahora es {mesa.term_until}")
    return extended(mesa, until, said("--instrument", instrument), why)


def bare(mesa: Mesa, on: date) -> Meeting:
    return replace(Meeting(mesa.slug, "", on), zone=mesa.zone)


def _cell(words: str) -> str:
    return " ".join(words.split())
