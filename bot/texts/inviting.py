"""What somebody hears who opens an invitation. Coordinators' screens are Spanish until a person has written them in Quechua."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import buttons
from bot.domain.messages import Button, Message
from bot.domain.recipients import Recipient, Role, number_of
from bot.texts.language import Language
from bot.texts.markup import bold, paragraphs
from bot.texts.offices import entrance
from bot.texts.questions import spanish_from
from bot.texts.start import command_menu


def welcome(language: Language, became: Recipient, place: str, then: Message) -> Message:
    """place: the name of the mesa or the institution."""
    role = became.role
    said = {
        Role.COORDINATOR: language.say(
            "invite.coordinator", "Desde ahora usted coordina en el bot: {place}.", place=bold(place)
        ),
        Role.CONTACT: language.say("invite.contact", "Desde ahora recibe los avisos para: {place}.", place=bold(place)),
        Role.ADMIN: language.say("invite.admin", "Desde ahora usted administra el bot."),
    }[role]
    forget = language.say("invite.forget", "Si escribe /olvidar, también deja este cargo.")
    welcome = Message(paragraphs(said, forget), rows=(ways(language, became),), menu=command_menu(language))
    return replace(welcome, then=replace(then, menu=None))


def ways(language: Language, became: Recipient) -> tuple[Button, ...]:
    """Where their work begins, each a command too: /panel, /equipo, /mis_compromisos."""
    if became.role is Role.CONTACT:
        return (Button(language.plain("contact.mine", "Mis compromisos"), buttons.beside(buttons.owed_by_me())),)
    mesa = number_of(became.scope)
    panel = buttons.panel(mesa) if mesa else buttons.panel_mesas()
    return Button(language.plain("panel.open", "Panel"), buttons.beside(panel)), entrance(language, mesa)


def refused(language: Language, then: Message) -> Message:
    """One text for a link that is wrong, used, too old or taken back, and for too many tries."""
    said = language.say("invite.refused", "Esta invitación no sirve. Pida otra a quien se la dio.")
    return replace(then, text=paragraphs(spanish_from(language, "invite.refused", said), then.text))


def link(bot: str, payload: str) -> str:
    """What opens it in the bot of that username; the payload alone while that is not known."""
    return f"https://t.me/{bot}?start={payload}" if bot else payload
