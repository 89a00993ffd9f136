"""Who may do what: every route of the table, tried by every role, alone with the bot and in a group; written to ROLES.md.

`python -m tests.roles` writes it; tests/journeys/test_roles.py compares. Nothing is kept of what is tried: each try ends in a
rollback, after looking at which tables it changed.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from telegram import Bot, Update, User
from telegram.ext import ExtBot

from bot import app
from bot.chat.request import Kind, Route
from bot.chat.routes import routes
from bot.config import read_settings
from bot.domain.announcements import Content
from bot.domain.callbacks import tagged, wants_tag
from bot.domain.evidence import Medium, Piece
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, contacts_of, followers_of, team_of
from bot.services import announcing, channels
from bot.services.acting import By, actor_of, contact_of
from bot.services.inviting import issue
from bot.store import commitments, evidence, institutions, mesas, people, recipients
from bot.store.announcements import Made
from bot.store.database import Database, Session, open_database
from bot.store.keys import Keys
from bot.store.migrations import upgrade
from bot.store.telling import EVERY_TABLE
from bot.texts import groups
from bot.texts.language import Languages
from bot.texts.markup import plain
from bot.texts.pages import old_button, unknown_command
from bot.tg.dispatch import BEFALLS, ptb_handler
from bot.tg.incoming import concerns_us, read
from tests import cast

FILE = Path(__file__).parents[1] / "ROLES.md"
CONTACT, ADMIN, CHANNEL = 5_130_447_601, 5_130_447_602, -1_009_988_776_655
ROLES = {
    "nadie": cast.OUTSIDER,
    "miembro": cast.MEMBER,
    "contacto": CONTACT,
    "coordina": cast.COORDINATOR,
    "coordina otra mesa": cast.OTHER_COORDINATOR,
    "administra": ADMIN,
}
OWN = {"person", "subject", "draft", "recipient"}  # what a chat keeps of itself
SILENT, ANSWERS, CHOOSES, CHANGES, REFUSES, UNKNOWN = "–", "responde", "elige", "cambia", "no puede", "no existe"
WORDS = {"mesa": "", "exportar": "",   # after a command that needs some
    "buscar": "agua", "estado": "VAL-02", "enterado": "VAL-02 7", "equipo": "invitar coordinador", "start": "m-valle",
    "aceptar": "VAL-01", "declinar": "VAL-01", "informar": "VAL-01", "retirar": "VAL-01 1",
}  # fmt: skip
USUAL_WORDS = "VAL-02"
MEDIA: dict[Kind, dict[str, Any]] = {
    Kind.VOICE: {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
    Kind.PHOTO: {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    Kind.STICKER: {"dice": {"emoji": "🎲", "value": 1}},
    Kind.DOCUMENT: {"document": {"file_id": "d", "file_unique_id": "d"}},
    Kind.LOCATION: {"location": {"latitude": -14.7, "longitude": -71.4}},
    Kind.CONTACT: {"contact": {"phone_number": "1", "first_name": "A"}},
}


@dataclass(frozen=True)
class Tried:
    """What came of one route for one role. private: alone with the bot; else in a group, of which they are no administrator."""

    route: str
    role: str
    private: bool
    outcome: str


class _Undone(Exception):
    """Ends each try."""


async def prepare(database: Database) -> None:
    """The cast's mesas, everybody with a language and a mesa, each in their role; an invitation is out, a link is kept as evidence."""
    async with database.transaction() as db:
        await cast.load(db)
        for chat in (*ROLES.values(), cast.GROUP):
            await people.remember(db, chat, Choices("es", cast.MESA.slug))
        first, second = [await mesas.by_slug(db, one.slug) for one in cast.MESAS]
        assert first
        assert second
        (promised,) = await commitments.by_code(db, "val1", cast.MESA.slug)
        await evidence.add(db, promised, Piece(Medium.LINK, "https://example.org"), actor=cast.ACTOR, now=cast.NOW)
        bodies = await institutions.numbers_of(db, ["minsa"])
        await recipients.save(db, followers_of(first.id), cast.MEMBER, Role.FOLLOWER)
        await recipients.save(db, followers_of(first.id), cast.GROUP, Role.GROUP)
        await recipients.save(db, contacts_of(bodies["minsa"]), CONTACT, Role.CONTACT)
        for chat in (cast.COORDINATOR, cast.COORDINATOR + 1):
            await recipients.save(db, team_of(first.id), chat, Role.COORDINATOR)
        await recipients.save(db, team_of(second.id), cast.OTHER_COORDINATOR, Role.COORDINATOR)
        await recipients.save(db, ADMINS, ADMIN, Role.ADMIN)
        made = Made("one", actor_of(db, first.id, cast.COORDINATOR), cast.NOW, Content("Anuncio"), cast.COORDINATOR)
        await announcing.announce(db, made, {first.id: followers_of(first.id)})
        await channels.join(db, first, CHANNEL, By(cast.NOW, cast.COORDINATOR))
        await issue(db, team_of(first.id), first, actor_of(db, first.id, cast.COORDINATOR), cast.NOW)


async def every_try(database: Database, languages: Languages, roles: Mapping[str, int] = ROLES) -> list[Tried]:
    """Each route, each role, in private and in a group. roles: each with who has it."""
    lexicon = app.lexicon()
    table = [route for route in routes(languages, lexicon) if route.kind not in BEFALLS]
    trial = Trial(database, languages, routes(languages, lexicon))
    return [
        Tried(named(route), role, private, await trial.outcome(route, who, private=private))
        for route in table
        for role, who in roles.items()
        for private in (True, False)
    ]


class Trial:
    """One bot that nobody hears."""

    def __init__(self, database: Database, languages: Languages, table: Sequence[Route]) -> None:
        self.database = database
        self.before = dict[str, Any]()  # the same for each try
        self.table = [(route, ptb_handler(route, None)) for route in table]
        self.bot: Bot = ExtBot("1000:roles")
        self.bot._bot_user = User(1000, "Yuyachiq", is_bot=True, username="yuyachiq_bot")
        spanish = languages["es"]
        self.unknown = {plain(page.text) for page in (unknown_command(spanish), old_button(spanish))}
        self.refused = {
            plain(page.text)
            for page in (groups.administrators_only(languages, "es"), groups.private(languages, "es", ""))
        }

    async def outcome(self, route: Route, who: int, *, private: bool) -> str:
        said = ""
        with suppress(_Undone):
            async with self.database.transaction() as db:
                self.before = self.before or await content(db)
                said = await self._said(route, who, db, private=private)
                raise _Undone
        return said

    async def _said(self, route: Route, who: int, db: Session, *, private: bool) -> str:
        update = Update.de_json(await raw(route, who, db, private=private), self.bot)
        taken = next((one for one, handler in self.table if handler.check_update(update) not in (None, False)), None)
        if not concerns_us(update) or taken is None:
            return SILENT
        request = read(update, taken.kind, cast.NOW, "yuyachiq_bot")
        handler = taken.handler if private or taken.otherwise is None else taken.otherwise
        answer = await handler(await chosen(request, db), db)
        after = await content(db)
        words = plain(answer.text)
        if words in self.unknown:
            return UNKNOWN
        changed = {name for name in after if self.before[name] != after[name]}
        if not changed:
            return REFUSES if words in self.refused else ANSWERS
        return CHANGES if changed - OWN else CHOOSES


async def chosen(request: Any, db: Session) -> Any:
    return type(request)(**{**vars(request), "settings": await people.settings(db, request.chat)})


async def content(db: Session) -> dict[str, Any]:
    return {table.name: (await db.execute(select(table))).all() for table in EVERY_TABLE.sorted_tables}


async def raw(route: Route, who: int, db: Session, *, private: bool) -> dict[str, Any]:
    """An update that asks just for that route, as Telegram would send it."""
    number = who if private else cast.GROUP
    chat = {"id": number, "type": "private"} if private else {"id": number, "type": "supergroup", "title": "Grupo"}
    person = {"id": who, "is_bot": False, "first_name": "A"}
    message: dict[str, Any] = {"message_id": 1, "date": 0, "chat": chat, "from": person}
    if route.kind is Kind.BUTTON:
        data = await button(route, db)
        signed = tagged(data, db.vault.tag(number, data)) if wants_tag(data) else data
        pressed = {"id": "1", "from": person, "chat_instance": "1", "data": signed, "message": {**message, "from": BOT}}
        return {"update_id": 1, "callback_query": pressed}
    return {"update_id": 1, "message": message | said(route)}


BOT = {"id": 1000, "is_bot": True, "first_name": "Yuyachiq"}


def said(route: Route) -> dict[str, Any]:
    if route.kind is Kind.COMMAND:
        name = route.names[0] if route.names else "loquesea"
        entity = {"type": "bot_command", "offset": 0, "length": len(name) + 1}
        return {"text": f"/{name} {WORDS.get(name, USUAL_WORDS)}", "entities": [entity]}
    words = {Kind.LABEL: route.names[:1], Kind.CODE: ("VAL-02",), Kind.TEXT: ("agua",)}
    return {"text": words[route.kind][0]} if route.kind in words else MEDIA[route.kind]


async def button(route: Route, db: Session) -> str:
    """A button of that name with what it needs: of the first mesa, its second coordinator, a contact, its first commitment and session."""
    mesa = await mesas.by_slug(db, cast.MESA.slug)
    assert mesa
    actor = actor_of(db, mesa.id, cast.COORDINATOR + 1)
    minsa = (await institutions.numbers_of(db, ["minsa"]))["minsa"]
    speaker = f"{minsa}:{contact_of(db, mesa.id, CONTACT)}"
    code = channels.code_of(db, mesa.id, CHANNEL)
    name = route.names[0] if route.names else "zz"
    fields = {
        "g": "es", "m": mesa.id, "u": f"{mesa.id}:0", "aw": "weekly", "as": 7, "fm": f"{mesa.id}:1", "xm": f"{mesa.id}:0",
        "l": f"{mesa.id}:o:0:1", "q": "0:agua", "s": f"{mesa.id}:n:0:1", "e": 1, "o": f"{mesa.id}:0:1", "gl": 1, "gt": "canon",
        "na": "1:7", "ne": f"{mesa.id}:1", "tl": mesa.id, "tp": f"{mesa.id}:{actor}", "tc": f"{mesa.id}:{actor}:suspended",
        "ti": f"{mesa.id}:coordinator", "tr": f"{mesa.id}:1", "cw": "1:status", "ce": "1:1",
        "kl": f"{mesa.id}:1", "kp": f"{mesa.id}:{speaker}", "kt": f"{mesa.id}:{speaker}:suspended",
        "ew": "1:1", "ca": "1:a", "al": f"{mesa.id}:1", "an": "1:p", "cx": f"{mesa.id}:{code}",
        "pn": f"{mesa.id}:1", "pc": f"{mesa.id}:sesion",
    }  # fmt: skip
    return f"v1:{name}:{fields.get(name, 1)}"


def named(route: Route) -> str:
    """As an operator knows it: a command by its name, a button by what it does."""
    name = route.names[0] if route.names else ""
    if route.kind is Kind.COMMAND:
        return f"/{name}" if name else "otro comando"
    if route.kind is Kind.BUTTON:
        return f"botón `{name}`: {BUTTONS[name]}" if name in BUTTONS else f"botón `{name}`" if name else "otro botón"
    kinds = {
        Kind.LABEL: "tecla", Kind.CODE: "un código", Kind.TEXT: "palabras", Kind.VOICE: "una voz", Kind.PHOTO: "una foto",
        Kind.STICKER: "una calcomanía", Kind.DOCUMENT: "un archivo", Kind.LOCATION: "un lugar", Kind.CONTACT: "un contacto",
    }  # fmt: skip
    return f"{kinds[route.kind]} {name}".strip()


BUTTONS = {
    "g": "idioma", "m": "mesa", "u": "comunidad", "f": "borrar mis datos", "av": "mis avisos", "aw": "cómo me avisan",
    "as": "silencio", "fm": "seguir la mesa", "fc": "seguir un compromiso", "xm": "dejar la mesa", "xc": "dejar un compromiso",
    "l": "página de una lista", "q": "uno de los sentidos de una pregunta", "c": "un compromiso", "h": "su historia",
    "w": "quién debe actuar", "s": "sesiones", "e": "una sesión", "v": "su lugar", "k": "su calendario", "o": "responsables",
    "gl": "glosario", "gt": "una palabra", "i": "inicio", "p": "privacidad", "y": "ayuda", "nv": "abrir un aviso",
    "ns": "cuántos días de silencio", "na": "ya lo sé", "ne": "envíos", "nr": "reintentar un envío", "tl": "equipo",
    "tp": "uno del equipo", "tc": "suspender, restaurar, retirar", "ti": "invitar", "tr": "anular una invitación",
    "kl": "contactos de instituciones", "kp": "uno de los contactos", "kt": "suspender, restaurar o retirar a un contacto",
    "pn": "panel", "pi": "el panel en imagen", "pm": "mesas del panel", "pc": "un comando del panel",
    "al": "anuncios", "an": "pausar, seguir o cancelar un anuncio", "sn": "nueva sesión", "sx": "cambiar una sesión",
    "mp": "la mesa", "mx": "cambiar la mesa",
    "ce": "prueba de un cambio", "ew": "retirar una prueba",
    "cc": "cambiar un compromiso", "cw": "empezar un cambio", "d": "respuesta a una pregunta paso a paso",
    "ci": "preguntar a quien otra nombró", "cx": "quitar un canal",
    "ca": "responder por su institución", "cm": "lo que su institución debe",
    "co": "uno de los que su institución debe",
}  # fmt: skip


HEAD = """# Quién puede qué

Cada comando, botón y tecla del bot, probado por cada papel, a solas con el bot y en un grupo (sin ser su administrador). La
tabla se escribe sola con `python -m tests.roles`; una prueba la compara con lo que el bot hace.

- `–`: en un grupo ni lo oye.
- `responde`: responde y no cambia nada.
- `elige`: cambia solo lo que esa persona eligió para sí (idioma, mesa, lo que sigue, lo que está escribiendo).
- `cambia`: cambia datos de la mesa, sus avisos o su equipo.
- `no puede`: dice que le toca a un administrador del grupo, o que se haga a solas.
- `no existe`: responde lo mismo que a cualquier comando o botón que no existe.

«Coordina otra mesa» tiene elegida la mesa que no coordina. Lo que le pasa al chat mismo (entra a un grupo, lo echan, cambia de
número) no depende de quién. Los botones de las preguntas paso a paso (`d`) valen una vez, para quien las está respondiendo.
"""


def page(tried: Sequence[Tried]) -> str:
    return "\n".join([HEAD, *_table(tried, private=True), "", *_table(tried, private=False), ""])


def _table(tried: Sequence[Tried], *, private: bool) -> Iterator[str]:
    cells = {(one.route, one.role): one.outcome for one in tried if one.private is private}
    yield f"## {'A solas' if private else 'En un grupo'}"
    yield ""
    yield f"| | {' | '.join(ROLES)} |"
    yield "|---" * (len(ROLES) + 1) + "|"
    for route in dict.fromkeys(one.route for one in tried):
        yield f"| {route} | {' | '.join(cells[route, role] for role in ROLES)} |"


async def write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'roles.db'}"
        await asyncio.to_thread(upgrade, url)
        database = await open_database(url, Keys.fresh())
        try:
            await prepare(database)
            FILE.write_text(page(await every_try(database, app.languages(read_settings()))), encoding="utf-8")
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(write())
