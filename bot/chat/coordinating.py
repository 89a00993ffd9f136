"""What only those ask who have an office: coordinators, administrators, contacts. To everybody else there is none of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.chat import (
    announce,
    announcements,
    answering,
    call_session,
    change,
    change_mesa,
    change_session,
    change_status,
    channels,
    create,
    deliveries,
    extend,
    inviting_contact,
    mesa_page,
    notices,
    offices,
    owe,
    panel,
    rectify,
    sessions,
    sheets,
    speaking,
    withdraw,
    wizards,
)
from bot.chat.contact_routes import contact_buttons, contact_commands
from bot.chat.doors import doors
from bot.chat.request import Kind, Route
from bot.texts.language import Languages


def commands(languages: Languages) -> tuple[Route, ...]:
    _, spoken, _ = doors(languages)
    return (
        Route(Kind.COMMAND, ("enterado",), spoken(notices.enterado)),
        Route(Kind.COMMAND, ("envios",), spoken(deliveries.asked), ahead=deliveries.counted),
        Route(Kind.COMMAND, ("cancelar",), spoken(wizards.given_up)),
        Route(Kind.COMMAND, ("cargar",), spoken(sheets.asked)),
        Route(Kind.COMMAND, ("exportar",), spoken(sheets.exported)),
        Route(Kind.COMMAND, ("estado",), spoken(change_status.asked)),
        Route(Kind.COMMAND, ("equipo",), spoken(partial(offices.asked, languages=languages))),
        Route(Kind.COMMAND, ("anunciar",), spoken(partial(announce.asked, languages=languages))),
        Route(Kind.COMMAND, ("anuncios",), spoken(announcements.asked), ahead=deliveries.counted),
        Route(Kind.COMMAND, ("canal",), spoken(channels.asked)),
        Route(Kind.COMMAND, ("sesion",), spoken(sessions.asked)),
        Route(Kind.COMMAND, ("prorrogar",), spoken(extend.asked)),
        Route(Kind.COMMAND, ("responsable",), spoken(owe.asked)),
        Route(Kind.COMMAND, ("compromiso",), spoken(create.asked)),
        Route(Kind.COMMAND, ("corregir",), spoken(rectify.asked)),
        Route(Kind.COMMAND, ("retirar",), spoken(withdraw.asked)),
        *contact_commands(spoken),
    )


def buttons(languages: Languages) -> tuple[Route, ...]:
    """By the first word of their data (bot/domain/buttons.py)."""
    _, spoken, _ = doors(languages)
    return (
        Route(Kind.BUTTON, ("na",), spoken(notices.acknowledge)),
        Route(Kind.BUTTON, ("ne",), spoken(deliveries.turned), ahead=deliveries.counted),
        Route(Kind.BUTTON, ("nr",), spoken(deliveries.retry)),
        Route(Kind.BUTTON, ("tl",), spoken(offices.opened)),
        Route(Kind.BUTTON, ("tp",), spoken(offices.member_pressed)),
        Route(Kind.BUTTON, ("tc",), spoken(partial(offices.turn_pressed, languages=languages))),
        Route(Kind.BUTTON, ("ti",), spoken(offices.invite_pressed)),
        Route(Kind.BUTTON, ("tr",), spoken(offices.revoke_pressed)),
        Route(Kind.BUTTON, ("kl",), spoken(speaking.opened)),
        Route(Kind.BUTTON, ("kp",), spoken(speaking.pressed)),
        Route(Kind.BUTTON, ("kt",), spoken(partial(speaking.turn_pressed, languages=languages))),
        Route(Kind.BUTTON, ("al",), spoken(announcements.turned), ahead=deliveries.counted),
        Route(Kind.BUTTON, ("an",), spoken(announcements.pressed)),
        Route(Kind.BUTTON, ("cx",), spoken(channels.part_pressed)),
        Route(Kind.BUTTON, ("sn",), spoken(sessions.new_pressed)),
        Route(Kind.BUTTON, ("sx",), spoken(sessions.change_pressed)),
        Route(Kind.BUTTON, ("mx",), spoken(mesa_page.change_pressed)),
        Route(Kind.BUTTON, ("cc",), spoken(change.pressed)),
        Route(Kind.BUTTON, ("cw",), spoken(change.begun)),
        Route(Kind.BUTTON, ("ew",), spoken(withdraw.pressed)),
        *contact_buttons(spoken),
        Route(
            Kind.BUTTON, ("d",), spoken(wizards.Wizards(wizards_of(languages), languages).pressed), ahead=sheets.ahead
        ),
    )


def overseeing(languages: Languages, way: Callable[[Kind, str], Route | None]) -> tuple[Route, ...]:
    """The coordinators' panel, which leads to the rest of the table."""
    _, spoken, _ = doors(languages)
    turned = partial(panel.turned, way=way)
    return (
        Route(Kind.COMMAND, ("panel",), spoken(partial(panel.asked, way=way)), ahead=panel.counted),
        Route(Kind.BUTTON, ("pn",), spoken(turned), ahead=panel.counted),
        Route(Kind.BUTTON, ("pi",), spoken(panel.pictured), ahead=panel.counted),
        Route(Kind.BUTTON, ("pm",), spoken(panel.choosing)),
        Route(Kind.BUTTON, ("pc",), spoken(partial(panel.begun, way=way))),
    )


def wizards_of(languages: Languages) -> tuple[wizards.Wizard, ...]:
    return (*WIZARDS, announce.wizard(languages))


WIZARDS = (
    change_status.STATUS,
    sheets.LOAD,
    extend.EXTEND,
    owe.OWE,
    create.CREATE,
    rectify.RECTIFY,
    withdraw.WITHDRAW,
    inviting_contact.CONTACT,
    *answering.EACH,
    call_session.CALL,
    change_session.CHANGE,
    change_mesa.MESA,
)
