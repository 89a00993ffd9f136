"""Channels that hear of a mesa, by opaque codes. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.channels import Turn, part_button
from bot.domain.history import Recorded
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.offices import doer
from bot.texts.paging import in_rows


def short(code: str) -> str:
    """ "4f2a91c0" → "4F2A" """
    return code[:4].upper()


def page(language: Language, mesa: Mesa, codes: Sequence[str], bot: str) -> Message:
    """codes: of those that hear of it. bot: our username, "" unknown."""
    each = language.say("channel.each", "Canales: {codes}", codes=", ".join(map(short, codes)))
    text = paragraphs(
        lines(
            bold(language.say("channel.header", "Canales que reciben los avisos")),
            language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
        ),
        each if codes else language.say("channel.none", "Ningún canal recibe los avisos de esta mesa."),
        language.say(
            "channel.how",
            "Para unir un canal, haga al bot su administrador, con permiso de publicar. Recibirá los avisos de esta mesa.",
        ),
        codes
        and language.say(
            "channel.by_command", "Para quitar uno: {example}", example=f"/canal quitar {short(codes[0])}"
        ),
    )
    part = [
        Button(language.plain("channel.part", "Quitar {code}", code=short(code)), part_button(mesa.id, code))
        for code in codes
    ]
    url = f"https://t.me/{bot}?startchannel&admin=post_messages"
    to_join = ((Button(language.plain("channel.join", "Unir un canal"), url=url),),) if bot else ()
    return Message(text, rows=(*in_rows(part, 2), *to_join))


def joined(language: Language, mesa: Mesa, code: str) -> Message:
    """To who coordinates, alone."""
    return Message(
        lines(
            language.say("group.channel", "El canal recibe desde ahora los avisos de: {mesa}", mesa=bold(mesa.name)),
            language.say("channel.by_command", "Para quitar uno: {example}", example=f"/canal quitar {short(code)}"),
        )
    )


def parted(language: Language, code: str) -> Message:
    return Message(
        language.say(
            "channel.parted",
            "El canal {code} ya no recibe los avisos de esta mesa. El bot sigue ahí, callado: quítelo del canal si no lo quiere.",
            code=short(code),
        )
    )


def none_such(language: Language) -> Message:
    return Message(language.say("channel.none_such", "No hay tal canal. Mire {command}", command="/canal"))


def befell(language: Language, one: Recorded) -> Html:
    """What one event of the history tells, to the mesa's other coordinators."""
    facts, code = {change.field: change.after for change in one.changes}, short(one.name)
    by = doer(language, one.actor)
    said = {
        Turn.JOINED: language.say(
            "channel.told_joined", "{actor} unió el canal {code}: recibe los avisos de esta mesa.", actor=by, code=code
        ),
        Turn.PARTED: language.say(
            "channel.told_parted", "{actor} quitó el canal {code}: ya no recibe los avisos.", actor=by, code=code
        ),
        Turn.LOST: language.say(
            "channel.told_lost",
            "El canal {code} ya no recibe los avisos: quitaron al bot, o no puede publicar. Para unirlo, hágalo administrador otra vez.",
            code=code,
        ),
    }
    return said[Turn(facts["turn"])]
