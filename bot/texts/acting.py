"""Who must act on a commitment: each body by its full name, what it answered, and on whom it depends."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import buttons
from bot.domain.commitments import Commitment, Responsibility, Role, Stance
from bot.domain.history import Change
from bot.domain.mesas import Institution
from bot.domain.messages import Message
from bot.texts.card import nobody
from bot.texts.commitments import text_of
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs
from bot.texts.paging import back
from bot.texts.story import answered
from bot.texts.story import story as storied


def who(
    language: Language,
    commitment: Commitment,
    owed: Sequence[tuple[Responsibility, Institution, Institution | None]],
    *,
    story: Sequence[Change] = (),
    replaces: bool = False,
) -> Message:
    """Each body with its full name, its role, since when it was asked and what it answered, and on whom it depends. story: as
    `card`."""
    told = [acting(language, one, body, parent, storied(language, story, body.slug)) for one, body, parent in owed]
    return Message(
        paragraphs(
            lines(Html(f"{bold(commitment.code)} {text_of(language, commitment, 110)}")),
            *(told or [bold(nobody(language))]),
        ),
        rows=((back(language, buttons.card(commitment.id)),),),
        replaces=replaces,
    )


def acting(
    language: Language, one: Responsibility, body: Institution, parent: Institution | None, told: Sequence[Html]
) -> Html:
    """told: its part of the story, () = nothing is known of it."""
    full = f"{body.name} ({body.acronym})" if body.acronym and body.acronym != body.name else body.name
    roles = {
        Role.RESPONSIBLE: language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=bold(full)),
        Role.CO_RESPONSIBLE: language.say("card.with", "Junto con: {institutions}", institutions=bold(full)),
        Role.PROVISIONAL: language.say(
            "owner.provisional_line", "Responsable provisional: {institution}", institution=bold(full)
        ),
    }
    return lines(
        roles[one.role],
        *(told or ([answered(language, one)] if one.stance is not Stance.ASSIGNED else [])),
        one.stance is Stance.ASSIGNED and language.say("owner.unanswered", "todavía no responde"),
        parent and language.say("owner.parent", "Depende de: {institution}", institution=parent.name),
    )
