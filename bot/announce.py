"""`python -m bot announce`: the same road as /anunciar, from the operator's terminal, beside a running bot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import app
from bot.clock import clock_of
from bot.config import Settings
from bot.domain.announcements import FARTHEST, UNDO, Content
from bot.domain.mesas import Mesa
from bot.domain.recipients import followers_of
from bot.services.announcing import announce, up_to
from bot.store import mesas
from bot.store.announcements import Made
from bot.store.database import Session
from bot.texts.announcing import moment, received
from bot.texts.language import Languages
from bot.texts.markup import clean, plain

ACTOR = "cli"


@dataclass(frozen=True)
class Wanted:
    """What was typed. at: "2026-12-01 08:00" in the first mesa's zone, "" = now."""

    mesas: Sequence[str]
    es: str
    qu: str = ""
    at: str = ""
    urgent: bool = False


async def run(settings: Settings, wanted: Wanted, sure: Callable[[str], bool]) -> str:
    """What was made of it. sure: asked with the preview; False stops here. app.Refused."""
    languages, clock = app.languages(settings), clock_of(settings.test_clock)
    content = content_of(wanted)
    async with app.beside(settings) as database:
        async with database.reading() as db:
            chosen = await mesas_of(db, wanted.mesas)
            most = await up_to(db, scopes_of(chosen).items())
        at = moment_of(wanted.at, ZoneInfo(chosen[0].zone), clock())
        if not sure(preview(languages, chosen, content, most, wanted)):
            raise app.Refused("no se anunció nada")
        now = clock()
        async with database.transaction() as db:
            made = Made(f"cli:{now.timestamp():.6f}", ACTOR, now, content)
            one = await announce(db, made, scopes_of(chosen), at=at, urgent=wanted.urgent)
    if one is None:
        raise app.Refused("ese anuncio ya estaba hecho")
    begins = moment(one.begins, ZoneInfo(chosen[0].zone))
    return f"anuncio {one.id}: hasta {most} envíos, desde {begins}; para que no salga: /anuncios cancelar {one.id}"


def content_of(wanted: Wanted) -> Content:
    es, qu = clean(wanted.es).strip(), clean(wanted.qu).strip()
    if not es:
        raise app.Refused("--es: falta el texto en castellano")
    return Content(es, qu)


async def mesas_of(db: Session, slugs: Sequence[str]) -> list[Mesa]:
    found = {one.slug: one for one in await mesas.all_mesas(db)}
    if unknown := [slug for slug in slugs if slug not in found]:
        raise app.Refused(f"--mesa {unknown[0]}: las mesas son {', '.join(found)}")
    return [found[slug] for slug in dict.fromkeys(slugs)]


def scopes_of(chosen: Sequence[Mesa]) -> dict[int, str]:
    return {one.id: followers_of(one.id) for one in chosen}


def moment_of(words: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    if not words:
        return None
    try:
        at = datetime.strptime(words.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except ValueError:
        raise app.Refused(f"--at {words}: escriba AAAA-MM-DD HH:MM") from None
    if not now < at <= now + FARTHEST:
        raise app.Refused(f"--at {words}: ese momento ya pasó, o falta más de un año")
    return at


def preview(languages: Languages, chosen: Sequence[Mesa], content: Content, most: int, wanted: Wanted) -> str:
    """Each language as it is received."""
    parts = [
        f"── {name} ──\n" + plain(received(languages[code], chosen[0], content).text)
        for code, name in (("es", "castellano"), ("qu", "quechua"))
    ]
    begins = wanted.at or f"{UNDO.seconds} segundos después de confirmar"
    to = "\n".join(one.name for one in chosen)
    lacking = "" if content.in_quechua else "\nno hay texto en quechua: a quien lo eligió se le dice así"
    night = "\nurgente: llega también de noche" if wanted.urgent else ""
    return "\n\n".join((*parts, f"hasta {most} envíos, a quienes siguen:\n{to}\nsale: {begins}{night}{lacking}"))
