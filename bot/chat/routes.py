"""Everything a chat can ask, on one screen. The order of kinds in `Kind` is the order of trying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.chat import (
    card,
    commitments,
    coordinating,
    evidence,
    following,
    glossary,
    groups,
    meetings,
    menus,
    mesa_page,
    notices,
    pages,
    questions,
    responsibles,
    sheets,
    start,
    wizards,
)
from bot.chat.doors import doors
from bot.chat.request import Kind, Request, Route
from bot.domain.buttons import BESIDE
from bot.domain.folding import looks_like_code
from bot.domain.lexicon import Lexicon
from bot.domain.messages import Message
from bot.services.signing import genuine
from bot.store import people
from bot.store.database import Session
from bot.texts.following import choices
from bot.texts.language import Languages
from bot.texts.pages import old_button
from bot.texts.start import labels


def routes(languages: Languages, lexicon: Lexicon) -> tuple[Route, ...]:
    """The one table. A choice may complete what an earlier question was waiting for."""
    table = (
        *first_steps(languages),
        *telling(languages),
        *commands(languages, lexicon),
        *buttons(languages, lexicon),
        *words(languages, lexicon),
        *befallen(languages),
    )
    table = (*coordinating.overseeing(languages, partial(find, table)), *table)
    table = tuple(replace(route, handler=menus.with_offices(route.handler, languages)) for route in table)
    table = tuple(genuine_only(beside(route), languages) if route.kind is Kind.BUTTON else route for route in table)
    open_ = wizards.Wizards(coordinating.wizards_of(languages), languages)
    table = tuple(
        replace(route, handler=open_.before(route.handler)) if route.kind in wizards.ANSWERING else route
        for route in table
    )
    return tuple(finishing(route, table) if route.names in CHOICES else route for route in table)


def first_steps(languages: Languages) -> tuple[Route, ...]:
    """What is chosen once; for a group, by its administrators."""
    _, spoken, free = doors(languages)
    theirs = free(groups.administrators_only)
    return (
        Route(Kind.COMMAND, ("start",), free(start.start), theirs),
        Route(Kind.BUTTON, ("g",), free(start.language_pressed), theirs),
        Route(Kind.BUTTON, ("m",), spoken(start.mesa_pressed), theirs),
        Route(Kind.BUTTON, ("u",), spoken(start.subgroup_pressed), theirs),
        Route(Kind.COMMAND, ("olvidar", "pichay"), spoken(pages.forget), theirs),
        Route(Kind.BUTTON, ("f",), spoken(pages.forget), theirs),
    )


def telling(languages: Languages) -> tuple[Route, ...]:
    """Who follows what, and how they are told; who cannot decide for a group does so alone."""
    _, spoken, free = doors(languages)
    theirs, alone = free(groups.administrators_only), free(groups.alone)
    asked = spoken(partial(following.notices_asked, words=choices(languages)))
    return (
        Route(Kind.COMMAND, ("seguir", "qatipay"), spoken(following.follow_asked), alone),
        Route(Kind.COMMAND, ("dejar", "saqiy"), spoken(following.stop_asked), theirs),
        Route(Kind.COMMAND, ("avisos", "willakuy"), asked, theirs),
        Route(Kind.BUTTON, ("av",), asked, theirs),
        Route(Kind.BUTTON, ("aw",), spoken(following.wish_pressed), theirs),
        Route(Kind.BUTTON, ("as",), spoken(following.snooze_pressed), theirs),
        Route(Kind.BUTTON, ("fm",), spoken(following.follow_pressed), alone),
        Route(Kind.BUTTON, ("fc",), spoken(following.follow_card), alone),
        Route(Kind.BUTTON, ("xm",), spoken(following.stop_pressed), theirs),
        Route(Kind.BUTTON, ("xc",), spoken(following.stop_card), theirs),
    )


def commands(languages: Languages, lexicon: Lexicon) -> tuple[Route, ...]:
    """Spanish first, then the Quechua alias."""
    mesa, spoken, free = doors(languages)
    return (
        Route(Kind.COMMAND, ("compromisos", "compromisokuna"), mesa(commitments.everything)),
        Route(Kind.COMMAND, ("vencidos", "pasasqa"), mesa(commitments.overdue)),
        Route(Kind.COMMAND, ("buscar", "maskhay"), mesa(partial(commitments.search, lexicon=lexicon))),
        Route(Kind.COMMAND, ("sesiones", "hununakuy"), mesa(meetings.upcoming)),
        Route(Kind.COMMAND, ("mesa", "rimanakuy"), mesa(mesa_page.asked)),
        Route(Kind.COMMAND, ("responsables", "ruwaqkuna"), mesa(responsibles.first_page)),
        Route(Kind.COMMAND, ("glosario", "sasa_simi"), spoken(glossary.asked)),
        Route(Kind.COMMAND, ("idioma", "simi"), free(pages.choose_again)),
        Route(Kind.COMMAND, ("privacidad", "amachay"), spoken(pages.privacy)),
        Route(Kind.COMMAND, ("ayuda", "yanapay", "help"), spoken(pages.help_)),
        *coordinating.commands(languages),
        Route(Kind.COMMAND, (), spoken(pages.unknown_command)),
    )


def buttons(languages: Languages, lexicon: Lexicon) -> tuple[Route, ...]:
    """By the first word of their data (bot/domain/buttons.py)."""
    _, spoken, _ = doors(languages)
    return (
        Route(Kind.BUTTON, ("l",), spoken(partial(commitments.pressed, lexicon=lexicon))),
        Route(Kind.BUTTON, ("q",), spoken(partial(questions.chosen, languages=languages, lexicon=lexicon))),
        Route(Kind.BUTTON, ("c",), spoken(card.pressed)),
        Route(Kind.BUTTON, ("h",), spoken(card.history)),
        Route(Kind.BUTTON, ("ce",), spoken(evidence.pressed)),
        Route(Kind.BUTTON, ("w",), spoken(card.who)),
        Route(Kind.BUTTON, ("s",), spoken(meetings.pressed)),
        Route(Kind.BUTTON, ("e",), spoken(meetings.one)),
        Route(Kind.BUTTON, ("v",), spoken(meetings.pin)),
        Route(Kind.BUTTON, ("k",), spoken(meetings.calendar)),
        Route(Kind.BUTTON, ("o",), spoken(responsibles.pressed)),
        Route(Kind.BUTTON, ("gl",), spoken(glossary.turned)),
        Route(Kind.BUTTON, ("gt",), spoken(glossary.pressed)),
        Route(Kind.BUTTON, ("i",), spoken(pages.home)),
        Route(Kind.BUTTON, ("p",), spoken(pages.privacy)),
        Route(Kind.BUTTON, ("y",), spoken(pages.help_)),
        Route(Kind.BUTTON, ("nv",), spoken(notices.opened)),
        Route(Kind.BUTTON, ("ns",), spoken(notices.silence)),
        Route(Kind.BUTTON, ("mp",), spoken(mesa_page.pressed)),
        *coordinating.buttons(languages),
        Route(Kind.BUTTON, (), spoken(pages.old_button)),
    )


def words(languages: Languages, lexicon: Lexicon) -> tuple[Route, ...]:
    """The big buttons' labels in every language, a code, plain words, and what cannot be read."""
    mesa, spoken, _ = doors(languages)
    label = labels(languages)
    return (
        Route(Kind.LABEL, label["commitments"], mesa(commitments.everything)),
        Route(Kind.LABEL, label["overdue"], mesa(commitments.overdue)),
        Route(Kind.LABEL, label["meetings"], mesa(meetings.upcoming)),
        Route(Kind.LABEL, label["responsibles"], mesa(responsibles.first_page)),
        Route(Kind.LABEL, label["search"], mesa(commitments.ask_words)),
        Route(Kind.LABEL, label["help"], spoken(pages.help_)),
        Route(Kind.CODE, (), spoken(partial(questions.code, languages=languages, lexicon=lexicon))),
        Route(Kind.TEXT, (), spoken(partial(questions.plain_words, languages=languages, lexicon=lexicon))),
        Route(Kind.DOCUMENT, (), spoken(sheets.document), ahead=sheets.ahead),
        *(Route(kind, (), spoken(pages.media)) for kind in MEDIA),
    )


def befallen(languages: Languages) -> tuple[Route, ...]:
    """What nobody asked, but befell the chat."""
    _, _, free = doors(languages)
    return (
        Route(Kind.JOINED, (), free(groups.joined)),
        Route(Kind.CHANNEL, (), free(groups.channel)),
        Route(Kind.REMOVED, (), groups.gone),
        Route(Kind.MOVED, (), groups.moved),
        Route(Kind.BLOCKED, (), groups.gone),
        Route(Kind.UNBLOCKED, (), groups.back),
    )


MEDIA = (Kind.VOICE, Kind.PHOTO, Kind.STICKER, Kind.LOCATION, Kind.CONTACT)
CHOICES = (("g",), ("m",), ("u",))  # pressing one of these may complete what an earlier question was waiting for


def find(table: Sequence[Route], kind: Kind, name: str) -> Route | None:
    """The route that names it, else the one that takes all of its kind."""
    of_kind = [route for route in table if route.kind is kind]
    named = (route for route in of_kind if name in route.names)
    return next(named, None) or next((route for route in of_kind if not route.names), None)


def beside(route: Route) -> Route:
    """A button that says so leaves its message as it stands: a reminder is not to be lost for a card."""

    async def press(request: Request, db: Session) -> Message:
        if request.data[-1:] != (BESIDE,):
            return await route.handler(request, db)
        answer = await route.handler(replace(request, data=request.data[:-1]), db)
        return replace(answer, replaces=False)

    return replace(route, handler=press)


def genuine_only(route: Route, languages: Languages) -> Route:
    """What lacks the tag it needs, or has another one, is answered as any old button is, and nothing is looked at for it."""

    async def press(request: Request, db: Session) -> Message:
        if genuine(db.vault, request.chat, request.pressed):
            return await route.handler(request, db)
        return old_button(languages.named(request.settings.language or "es"))

    return replace(route, handler=press)


def finishing(route: Route, table: Sequence[Route]) -> Route:
    """After the last choice, answer what was asked before it."""

    async def choose(request: Request, db: Session) -> Message:
        chosen = await route.handler(request, db)
        settings = await people.settings(db, request.chat)
        if not chosen.keyboard and not (chosen.then and chosen.then.keyboard):
            return chosen  # another choice comes first
        if not settings.target:
            return chosen
        target, settings = settings.target, replace(settings, target="")
        await people.remember(db, request.chat, settings)
        answer = await waiting(target, replace(request, settings=settings), table, db)
        return last(chosen, answer)

    return replace(route, handler=choose)


async def waiting(target: str, request: Request, table: Sequence[Route], db: Session) -> Message:
    """The answer to what was kept: a bare command, a code or a label."""
    if target.startswith("/"):
        kind, name, text = Kind.COMMAND, target[1:], ""
    else:
        kind, name, text = (Kind.CODE if looks_like_code(target) else Kind.LABEL), target, target
    route = find(table, kind, name)
    if route is None:
        raise LookupError("the route table has no row for what was asked")
    return await route.handler(replace(request, kind=kind, command=name, text=text, data=()), db)


def last(message: Message, following: Message) -> Message:
    """`following` said at the end of the chain."""
    return replace(message, then=last(message.then, following) if message.then else following)
