"""Loading and exporting: a coordinator sends CSV files, reads what they would change, and confirms or not.

A draft keeps which files Telegram holds, not what they hold: at each answer, and at "Confirmar", they are fetched again,
before the transaction. So a draft stays small, nothing of a file lies in our database before it is confirmed, and what is
written is planned anew on what is stored then. `mark` tells what was shown; if that is not what would happen, nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.chat import pages as answers
from bot.chat.here import mesa_at_hand
from bot.chat.reach import reach_of
from bot.chat.request import MOST_FETCHED, Attachment, Kind, Request
from bot.chat.wizards import CONFIRM, Desk, Given, Misread, Step, Turned, Wizard, begin, given_by, question
from bot.domain.drafts import Values, begun
from bot.domain.finding import mesas_named
from bot.domain.limits import Budget
from bot.domain.messages import Media, Message
from bot.services.corrected import superseded
from bot.services.exporting import export
from bot.services.loading import Foreseen, LoadRefused, Otherwise, Report, foresee, load_as_foreseen
from bot.services.reaching import Reach
from bot.services.reporting import lines_of, render_report
from bot.services.tables import NamedTable
from bot.services.telling_team import tell_team
from bot.store import drafts
from bot.store.database import Session
from bot.texts import pages
from bot.texts import sheets as texts
from bot.texts.language import Language

NAME = "load"
MOST_FILES, LONGEST_NAME = 8, 60
MEGABYTE = 1024 * 1024
# Of one load: lines that are read, things that are written. A row costs 5 ms to write, in which nobody else writes; the
# command line takes more.
MOST_LINES, MOST_CHANGES = 2_000, 500
TABLES = ("text/csv", "text/comma-separated-values")
Files = Sequence[Sequence[Any]]  # (file_id, name, bytes) of each, as the draft keeps them


def is_table(attachment: Attachment | None) -> bool:
    """By its name or by what the sender calls it; what it is tells the reading."""
    if attachment is None or attachment.media.kind != "document":
        return False
    return attachment.name.casefold().endswith(".csv") or attachment.mime.casefold() in TABLES


def with_file(files: Files, one: Attachment) -> Files:
    """One of the same name is a corrected one: it takes the other's place; of another name, see `superseded`."""
    name = (one.name or "archivo.csv")[-LONGEST_NAME:]
    others = [known for known in files if known[1] != name]
    return [*others, [one.media.file_id, name, one.size]]


def fits(files: Files) -> bool:
    return len(files) <= MOST_FILES and sum(size for _, _, size in files) <= MOST_FETCHED


async def ahead(request: Request, db: Session) -> Request:
    """Which files are to be fetched: those of a load, for who may load. Nobody else makes us fetch anything."""
    found = await drafts.find(db, request.chat, request.now) if request.private else None
    if not request.private or (found is not None and found.what != NAME):
        return request
    files: Files = found.values["files"] if found else []
    if request.kind is Kind.BUTTON:
        if found is None or request.data[1:] != (found.mark, str(found.revision), CONFIRM):
            return request
    elif request.attachment is not None and is_table(request.attachment):
        files = with_file(files, request.attachment)
    else:
        return request
    if not fits(files) or await reach_of(request, db) is None:
        return request
    return replace(request, wanted=tuple(Attachment(Media("document", file), name) for file, name, _ in files))


def contents(request: Request, files: Files) -> list[NamedTable] | None:
    """What was fetched of them; None: not all of it."""
    got = {one.media.file_id: body for one, body in zip(request.wanted, request.files or (), strict=False)}
    if not files or any(file not in got for file, _, _ in files):
        return None
    return [NamedTable(name, got[file]) for file, name, _ in files]


def names(files: Files) -> list[str]:
    return [name for _, name, _ in files]


async def may(request: Request, values: dict[str, Any], db: Session) -> bool:
    return await reach_of(request, db) is not None


async def reach(desk: Desk) -> Reach:
    found = await reach_of(desk.request, desk.db)
    if found is None:
        raise LookupError("who may not load was asked")
    return found


async def looked_at(desk: Desk, tables: Sequence[NamedTable]) -> Foreseen:
    """LoadRefused."""
    return await foresee(desk.db, tables, mesa=desk.values["mesa"], only=(await reach(desk)).only)


async def taken(desk: Desk, given: Given) -> Values:
    """The draft with one more file; its mark is that of what would change, "" if nothing can be confirmed. Misread."""
    if given.attachment is None or not is_table(given.attachment):
        raise Misread(texts.not_a_table(desk.language))
    files = with_file(desk.values["files"], given.attachment)
    if len(files) > MOST_FILES:
        raise Misread(texts.too_many(desk.language, MOST_FILES))
    if not fits(files):
        raise Misread(texts.too_large(desk.language, MOST_FETCHED // MEGABYTE))
    tables = contents(desk.request, files)
    if tables is None:
        raise Misread(texts.not_fetched(desk.language))
    *others, new = tables
    gone = superseded(new, others, desk.values["mesa"])
    files = [one for one in files if one[1] not in gone]
    tables = [one for one in tables if one.name not in gone]
    if sum(len(table.content.splitlines()) for table in tables) > MOST_LINES:
        raise Misread(texts.too_long(desk.language, MOST_LINES))
    try:
        found = await looked_at(desk, tables)
    except LoadRefused:
        return {"files": files, "gone": gone, "mark": ""}
    if found.report.changing > MOST_CHANGES:
        raise Misread(texts.too_much(desk.language, MOST_CHANGES))
    return {"files": files, "gone": gone, "mark": "" if found.report.unchanged else found.mark}


async def read(desk: Desk, given: Given) -> Values:
    """Never the last answer: another file may follow. The step is open as long as there is nothing to confirm."""
    raise Turned(await taken(desk, given))


async def shown(desk: Desk) -> Message:
    """What the files would change, or what is wrong with them; first which of them took another's place."""
    files, gone = desk.values["files"], desk.values.get("gone")
    if not files:
        return texts.which_files(desk.language)
    said = await told_of(desk, files)
    return texts.in_place_of(desk.language, names(files)[-1], gone, said) if gone else said


async def told_of(desk: Desk, files: Files) -> Message:
    tables = contents(desk.request, files)
    if tables is None:
        return texts.waiting(desk.language, names(files))
    try:
        report = (await looked_at(desk, tables)).report
    except LoadRefused as refused:
        return texts.problems(desk.language, names(files), list(map(str, refused.problems)))
    return foreseen(desk.language, files, report)


def foreseen(language: Language, files: Files, report: Report) -> Message:
    told = lines_of(report)
    if report.unchanged:
        return texts.unchanged(language, names(files), told[1:])
    return texts.foreseen(language, names(files), told)


async def apply(desk: Desk) -> Message:
    """Everything is read and planned again; what was shown happens, or nothing."""
    request, values, db = desk.request, desk.values, desk.db
    tables = contents(request, values["files"])
    if tables is None:
        return texts.not_fetched_now(desk.language, await again(desk, {}))
    found = await reach(desk)
    mesas = {one.slug: one for one in found.mesas}
    actors = {slug: found.actor(db, one, request.chat) for slug, one in mesas.items()}
    others = found.actor(db, None, request.chat)
    try:
        report = await load_as_foreseen(
            db,
            tables,
            values["mark"],
            actor=others,
            actors=actors,
            now=request.now,
            mesa=values["mesa"],
            only=found.only,
        )
    except Otherwise as other:
        if other.now.report.unchanged:
            return foreseen(desk.language, values["files"], other.now.report)
        return texts.otherwise(desk.language, await again(desk, {"mark": other.now.mark}))
    except LoadRefused:
        return texts.otherwise(desk.language, await again(desk, {"mark": ""}))
    for slug, events in report.events.items():
        if slug in mesas:
            await tell_team(db, mesas[slug].id, events, actors[slug], request.now)
    return texts.loaded(desk.language, [line for line in render_report(report) if not line.startswith("  ")])


async def again(desk: Desk, values: Values) -> Message:
    """The draft goes on: what would change now, to be confirmed or not."""
    draft = desk.draft.showing(values, desk.request.now)
    await drafts.keep(desk.db, desk.request.chat, draft)
    return await question(LOAD, replace(desk, draft=draft))


FILES = Step("files", shown, read, lambda values: not values["mark"])
LOAD = Wizard(NAME, (FILES,), may, shown, apply, more=FILES)


async def started(request: Request, found: Reach, db: Session) -> dict[str, Any]:
    at_hand = await mesa_at_hand(request, db)
    return {"mesa": found.mesa(at_hand.slug if at_hand else ""), "files": [], "mark": ""}


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/cargar`"""
    found = await reach_of(request, db)
    if found is None:
        return pages.unknown_command(language)
    return await begin(LOAD, await started(request, found, db), request, language, db)


async def document(request: Request, language: Language, db: Session) -> Message:
    """A file that nobody asked for: a table of who may load begins a load; anything else is what it always is."""
    found = await reach_of(request, db) if is_table(request.attachment) else None
    if found is None:
        return await answers.media(request, language, db)
    start = await started(request, found, db)
    desk = Desk(request, language, begun(NAME, start, request.now), db)
    try:
        values = start | dict(await taken(desk, given_by(request)))
    except Misread as misread:
        return Message(misread.why)
    tables = contents(request, values["files"])
    if not values["mark"] and tables is not None and await nothing_changes(desk, tables):
        return texts.unchanged(language, names(values["files"]), [])
    return await begin(LOAD, values, request, language, db)


async def nothing_changes(desk: Desk, tables: Sequence[NamedTable]) -> bool:
    try:
        return (await looked_at(desk, tables)).report.unchanged
    except LoadRefused:
        return False


async def exported(request: Request, language: Language, db: Session) -> Message:
    """`/exportar [mesa]`: of who may load it; without its name, the mesa at hand."""
    found, at_hand = await reach_of(request, db), await mesa_at_hand(request, db)
    if found is None:
        return pages.unknown_command(language)
    usual = found.mesa(at_hand.slug if at_hand else "")
    named = mesas_named(request.text or usual, found.mesas)
    if len(named) != 1:
        return pages.unknown_command(language)
    (mesa,) = named
    if not request.spend(Budget.EXPORT):
        return pages.too_much(language)
    made = await export(db, mesa)
    return texts.exported(language, mesa.name, [(one.name, one.content) for one in made])
