"""To whom an announcement goes: a mesa, several of one's own, a subgroup, a commitment's followers, an institution's contacts."""

from __future__ import annotations

from bot.chat.coordinators import mesas_coordinated
from bot.chat.drafted import mesa_of, today
from bot.chat.wizards import CONFIRM, Desk, Given, Misread, Step, Turned
from bot.domain.drafts import Values
from bot.domain.folding import fold_code
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.recipients import contacts_of, followers_of
from bot.store import commitments, institutions, mesas, recipients
from bot.texts import announce as texts
from bot.texts import recording
from bot.texts.markup import Html


async def mine(desk: Desk) -> list[Mesa]:
    """All that who asks coordinates."""
    return await mesas_coordinated(desk.request, desk.db)


async def bodies(desk: Desk) -> dict[int, str]:
    """Names of the institutions of the mesa, seated or owing, that have a contact who hears of it; by row number."""
    mesa = await mesa_of(desk)
    owing = await institutions.owners(desk.db, mesa.id, await today(desk))
    seated = await institutions.numbers_of(desk.db, {seat.institution for seat in mesa.seats})
    numbers = {*seated.values(), *(one.institution_id for one in owing)}
    heard = await recipients.hearing(desk.db, [contacts_of(number) for number in numbers], mesa.id)
    names = await institutions.names_of(desk.db, [number for number in numbers if contacts_of(number) in heard])
    return dict(sorted(names.items(), key=lambda one: one[1]))


async def which_audience(desk: Desk) -> Message:
    several, inhabited = len(await mine(desk)) > 1, bool(await bodies(desk))
    return texts.audience(desk.language, await mesa_of(desk), desk.button, several=several, bodies=inhabited)


async def audience_given(desk: Desk, given: Given) -> Values:
    mesa, choice = await mesa_of(desk), given.choice
    if choice in ("m", "v", "b"):
        return {"to": choice}
    for index, name in enumerate(mesa.subgroups):
        if choice == f"s{index}":
            return {"to": "s", "subgroup": name}
    for one in await commitments.by_code(desk.db, fold_code(given.text), mesa.slug) if given.text else ():
        return {"to": "c", "commitment": one.id, "code": one.code, "subgroup": one.subgroup}
    raise Misread(texts.no_audience(desk.language))


async def which_mesas(desk: Desk) -> Message:
    return texts.which_mesas(desk.language, await mine(desk), desk.values.get("chosen", []), desk.button)


async def mesas_given(desk: Desk, given: Given) -> Values:
    known, chosen = {one.id for one in await mine(desk)}, list(desk.values.get("chosen", []))
    pressed = next((number for number in known if given.choice == str(number)), None)
    if pressed is not None:
        raise Turned({"chosen": [*chosen, pressed] if pressed not in chosen else [n for n in chosen if n != pressed]})
    if given.choice != CONFIRM or not chosen:
        raise Misread(texts.no_mesa(desk.language))
    return {"mesas": chosen}


async def which_body(desk: Desk) -> Message:
    return texts.which_body(desk.language, await bodies(desk), desk.button)


async def body_given(desk: Desk, given: Given) -> Values:
    for number in await bodies(desk):
        if given.choice == str(number):
            return {"body": number}
    raise Misread(recording.press_one(desk.language))


async def scopes_of(desk: Desk) -> dict[int, str]:
    """Of each mesa who hears of it; only those that who asks coordinates at this moment."""
    values = desk.values
    if values["to"] == "v":
        return {one.id: followers_of(one.id) for one in await mine(desk) if one.id in values["mesas"]}
    return {values["mesa"]: contacts_of(values["body"]) if values["to"] == "b" else followers_of(values["mesa"])}


async def whom(desk: Desk) -> list[Html]:
    """In words, a line each."""
    values, language = desk.values, desk.language
    if values["to"] == "c":
        return [texts.to_commitment(language, values["code"])]
    if values["to"] == "s":
        return [texts.to_subgroup(language, values["subgroup"])]
    if values["to"] == "b":
        names = await institutions.names_of(desk.db, [values["body"]])
        return [texts.to_contacts(language, names[values["body"]])]
    found = [await mesas.by_id(desk.db, number) for number in await scopes_of(desk)]
    return [texts.to_followers(language, one) for one in found if one is not None]


AUDIENCE = (
    Step("audience", which_audience, audience_given),
    Step("mesas", which_mesas, mesas_given, lambda values: values.get("to") == "v"),
    Step("body", which_body, body_given, lambda values: values.get("to") == "b"),
)
