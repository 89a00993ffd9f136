"""Who must act in a mesa: every institution with what it still owes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain import buttons
from bot.domain.asking import Ask, Owner, Which
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, shorten
from bot.texts.paging import foot, turning

LONGEST_LABEL = 28  # letters of a button that an old phone still shows whole


def responsibles(
    language: Language,
    mesa: Mesa,
    owners: Sequence[Owner],
    page: int,
    pages: int,
    *,
    subgroup_index: int = 0,
    replaces: bool = False,
) -> Message:
    """One page of institutions; a button each leads to what it owes."""
    head = language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name))
    if not owners:
        nobody = language.say("empty.commitments", "No hay compromisos.")
        return Message(paragraphs(head, nobody), replaces=replaces)
    title = bold(language.say("button.who_must_act", "¿Quién debe actuar?"))
    rows = (
        *((to_list(mesa, one, subgroup_index),) for one in owners),
        turning(language, page, pages, lambda number: buttons.responsibles(mesa.id, subgroup_index, number)),
    )
    text = paragraphs(lines(head, title), *(owes(language, one) for one in owners), foot(language, page, pages))
    return Message(text, rows=tuple(row for row in rows if row), replaces=replaces)


def with_members(language: Language, mesa: Mesa, names: Mapping[str, str], owing: Message) -> Message:
    """Who must act, under who sits in the mesa and as what, or that nobody told us. names: the institutions' by slug."""
    if not mesa.seats:
        unknown = language.plain("status.no_information", "sin información")
        nobody = language.say("mesa.coordinator", "Coordina: {institution}", institution=unknown)
        return replace(owing, text=paragraphs(nobody, owing.text))
    seats = [
        f"{names.get(one.institution, one.institution)} ({one.role})"
        if one.role
        else names.get(one.institution, one.institution)
        for one in mesa.seats
    ]
    members = language.say("mesa.members", "Integran la mesa: {institutions}", institutions="; ".join(seats))
    return replace(owing, text=paragraphs(members, owing.text))


def owes(language: Language, one: Owner) -> Html:
    name = f"{one.acronym} · {one.name}" if one.acronym and one.acronym != one.name else one.name
    return lines(
        bold(name),
        language.say("mesa.open_items", "Compromisos pendientes: {n}", n=one.open),
        one.overdue and language.say("list.overdue", "Compromisos vencidos ({n}):", n=one.overdue).removesuffix(":"),
    )


def to_list(mesa: Mesa, one: Owner, subgroup_index: int) -> Button:
    ask = Ask(mesa.id, Which.INSTITUTION, institution=one.slug)
    label = f"{shorten(one.acronym or one.name, LONGEST_LABEL)} ({one.total})"
    return Button(label, buttons.listing(ask, subgroup_index, one.institution_id))
