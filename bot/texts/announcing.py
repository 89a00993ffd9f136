"""An announcement as it is received, and how it goes out: the author's own words, then numbers, never who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.announcements import Announcement, Content, Stopped
from bot.domain.fates import GONE, Fates
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Media, Message, Venue
from bot.domain.notices import GOES, NoticeState, State
from bot.texts.dates import hour, numeric
from bot.texts.deliveries import counts, number
from bot.texts.language import Language
from bot.texts.markup import Html, bold, escape, lines, paragraphs, quote, shorten
from bot.texts.paging import Rows, foot, in_rows, turning

PAGE_SIZE, BLOCKS = 4, 10
FIRST_WORDS = 120  # letters of an announcement that are shown to tell it from others
ALWAYS = (State.SENT, State.PENDING, GONE, State.UNCERTAIN, State.DEAD, State.SKIPPED)
WHERE_ANY = (State.CANCELLED, State.EXPIRED, State.HELD)


def received(language: Language, mesa: Mesa, content: Content) -> Message:
    """What somebody reads, or hears, who chose that language."""
    head = bold(language.say("announce.header", "Aviso de la mesa {mesa}:", mesa=mesa.name))
    venue = _venue(mesa, content)
    if language.code != "qu":
        return Message(paragraphs(head, content.es), media=content.media, venue=venue)
    if content.qu:
        return Message(paragraphs(head, content.qu), media=content.media, venue=venue)
    if content.voice:
        beside = Message("", media=content.media) if content.media else None
        return Message(head, media=Media("voice", content.voice), venue=venue, then=beside)
    honest = language.say("announce.no_quechua", "Este aviso todavía no está escrito en quechua. En castellano es así:")
    return Message(paragraphs(head, honest, content.es), media=content.media, venue=venue)


def _venue(mesa: Mesa, content: Content) -> Venue | None:
    return Venue(*content.place, mesa.name, mesa.territory or mesa.name) if content.place else None


def progress(language: Language, one: Announcement, fates: Fates, expected: int, mesas: Sequence[str]) -> Message:
    """The live message, and at the end the report. expected: how many deliveries it has or is going to have, at most."""
    over = one.over(fates)
    title = (
        language.say("announcing.report", "Informe del anuncio {n}", n=one.number)
        if over
        else language.say("announcing.title", "Anuncio {n}: {state}", n=one.number, state=state(language, one))
    )
    return Message(
        paragraphs(
            lines(bold(title), *mesas),
            quote(shorten(one.content.es, FIRST_WORDS)),
            lines(bar(fates, expected), numbers(language, fates, expected)),
            len(mesas) > 1
            and language.say(
                "announcing.of_all", "Es la suma de {n} mesas; /envios cuenta solo los de una.", n=len(mesas)
            ),
            why(language, one),
            "" if over else commands(language, one),
        ),
        rows=actions(language, one),
    )


def bar(fates: Fates, expected: int) -> str:
    ended = fates.of(*State) - fates.of(State.PENDING, State.SENDING)
    full = ended * BLOCKS // expected if expected else BLOCKS
    return f"{'▓' * full}{'░' * (BLOCKS - full)} {ended * 100 // expected if expected else 100} %"


def numbers(language: Language, fates: Fates, expected: int) -> Html:
    """Each number that there can be, as /envios names them; their sum is `expected`."""
    told = {what: counts(fates, what) for what in (*ALWAYS, *WHERE_ANY)}
    told[State.PENDING] += expected - fates.of(*State)
    return lines(*(number(language, what, n) for what, n in told.items() if n or what in ALWAYS))


def state(language: Language, one: Announcement) -> Html:
    names = {
        NoticeState.OPEN: language.say("announcing.open", "en marcha"),
        NoticeState.PAUSED: language.say("announcing.paused", "en pausa"),
        NoticeState.DONE: language.say("announcing.over", "terminado"),
        NoticeState.CANCELLED: language.say("announcing.cancelled", "cancelado"),
    }
    return names[one.state()]


def why(language: Language, one: Announcement) -> Html | str:
    """Why it was paused, where nobody did it."""
    if one.stopped is None or one.state() is not NoticeState.PAUSED:
        return ""
    reasons = {
        Stopped.ERRORS: language.say(
            "announcing.many_errors",
            "Lo puse en pausa: más de uno de cada cinco envíos falló. Si pulsa «Seguir», sigo con los que esperan.",
        ),
        Stopped.AUTHOR: language.say(
            "announcing.author_left", "Lo puse en pausa: quien lo hizo ya no coordina esta mesa."
        ),
    }
    return reasons[one.stopped]


def actions(language: Language, one: Announcement) -> Rows:
    """What can be done with it now."""
    goes = one.state()
    if goes not in GOES:
        return ()
    pause, on = language.plain("announcing.pause", "Pausar"), language.plain("announcing.go_on", "Seguir")
    first = Button(f"⏸ {pause}", buttons.announcement(one.number, "p"))
    if goes is NoticeState.PAUSED:
        first = Button(f"▶ {on}", buttons.announcement(one.number, "g"))
    cancel = language.plain("announcing.cancel", "Cancelar el anuncio")
    return ((first, Button(f"✖ {cancel}", buttons.announcement(one.number, "x"))),)


def commands(language: Language, one: Announcement) -> Html:
    """The same by command."""
    word = "seguir" if one.state() is NoticeState.PAUSED else "pausar"
    return language.say(
        "announcing.by_command",
        "También: {example} o {command}",
        example=f"/anuncios {word} {one.number}",
        command=f"/anuncios cancelar {one.number}",
    )


def made(language: Language, one: Announcement, most: int, zone: str, *, undo: bool) -> Message:
    """It waits. undo: for the minute in which it can be undone; else until its day and hour."""
    when = (
        language.say("announcing.soon", "Sale en {n} segundos.", n=60)
        if undo
        else language.say("announcing.later", "Sale el {date}.", date=moment(one.begins, ZoneInfo(zone)))
    )
    words = (
        language.plain("announcing.undo", "Deshacer")
        if undo
        else language.plain("announcing.cancel", "Cancelar el anuncio")
    )
    return Message(
        lines(
            bold(
                language.count(
                    "announcing.made",
                    "Anuncio {number} confirmado, hasta {n} envío.",
                    "Anuncio {number} confirmado, hasta {n} envíos.",
                    most,
                    number=one.number,
                )
            ),
            when,
            language.say(
                "announcing.stop_by_command", "Para que no salga: {command}", command=f"/anuncios cancelar {one.number}"
            ),
        ),
        rows=((Button(f"✖ {words}", buttons.announcement(one.number, "x")),),),
    )


def turned(language: Language, one: Announcement, *, begun: bool) -> Message:
    """After an action; the live message tells the numbers again by itself."""
    said = {
        NoticeState.OPEN: language.say("announcing.goes_on", "Anuncio {n}: sigue.", n=one.number),
        NoticeState.PAUSED: language.say("announcing.is_paused", "Anuncio {n}: en pausa.", n=one.number),
    }
    off = (
        language.say(
            "announcing.called_off",
            "Anuncio {n}: cancelado. Lo que esperaba no sale; lo enviado ya llegó.",
            n=one.number,
        )
        if begun
        else language.say("announcing.undone", "Anuncio {n}: deshecho. No se envió a nadie.", n=one.number)
    )
    return Message(said.get(one.state(), off), rows=actions(language, one))


def nothing_to_do(language: Language) -> Message:
    return Message(language.say("announcing.nothing", "Ese anuncio no está, o ya no se puede cambiar."))


def too_often(language: Language, most: int) -> Message:
    return Message(
        language.say(
            "announcing.too_often", "Ya hizo {n} anuncios en una hora. Espere un rato y pulse otra vez.", n=most
        )
    )


def made_before(language: Language) -> Message:
    return Message(
        language.say("announcing.made_before", "Ese anuncio ya estaba hecho. Mire {command}", command="/anuncios")
    )


def listed(
    language: Language,
    mesa: Mesa,
    found: Sequence[tuple[Announcement, Fates]],
    page: int,
    now: datetime,
    *,
    replaces: bool = False,
) -> Message:
    """found: the latest first, each with what became of it in this mesa."""
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    nothing = language.say("announcing.none", "Todavía no hay anuncios. Para hacer uno: {command}", command="/anunciar")
    first = next((one for one, _ in shown if one.state() in GOES), None)
    text = paragraphs(
        lines(
            bold(language.say("announcing.header", "Anuncios")),
            language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
        ),
        *(_row(language, one, fates, mesa, now) for one, fates in shown),
        "" if shown else nothing,
        commands(language, first) if first else "",
        foot(language, page, pages),
    )
    each = [button for one, _ in shown for row in _numbered(actions(language, one), one.number) for button in row]
    turned_to = turning(language, page, pages, lambda number: buttons.announcements(mesa.id, number))
    return Message(text, rows=(*in_rows(each, 2), *((turned_to,) if turned_to else ())), replaces=replaces)


def _row(language: Language, one: Announcement, fates: Fates, mesa: Mesa, now: datetime) -> Html:
    begins, to_come = moment(one.begins, ZoneInfo(mesa.zone)), one.state() is NoticeState.OPEN and now < one.begins
    how = language.say("announcing.to_come", "todavía no sale") if to_come else state(language, one)
    title = bold(language.say("announcing.title", "Anuncio {n}: {state}", n=one.number, state=how))
    return lines(
        Html(f"{title} · {escape(begins)}"),
        quote(shorten(one.content.es, FIRST_WORDS)),
        ""
        if to_come
        else language.say(
            "announcing.sums",
            "Enviados: {n} · Esperan: {late} · Otros: {no}",
            n=fates.of(State.SENT),
            late=fates.of(State.PENDING, State.SENDING),
            no=fates.of(*State) - fates.of(State.SENT, State.PENDING, State.SENDING),
        ),
        why(language, one),
    )


def _numbered(rows: Rows, number: int) -> Rows:
    return tuple(tuple(Button(f"{one.label} {number}", one.data) for one in row) for row in rows)


def moment(when: datetime, zone: tzinfo) -> str:
    here = when.astimezone(zone)
    return f"{numeric(here.date())} {hour(here.time())}"
