"""The composition root: builds, starts and stops everything, in mirrored order."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path

from bot import failpoints, logs
from bot.chat.asking import ask as answer
from bot.chat.routes import routes
from bot.clock import clock_of, system_clock
from bot.config import Settings
from bot.domain.lexicon import Lexicon
from bot.domain.limits import Limits
from bot.domain.messages import Message
from bot.domain.people import Settings as Choices
from bot.domain.quiet import read_hour, read_quiet_hours
from bot.scheduler import Reminding, ticking
from bot.services import inviting
from bot.services.delivering import Desk
from bot.services.following import on_gone, on_moved
from bot.services.heads import heads_txt
from bot.services.inviting import Office
from bot.services.printing import Printer
from bot.services.trusting import Trust
from bot.store import mesas, version
from bot.store.beside import Beside
from bot.store.database import Database, obtain_keys, open_database
from bot.store.election import Election
from bot.store.engines import sqlite_file
from bot.store.keys import Keys, decode_recovery, encode_recovery
from bot.store.lockfile import run_lock
from bot.texts import keywords, terms
from bot.texts.language import Language, Languages
from bot.texts.language import load as load_languages
from bot.texts.markup import paragraphs, plain
from bot.texts.pages import failed, too_much
from bot.tg.bots import application, connections_for, link_with
from bot.tg.dispatch import Dispatcher
from bot.tg.health import Health
from bot.tg.ingest import Ingest
from bot.tg.leaving import leave_groups
from bot.tg.outgoing import Outgoing
from bot.tg.pacer import Pacer
from bot.tg.polling import Poller
from bot.tg.progress import Progress
from bot.tg.sender import Sender
from bot.tg.watchdog import watch

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
Announce = Callable[[str], object]
_languages, _lexicon = cache(load_languages), cache(keywords.load)  # read once a process

APOLOGY_LANGUAGES = ("qu", "es")
STOP_SECONDS = 20.0


class Refused(Exception):
    """What was asked cannot be done; one clear line says why and what to do."""


def languages(settings: Settings) -> Languages:
    """Refused: a glossary file cannot be used."""
    try:
        return _languages(LOCALES, settings.quechua)
    except terms.TermsRefused as refused:
        raise Refused(str(refused)) from None


def lexicon() -> Lexicon:
    """The words people ask with; Refused: a keywords file cannot be read."""
    gc.disable()  # all of it stays: looking through what was imported while it is read took half of the time
    try:
        return _lexicon(LOCALES)
    except keywords.KeywordsRefused as refused:
        raise Refused(str(refused)) from None
    finally:
        gc.enable()


async def prepare(settings: Settings) -> tuple[Keys, bool]:
    """Bring the tables up to date and have keys; the second: whether they were made just now. The run lock is held."""
    file = sqlite_file(settings.database_url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    await asyncio.to_thread(upgrade, settings.database_url)
    fresh = not settings.keys_file.exists()
    return await obtain_keys(settings.database_url, settings.keys_file), fresh


def upgrade(url: str) -> None:
    """The tables as this program needs them; nothing where they are."""
    if version.current(url) != version.head():
        from bot.store import migrations  # noqa: PLC0415 (11 MB that most starts never need)

        migrations.upgrade(url)


async def migrate(settings: Settings, announce: Announce) -> int:
    """Tables and keys; the paper key is printed once, when the keys are made."""
    with run_lock(settings.database_url):
        keys, fresh = await prepare(settings)
    announce(f"base de datos al día: {version.head()}")
    if fresh:
        announce(f"claves nuevas en {settings.keys_file}. Guarde esta clave de papel; no se muestra otra vez:")
        announce(encode_recovery(keys))
    return 0


@asynccontextmanager
async def beside(settings: Settings) -> AsyncIterator[Database]:
    """The database as it stands, for what runs beside the bot; never migrates, never makes keys."""
    if await asyncio.to_thread(version.current, settings.database_url) != version.head():
        raise Refused("la base de datos no está al día: ejecute primero  python -m bot migrate")
    keys = Keys.load(settings.keys_file)
    database = await open_database(settings.database_url, keys, Beside(settings.keys_file))
    try:
        yield database
    finally:
        await database.close()


async def run(settings: Settings, announce: Announce, stop: asyncio.Event | None = None) -> int:
    """The bot, until SIGTERM, Ctrl+C or `stop`; the exit code. RunLocked, WrongKeys, Refused."""
    token = settings.token.get_secret_value()
    if not token:
        raise Refused("falta BOT_TOKEN: pídalo a @BotFather, o pruebe  python3 dev.py demo")
    logs.configure(settings.log_format, (token,))
    failpoints.arm(settings.failpoint)
    with run_lock(settings.database_url):
        keys, _ = await prepare(settings)
        database = await open_database(settings.database_url, keys, Beside(settings.keys_file))
        try:
            stop = stop or stop_on_signals(asyncio.Event())
            await serve_people(settings, token, database, announce, stop)
        finally:
            await database.close()
    return 0


async def serve_people(
    settings: Settings, token: str, database: Database, announce: Announce, stop: asyncio.Event
) -> None:
    """Poll, answer, show health; once `stop` is set leave, with every answer said that was on its way."""
    spoken, health = languages(settings), Health()
    ptb, sending, polling = application(token, settings.api_url, connections_for(settings.sends_per_second))
    clock = clock_of(settings.test_clock)
    apology, warning = (in_both(spoken, text) for text in (failed, too_much))
    limits = None if settings.test else Limits()
    dispatcher = Dispatcher(ptb, database, routes(spoken, lexicon()), clock, limits, warning, sending)
    pacer, trust = Pacer(settings.sends_per_second), Trust(clock)
    health.believed = trust.believed
    ingest = Ingest(dispatcher, Outgoing(sending, health, pacer), health, apology)
    office = Election(settings.database_url, "yuyachiq.poller")
    poller = Poller(polling, ingest, health, ptb.initialize, office.held)
    async with AsyncExitStack() as stack:
        for caller in (sending, polling):
            await stack.enter_async_context(caller.request)
        stack.push_async_callback(ptb.shutdown)
        stack.push_async_callback(office.leave)
        if settings.web_bind:
            from bot.web.app import serve  # noqa: PLC0415 (3 MB that a bot without pages never needs)

            web = serve(settings.web_bind, health.report, partial(heads_txt, database))
            announce(f"listening {await stack.enter_async_context(web)}")
        leaving = partial(leave_groups, database, sending, spoken, clock)
        reminding = Reminding(trust, read_hour(settings.remind_at), settings.tick_seconds, (leaving,), health.tick)
        await stack.enter_async_context(ticking(database, clock, reminding=reminding))
        quiet = read_quiet_hours(settings.quiet_hours)
        desk, printer = Desk(health.set_aside.update), Printer(spoken, health.set_aside.update)
        sender = Sender(database, sending, desk.letters, printer, health, clock, quiet, pacer, on_gone, on_moved)
        await stack.enter_async_context(at_work(sender.run, stop))
        progress = Progress(database, Outgoing(sending, health, pacer), spoken, clock, health)
        await stack.enter_async_context(at_work(progress.run, stop))
        stack.callback(watch(health).set)
        settle_down()
        await poller.run(stop)
        await ingest.finish(STOP_SECONDS)


def in_both(spoken: Languages, text: Callable[[Language], Message]) -> Message:
    """What is said before it is known, or looked up, which language somebody chose."""
    return Message(paragraphs(*(text(spoken[code]).text for code in APOLOGY_LANGUAGES)))


@asynccontextmanager
async def at_work(
    work: Callable[[asyncio.Event], Coroutine[object, object, None]], everything: asyncio.Event
) -> AsyncIterator[None]:
    """`work` beside the block; told to stop at its end, and waited for. Work that dies stops `everything`, and is raised."""
    stop = asyncio.Event()
    working = asyncio.create_task(work(stop))
    working.add_done_callback(lambda _: None if stop.is_set() else everything.set())
    try:
        yield
    finally:
        stop.set()
        await working


def settle_down() -> None:
    """For short answers (dev.py bench): what was built to stay is never looked at again by the collector, which comes by
    rarely; and the database's thread waits a millisecond for its turn, not five."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    sys.setswitchinterval(0.001)


def stop_on_signals(stop: asyncio.Event) -> asyncio.Event:
    """Set `stop` when asked to. The first SIGTERM or SIGINT asks to stop; the second finds the default again and ends at once."""
    loop = asyncio.get_running_loop()

    def asked() -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, asked)
    return stop


class Undone(Exception):
    """Carries what is only tried out of its transaction, which is rolled back."""


async def ask(settings: Settings, text: str, *, language: str, mesa: str) -> str:
    """The answer a member would get, as plain text; what a chat would remember of it is undone."""
    spoken = languages(settings)
    if language not in spoken:
        raise Refused(f"--language {language}: los idiomas son {', '.join(spoken)}")
    table, message = routes(spoken, lexicon()), None
    async with beside(settings) as database:
        with suppress(Undone):
            async with database.transaction() as db:
                known = [one.slug for one in await mesas.all_mesas(db)]
                if mesa and mesa not in known:
                    raise Refused(f"--mesa {mesa}: las mesas son {', '.join(known)}")
                message = await answer(text, Choices(language, mesa), db, table, system_clock())
                raise Undone
    return "\n\n".join(plain(part.text) for part in said(message))


def said(message: Message | None) -> list[Message]:
    """A message and all that follows it."""
    return [message, *said(message.then)] if message else []


async def invite(settings: Settings, office: Office, *, mesa: str, institution: str) -> str:
    """A link that makes whoever opens it first hold that office; NotInvitable. Without our username, what stands in it."""
    async with beside(settings) as database, database.transaction() as db:
        payload = await inviting.invite(db, office, clock_of(settings.test_clock)(), mesa=mesa, institution=institution)
    return await link_with(payload, settings.token.get_secret_value(), settings.api_url)


def recover_key(settings: Settings, typed: str) -> str:
    """Write the keys file anew from the paper key, and say where; an existing file is never overwritten."""
    keys = decode_recovery(typed)
    try:
        keys.write(settings.keys_file)
    except FileExistsError:
        raise Refused(f"{settings.keys_file} ya existe: no se toca") from None
    return f"claves rehechas en {settings.keys_file}; compruébelas con  python -m bot doctor"
