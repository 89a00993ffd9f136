"""/anunciar: a coordinator's own words to many, question by question; nothing is announced before "Confirmar"."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.audience import AUDIENCE, scopes_of, whom
from bot.chat.coordinators import mesa_coordinated
from bot.chat.days import day_step
from bot.chat.drafted import may, mesa_of, today
from bot.chat.request import Request
from bot.chat.wizards import CONFIRM, Desk, Given, Misread, Step, Wizard, begin
from bot.domain.announcements import FARTHEST, MANY, MOST_AN_HOUR, UNDO, Content, read_hour
from bot.domain.drafts import Values
from bot.domain.messages import Media, Message
from bot.services.acting import actor_of
from bot.services.announcing import TooMany, announce, too_often, up_to
from bot.store import mesas
from bot.store.announcements import Made
from bot.store.database import Session
from bot.texts import announce as texts
from bot.texts import announcing, pages, recording
from bot.texts import wizards as wizard_texts
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, clean

LONGEST = 4_096  # letters: what Telegram brings in one message
NONE = "-"
SENT_ON = frozenset({"photo", "document", "video", "audio"})


async def which_spanish(desk: Desk) -> Message:
    return texts.spanish(desk.language)


async def spanish_given(desk: Desk, given: Given) -> Values:
    words = clean(given.text).strip()
    if not words or len(words) > LONGEST or given.attachment:
        raise Misread(texts.words_please(desk.language, LONGEST))
    return {"es": words}


async def which_quechua(desk: Desk) -> Message:
    return texts.quechua(desk.language, desk.button(texts.no_quechua(desk.language), NONE))


async def quechua_given(desk: Desk, given: Given) -> Values:
    words = clean(given.text).strip()
    if given.choice == NONE:
        return {"qu": "", "voice": ""}
    without_words_below(desk, given)
    if given.attachment and given.attachment.media.kind == "voice":
        return {"qu": "", "voice": given.attachment.media.file_id}
    if not words or len(words) > LONGEST or given.attachment:
        raise Misread(texts.text_or_voice(desk.language, LONGEST))
    return {"qu": words, "voice": ""}


def without_words_below(desk: Desk, given: Given) -> None:
    """What is written below a photo would be lost: the announcement has its own words."""
    if given.attachment and given.text.strip():
        raise Misread(texts.no_words_below(desk.language))


async def which_extra(desk: Desk) -> Message:
    return texts.attach(desk.language, desk.button(texts.nothing_more(desk.language), NONE))


async def extra_given(desk: Desk, given: Given) -> Values:
    if given.choice == NONE:
        return {}
    without_words_below(desk, given)
    if given.place:
        return {"place": list(given.place)}
    if given.attachment and given.attachment.media.kind in SENT_ON:
        return {"media": [given.attachment.media.kind, given.attachment.media.file_id]}
    raise Misread(texts.photo_file_place(desk.language))


async def which_moment(desk: Desk) -> Message:
    return texts.when(desk.language, desk.button)


async def moment_given(desk: Desk, given: Given) -> Values:
    if given.choice not in ("now", "later"):
        raise Misread(recording.press_one(desk.language))
    return {"when": given.choice}


async def which_day(desk: Desk) -> Html:
    return texts.day(desk.language)


async def not_past(desk: Desk, day: date) -> Html | None:
    here = await today(desk)
    return texts.no_past(desk.language) if not here <= day <= here + FARTHEST else None


async def which_hour(desk: Desk) -> Message:
    return texts.which_hour(desk.language, desk.button)


async def hour_given(desk: Desk, given: Given) -> Values:
    """{"at": an ISO moment}"""
    hour = read_hour(given.choice.removeprefix("h") if given.choice else given.text)
    if hour is None:
        raise Misread(texts.no_hour(desk.language))
    mesa = await mesa_of(desk)
    at = datetime.combine(date.fromisoformat(desk.values["day"]), hour, ZoneInfo(mesa.zone))
    if at <= desk.request.now:
        raise Misread(texts.no_past(desk.language))
    return {"at": at.isoformat()}


async def hour_passed(desk: Desk) -> Html | None:
    at = moment_of(desk.values)
    return texts.no_past(desk.language) if at is not None and at <= desk.request.now else None


async def which_urgency(desk: Desk) -> Message:
    return texts.urgent(desk.language, desk.button)


async def urgency_given(desk: Desk, given: Given) -> Values:
    if given.choice not in ("y", "n"):
        raise Misread(recording.press_one(desk.language))
    return {"urgent": given.choice == "y", "most": await up_to(desk.db, (await scopes_of(desk)).items())}


async def seen_given(desk: Desk, given: Given) -> Values:
    if given.choice != CONFIRM:
        raise Misread(recording.press_one(desk.language))
    return {"seen": True}


def content_of(values: dict[str, Any]) -> Content:
    media, place = values.get("media"), values.get("place")
    return Content(
        values["es"],
        values["qu"],
        values["voice"],
        Media(*media) if media else None,
        (place[0], place[1]) if place else None,
        values.get("commitment"),
        values.get("subgroup", ""),
    )


def moment_of(values: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(values["at"]) if values.get("when") == "later" else None


async def summed(desk: Desk, *, twice: bool) -> Message:
    values, at, mesa = desk.values, moment_of(desk.values), await mesa_of(desk)
    begins = announcing.moment(at, ZoneInfo(mesa.zone)) if at else ""
    most = await up_to(desk.db, (await scopes_of(desk)).items())
    return texts.summary(
        desk.language,
        await whom(desk),
        most,
        begins,
        urgent=values["urgent"],
        in_quechua=content_of(values).in_quechua,
        twice=twice,
    )


async def shown(desk: Desk, languages: Languages) -> Message:
    """As it is received, in each language, by the first of its mesas; and to how many."""
    last, first = await summed(desk, twice=False), next(iter(await scopes_of(desk)), desk.values["mesa"])
    mesa = await mesas.by_id(desk.db, first) or await mesa_of(desk)
    return texts.preview(languages, desk.language, mesa, content_of(desk.values), last)


async def shown_with_button(desk: Desk, languages: Languages) -> Message:
    said = await shown(desk, languages)
    return texts.confirmed_by(said, desk.button(wizard_texts.confirm(desk.language), CONFIRM))


async def preview(desk: Desk, languages: Languages) -> Message:
    return await summed(desk, twice=True) if many(desk.values) else await shown(desk, languages)


def many(values: dict[str, Any]) -> bool:
    return bool(values.get("most", 0) > MANY)


def later(values: dict[str, Any]) -> bool:
    return bool(values.get("when") == "later")


async def apply(desk: Desk) -> Message:
    request, values, db, language = desk.request, desk.values, desk.db, desk.language
    mesa, scopes, draft = await mesa_of(desk), await scopes_of(desk), desk.draft
    if not scopes:
        return pages.old_button(language)
    made = Made(
        f"{draft.mark}:{draft.touched.timestamp():.0f}",
        actor_of(db, mesa.id, request.chat),
        request.now,
        content_of(values),
        request.chat,
    )
    try:
        one = await announce(db, made, scopes, at=moment_of(values), urgent=values["urgent"])
    except TooMany:
        return announcing.too_often(language, MOST_AN_HOUR)
    if one is None:
        return announcing.made_before(language)
    undo = one.begins <= request.now + UNDO
    return announcing.made(language, one, await up_to(db, scopes.items()), mesa.zone, undo=undo)


def wizard(languages: Languages) -> Wizard:
    return Wizard(
        "announce",
        (
            *AUDIENCE,
            Step("es", which_spanish, spanish_given),
            Step("qu", which_quechua, quechua_given),
            Step("extra", which_extra, extra_given),
            Step("when", which_moment, moment_given),
            day_step("day", which_day, not_past, later),
            Step("hour", which_hour, hour_given, later, hour_passed),
            Step("urgent", which_urgency, urgency_given),
            Step("seen", partial(shown_with_button, languages=languages), seen_given, many),
        ),
        may,
        partial(preview, languages=languages),
        apply,
    )


async def asked(request: Request, language: Language, db: Session, languages: Languages) -> Message:
    """`/anunciar`"""
    mesa = await mesa_coordinated(request, db)
    if mesa is None:
        return pages.unknown_command(language)
    if await too_often(db, request.chat, request.now):
        return announcing.too_often(language, MOST_AN_HOUR)
    return await begin(wizard(languages), {"mesa": mesa.id}, request, language, db)
