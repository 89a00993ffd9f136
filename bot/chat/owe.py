"""/responsable: who owes a commitment, as a coordinator records it: named, taken off, or what it answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.chat.bodies import body_of, body_step
from bot.chat.drafted import may, mesa_of
from bot.chat.here import today_in
from bot.chat.recording import Choice, about, choice_step, headed, save, starting, words_step
from bot.chat.recording import asked as asked_for
from bot.chat.request import Request
from bot.chat.wizards import Desk, Wizard
from bot.domain.commitments import Commitment, Responsibility, Role, Stance
from bot.domain.mesas import Institution
from bot.domain.messages import Message
from bot.services.changing import Stale
from bot.store.database import Session
from bot.texts import owing as texts
from bot.texts.language import Language
from bot.texts.markup import Html
from bot.texts.recording import changed_meanwhile, recorded

REMOVE = "remove"
ANSWERS = (Stance.ACCEPTED.value, Stance.DECLINED.value)
LONGEST_WHO = 200


async def which_deed(desk: Desk) -> Html:
    return await headed(desk, texts.which_deed(desk.language, await about(desk)))


async def deeds(desk: Desk) -> list[Choice]:
    """To name somebody; and where somebody is named, to take them off or say what they answered."""
    known = [*Role] if not (await about(desk)).responsibilities else [*Role, *ANSWERS, REMOVE]
    return [Choice(one, texts.deed(desk.language, one)) for one in known]


def names_somebody(values: Mapping[str, Any]) -> bool:
    return values.get("deed") in [*Role]


async def which_body(desk: Desk) -> Html:
    return texts.which_body(desk.language, Role(desk.values["deed"]))


async def which_of_them(desk: Desk) -> Html:
    return texts.which_of_them(desk.language)


async def those(desk: Desk) -> list[Choice]:
    return [Choice(one.institution, one.name) for one in (await about(desk)).responsibilities]


async def who_said(desk: Desk) -> Html:
    return texts.who_said(desk.language)


async def why(desk: Desk) -> Html:
    return texts.why(desk.language)


async def preview(desk: Desk) -> Message:
    one, body = await about(desk), await body_of(desk, "body")
    today = today_in(await mesa_of(desk), desk.request)
    return texts.preview(desk.language, one, owed_by(desk.values, one, body, today))


async def apply(desk: Desk) -> Message:
    body = await body_of(desk, "body")
    try:
        kept = await save(desk, lambda one, today: owed_by(desk.values, one, body, today), body=body)
    except Stale as stale:
        return changed_meanwhile(desk.language, stale.now_is)
    return recorded(desk.language, kept, texts.told(desk.language, kept))


def owed_by(values: Mapping[str, Any], one: Commitment, body: Institution | None, today: date) -> Commitment:
    """As the commitment is owed then; an institution stands there once. Who declined and is named again has not answered yet."""
    deed, owed = values["deed"], one.responsibilities
    if body is not None:
        before = next((it for it in owed if it.institution == body.slug), None)
        named = before or Responsibility(body.slug, body.short)
        if named.stance is Stance.DECLINED:
            named = replace(named, stance=Stance.ASSIGNED, said_by="", said_on=None, why="", named="", named_name="")
        named = replace(named, role=Role(deed))
        rest = [it for it in owed if it.institution != body.slug]
        first = [named] if named.role is Role.RESPONSIBLE else []
        return replace(one, responsibilities=(*first, *rest, *([] if first else [named])))
    if deed == REMOVE:
        return replace(one, responsibilities=tuple(it for it in owed if it.institution != values["which"]))
    said = {"stance": Stance(deed), "said_by": values["said_by"], "said_on": today, "why": values.get("why", "")}
    said |= {"named": "", "named_name": ""}
    return replace(
        one,
        responsibilities=tuple(replace(it, **said) if it.institution == values["which"] else it for it in owed),
    )


OWE = Wizard(
    "owe",
    (
        choice_step("deed", which_deed, deeds),
        body_step("body", which_body, when=names_somebody),
        choice_step("which", which_of_them, those, when=lambda values: not names_somebody(values)),
        words_step("said_by", who_said, most=LONGEST_WHO, one_line=True, when=lambda it: it.get("deed") in ANSWERS),
        words_step("why", why, when=lambda values: values.get("deed") == Stance.DECLINED),
    ),
    may,
    preview,
    apply,
)
start = starting(OWE)


async def asked(request: Request, language: Language, db: Session) -> Message:
    """`/responsable <code>`"""
    return await asked_for(start, "responsable", request, language, db)
