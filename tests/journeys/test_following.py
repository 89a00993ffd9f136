"""To follow, to stop and to choose how one is told: by command, by button and in both languages."""

from __future__ import annotations

import pytest

from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm, Role, Wishes, mark_of
from bot.services import following
from bot.store import people, recipients
from tests.cast import MEMBER, MESA, OTHER_MESA, OUTSIDER
from tests.journeys.world import World, buttons, labels, text

PRIVACY = "Nadie sabrá qué sigue usted."
WHOLE = f"Le avisaré sobre la Mesa de Diálogo del Valle.\n\n{PRIVACY}"
WAYRA = f"Le avisaré sobre la comunidad Wayra.\nLe avisaré solo sobre lo que eligió.\n\n{PRIVACY}"
HOSPITAL = "«VAL-01 Construir el hospital de la provincia, con 40 camas»"


async def kept(world: World, chat: int = MEMBER) -> list[Recipient]:
    async with world.database.reading() as db:
        return await recipients.every(db, chat)


async def settings(world: World, chat: int = MEMBER) -> Settings:
    async with world.database.reading() as db:
        return await people.settings(db, chat)


def toast(world: World) -> str:
    """What was shown over the chat when a button was pressed last."""
    answered = [one.payload for one in world.telegram.ledger if one.method == "answerCallbackQuery"]
    return str(answered[-1].get("text", ""))


async def test_to_follow_the_mesa_at_hand_and_to_stop(member: World) -> None:
    (done,) = await member.say("/seguir")
    (again,) = await member.say("/seguir")
    followed = await kept(member)
    (stopped,) = await member.say("/dejar")
    (nothing,) = await member.say("/dejar")

    assert text(done) == WHOLE
    assert labels(done) == ["Seguir: Wayra", "Seguir: Qucha", "Avisos"]
    assert text(again) == f"Usted ya lo sigue.\n{WHOLE}"
    assert [(one.role, one.wishes) for one in followed] == [(Role.FOLLOWER, Wishes())]
    assert (text(stopped), text(nothing)) == ("Ya no le avisaré.", "No estaba siguiendo nada.")
    assert await kept(member) == []


async def test_to_follow_and_to_stop_in_quechua(quechua_member: World) -> None:
    (done,) = await quechua_member.say("/qatipay")
    (one,) = await quechua_member.say("/qatipay VAL-02")
    (stopped,) = await quechua_member.say("/saqiy")
    (nothing,) = await quechua_member.say("/saqiy")

    assert text(done) == (
        "Mesa de Diálogo del Valle nisqamanta willasqaykim.\n\nIma qatipasqaykita manam pipas yachanqachu."
    )
    assert labels(done) == ["Qatipay: Wayra", "Qatipay: Qucha", "Willakuykuna"]
    assert text(one).startswith('Ñam qatipachkanki.\n"VAL-02 Entregar el estudio de la calidad del agua del río"')
    assert (text(stopped), text(nothing)) == ("Manañam willasqaykichu.", "Manam imatapas qatiparqankichu.")


@pytest.mark.parametrize("code", ["VAL-01", "val 01", "VAL-1"])
async def test_one_commitment_is_followed_by_its_code_however_it_is_written(code: str, member: World) -> None:
    (done,) = await member.say(f"/seguir {code}")
    (followed,) = await kept(member)
    (stopped,) = await member.say(f"/dejar {code}")

    assert text(done) == f"Le avisaré sobre el compromiso {HOSPITAL}.\n\n{PRIVACY}"
    assert (len(followed.wishes.commitments), followed.wishes.whole) == (1, False)
    assert text(stopped) == f"Ya no le avisaré sobre {HOSPITAL}."
    assert await kept(member) == []


async def test_a_code_of_another_mesa_is_followed_there(member: World) -> None:
    (done,) = await member.say("/seguir PUN-01")
    (unknown,) = await member.say("/seguir XYZ-99")
    (others,) = await member.say("/dejar")

    assert text(done).startswith("Le avisaré sobre el compromiso «PUN-01 Construir el hospital de la puna».")
    assert text(unknown) == "No encontré ese código: XYZ-99"
    assert text(others) == "Le avisaré sobre la Mesa de Diálogo de la Puna."  # and not that nothing was followed
    (left,) = await member.press(others, "Dejar de seguir: Mesa de Diálogo de la Puna")
    assert (text(left), await kept(member)) == ("Ya no le avisaré.", [])


@pytest.mark.parametrize("words", ["puna", "Puna", "la puna", "Mesa de Diálogo de la Puna", "mesa puna", "punamanta"])
async def test_a_mesa_is_followed_by_its_name_wherever_one_is(words: str, member: World) -> None:
    (done,) = await member.say(f"/seguir {words}")
    (followed,) = await kept(member)
    (stopped,) = await member.say(f"/dejar {words}")

    assert text(done).startswith("Le avisaré sobre la Mesa de Diálogo de la Puna.")
    assert followed.wishes.whole
    assert (text(stopped), await kept(member)) == ("Ya no le avisaré.", [])


async def test_a_name_of_several_mesas_is_asked_for(member: World) -> None:
    (asked,) = await member.say("/seguir mesa de diálogo")
    assert (text(asked), labels(asked)) == ("Encontré estos. Elija uno:", [MESA.name, OTHER_MESA.name])
    assert await kept(member) == []
    await member.press(asked, OTHER_MESA.name)
    assert len(await kept(member)) == 1

    (asked,) = await member.say("/dejar mesa de diálogo")
    await member.press(asked, OTHER_MESA.name)
    assert await kept(member) == []


async def test_a_community_of_another_mesa_is_followed_there(world: World) -> None:
    async with world.database.transaction() as db:
        await people.remember(db, MEMBER, Settings("es", OTHER_MESA.slug))
    world.telegram.chat(MEMBER).started = True

    assert text((await world.say("/seguir wayra"))[0]) == WAYRA


@pytest.mark.parametrize(
    ("words", "codes"),
    [("minsa", ["VAL-01 · valle"]), ("hospital", ["VAL-01 · valle"]), ("PCM", ["VAL-05 · valle", "VAL-11 · valle"])],
)
async def test_what_an_institution_owes_or_words_are_found_in_is_offered_to_be_chosen_from(
    words: str, codes: list[str], member: World
) -> None:
    (asked,) = await member.say(f"/seguir {words}")

    assert (text(asked), labels(asked)) == ("Encontré estos. Elija uno:", codes)
    assert await kept(member) == []


async def test_a_community_narrows_to_what_was_chosen(member: World) -> None:
    (whole,) = await member.say("/seguir")
    (pressed,) = await member.press(whole, "Seguir: Wayra")
    by_button = (await kept(member))[0].wishes
    await member.say("/dejar")
    (typed,) = await member.say("/seguir wayra")

    assert text(pressed) == text(typed) == WAYRA
    assert by_button == (await kept(member))[0].wishes == Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")}))
    assert pressed["message_id"] == whole["message_id"]
    assert [text(one) for one in await member.say("/dejar Wayra")] == ["Ya no le avisaré."]


async def test_one_thing_of_a_mesa_followed_whole_is_heard_of_still_and_said_so(member: World) -> None:
    await member.say("/seguir")
    await member.say("/seguir VAL-01")
    (answer,) = await member.say("/dejar VAL-01")

    assert text(answer) == "Usted sigue toda la mesa, y con ella esto. En /avisos puede pedir solo lo que elija."


async def test_a_cards_button_follows_that_one_and_stops(member: World) -> None:
    (card,) = await member.say("VAL-01")
    (followed,) = await member.press(card, "Seguir")
    said = toast(member)
    (again,) = await member.say("VAL-01")
    (stopped,) = await member.press(again, "Dejar de seguir")

    assert "Seguir" in labels(card)
    assert labels(followed) == labels(again) == ["Dejar de seguir" if one == "Seguir" else one for one in labels(card)]
    assert (followed["message_id"], text(followed)) == (card["message_id"], text(card))
    assert said == f"Listo. Le avisaré. {PRIVACY}"
    assert (labels(stopped), toast(member)) == (labels(card), f"Ya no le avisaré sobre {HOSPITAL}.")
    assert await kept(member) == []


async def test_a_button_of_what_is_gone_says_so(member: World) -> None:
    (card,) = await member.say("VAL-01")
    for data in ("v1:fc:999", "v1:xc:x", "v1:fm:999:0", "v1:fm:1:99", "v1:xm:1", "v1:aw:loud", "v1:as:-7", "v1:as"):
        mark = len(member.telegram.ledger)
        member.telegram.press(MEMBER, card["message_id"], data)
        (answer,) = await member.heard(mark, MEMBER, 1)
        assert text(answer) == "Esto ya no sirve. Elija otra vez."
    assert await kept(member) == []


async def test_after_the_first_choices_following_is_offered(world: World) -> None:
    (asked,) = await world.say("/start")
    _, mesas = await world.press(asked, "Español", answers=2)
    (communities,) = await world.press(mesas, "Valle")
    ready, _ = await world.press(communities, "Wayra", answers=2)
    (done,) = await world.press(ready, "Seguir todo")
    (mesas,) = await world.say("/start")
    (communities,) = await world.press(mesas, "Valle")
    again, _ = await world.press(communities, "Qucha", answers=2)

    assert text(ready).endswith(f"¿Qué quiere seguir?\n{PRIVACY}")
    assert labels(ready) == ["Seguir todo", "Seguir: Wayra"]
    assert text(done) == WHOLE
    assert buttons(again) == []  # followed already


async def test_who_wants_to_follow_before_choosing_follows_after_it(world: World) -> None:
    (asked,) = await world.say("/seguir")
    _, mesas = await world.press(asked, "Español", answers=2)
    *_, done = await world.press(mesas, "Puna", answers=3)

    assert text(done) == f"Le avisaré sobre la Mesa de Diálogo de la Puna.\n\n{PRIVACY}"


async def test_avisos_shows_how_one_is_told_and_each_button_edits_it(member: World) -> None:
    await member.say("/seguir")
    (page,) = await member.say("/avisos")
    (weekly,) = await member.press(page, "Cada semana")
    (some,) = await member.press(weekly, "Solo algunos")
    (silent,) = await member.press(some, "Silencio: 7 días")
    (loud,) = await member.press(silent, "Desde ahora le aviso otra vez.")
    (discreet,) = await member.press(loud, "Discreto")
    (open_again,) = await member.press(discreet, "Discreto")
    (none,) = await member.press(open_again, "Ninguno")

    assert text(page) == ("Mesa: Mesa de Diálogo del Valle\nSus avisos: al momento\n\n¿Cómo quiere recibir los avisos?")
    assert labels(page) == [
        "✓ Al momento", "Cada semana", "Solo algunos", "Ninguno", "Silencio: 7 días", "Silencio: 30 días", "Discreto",
    ]  # fmt: skip
    assert text(weekly).startswith("Cada semana recibirá un solo resumen.\n\nMesa: Mesa de Diálogo del Valle\n")
    assert labels(weekly)[:2] == ["Al momento", "✓ Cada semana"]
    assert "Sus avisos: resumen semanal, solo lo elegido" in text(some)
    assert text(some).startswith("¿Qué quiere seguir?\n")
    assert labels(some)[4:7] == ["Seguir todo", "Seguir: Wayra", "Seguir: Qucha"]
    assert text(silent).startswith("Guardaré silencio 7 días.\n")
    assert text(loud).startswith("Desde ahora le aviso otra vez.\n")
    assert text(discreet).startswith("Desde ahora solo diré: «Tiene un aviso».\n")
    assert "Sus avisos: resumen semanal, solo lo elegido, discreto" in text(discreet)
    assert text(open_again).startswith("Listo. Le avisaré.\n")
    assert text(none).startswith("No le avisaré nada.\n")
    assert {one["message_id"] for one in (page, weekly, some, silent, loud, discreet, none)} == {page["message_id"]}
    assert [one.wishes for one in await kept(member)] == [Wishes(Rhythm.NONE, whole=False)]


async def test_what_a_button_does_its_words_after_the_command_do_too(member: World) -> None:
    await member.say("/seguir")
    said = [
        text((await member.say(f"/avisos {words}"))[0]).splitlines()[0]
        for words in ("cada semana", "SOLO ALGUNOS", "Sapa simana", "discreto", "10", "0", "al momento", "ninguno")
    ]

    assert said == [
        "Cada semana recibirá un solo resumen.",
        "¿Qué quiere seguir?",  # nothing was chosen
        "Cada semana recibirá un solo resumen.",
        "Desde ahora solo diré: «Tiene un aviso».",
        "Guardaré silencio 10 días.",
        "Desde ahora le aviso otra vez.",
        "Le avisaré al momento.",
        "No le avisaré nada.",
    ]
    assert [one.wishes for one in await kept(member)] == [Wishes(Rhythm.NONE, whole=False)]
    assert (await settings(member)).discreet


async def test_no_notice_of_one_mesa_is_not_said_to_be_none_at_all(member: World) -> None:
    for words in ("/seguir", "/seguir PUN-01"):
        await member.say(words)
    (one_left,) = await member.say("/avisos ninguno")
    async with member.database.transaction() as db:
        await following.set_rhythm(db, MEMBER, 2, Rhythm.NONE)
    (none_left,) = await member.say("/avisos ninguno")

    assert text(one_left).splitlines()[:2] == [
        "Ya no le avisaré.",
        "Le avisaré sobre la Mesa de Diálogo de la Puna.",
    ]
    assert text(none_left).splitlines()[0] == "No le avisaré nada."


async def test_avisos_names_what_was_chosen_and_until_when_it_is_silent(member: World) -> None:
    for words in ("/seguir VAL-02", "/seguir Qucha", "/avisos 30"):
        await member.say(words)
    (page,) = await member.say("/avisos")

    assert text(page) == (
        "Mesa: Mesa de Diálogo del Valle\nSus avisos: al momento, solo lo elegido\nLo que usted sigue (2):\nQucha, VAL-02\n"
        "Guardaré silencio 30 días.\n\n¿Cómo quiere recibir los avisos?"
    )
    assert (await settings(member)).snoozed_until == "2026-12-23"


async def test_who_follows_the_whole_mesa_reads_no_list_of_what_was_chosen_before(member: World) -> None:
    for words in ("/seguir VAL-02", "/seguir"):
        await member.say(words)
    (page,) = await member.say("/avisos")

    assert text(page) == ("Mesa: Mesa de Diálogo del Valle\nSus avisos: al momento\n\n¿Cómo quiere recibir los avisos?")


async def test_avisos_in_quechua(quechua_member: World) -> None:
    await quechua_member.say("/qatipay")
    (page,) = await quechua_member.say("/willakuy")
    (weekly,) = await quechua_member.press(page, "Sapa simana")
    (silent,) = await quechua_member.press(weekly, "Upallay: 30 p'unchaw")

    assert text(page) == (
        "Rimanakuy: Mesa de Diálogo del Valle\nWillakuyniykikuna: utqhaylla\n\n"
        "¿Imaynatataq willakuykunata chaskiyta munanki?"
    )
    assert text(weekly).startswith("Sapa simana huk huch'uy willayllatam chaskinki.\n")
    assert text(silent).startswith("30 p'unchawmi upallasaq.\n")


async def test_avisos_of_who_follows_nothing_offers_to_follow(member: World) -> None:
    (page,) = await member.say("/avisos")
    (typed,) = await member.say("/avisos cada semana")
    (done,) = await member.press(page, "Seguir todo")

    assert text(page) == "Mesa: Mesa de Diálogo del Valle\n\n¿Cómo quiere recibir los avisos?"
    assert labels(page) == ["Seguir todo", "Silencio: 7 días", "Silencio: 30 días", "Discreto"]
    assert text(typed).startswith("No estaba siguiendo nada.\n")
    assert text(done) == WHOLE


async def test_more_than_can_be_chosen_is_said_and_the_whole_mesa_offered(member: World) -> None:
    async with member.database.transaction() as db:
        full = Wishes(whole=False, commitments=frozenset(range(900, 930)))
        await recipients.save(db, "mesa:1", MEMBER, Role.FOLLOWER, full)
    (refused,) = await member.say("/seguir VAL-01")
    (card,) = await member.say("VAL-01")
    (pressed,) = await member.press(card, "Seguir")

    assert text(refused) == text(pressed) == "No puede elegir más uno por uno. Puede seguir toda la mesa."
    assert labels(refused) == ["Seguir todo"]


async def test_who_blocks_the_bot_is_gone_until_they_are_back(member: World) -> None:
    await member.say("/seguir")
    member.telegram.block(MEMBER)
    await member.telegram.wait_for(lambda: member.telegram.pending == 0)
    blocked = await settings(member)
    member.telegram.unblock(MEMBER)
    await member.telegram.wait_for(lambda: member.telegram.pending == 0)

    assert blocked == Settings("es", "valle", gone=True)
    assert await settings(member) == Settings("es", "valle")
    assert len(await kept(member)) == 1


async def test_who_was_gone_and_writes_again_can_be_reached_again(member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, MEMBER, Settings("es", "valle", gone=True))
    await member.say("/start")

    assert await settings(member) == Settings("es", "valle")


async def test_forgetting_says_what_was_followed_and_keeps_nothing_of_it(member: World) -> None:
    await member.say("/seguir")
    await member.say("/seguir PUN-01")
    (asked,) = await member.say("/olvidar")
    (done,) = await member.press(asked, "Sí, borrar")

    assert text(done) == (
        "Sus datos fueron borrados.\nSe borró: idioma, mesa\n"
        "También lo que seguía en: Mesa de Diálogo del Valle, Mesa de Diálogo de la Puna"
    )
    assert (await kept(member), await settings(member)) == ([], Settings())


async def test_privacy_says_what_following_keeps(member: World) -> None:
    (page,) = await member.say("/privacidad")

    assert "Con el archivo robado nadie sabe quién sigue qué" in text(page)


async def test_what_one_follows_is_none_of_anothers(member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, OUTSIDER, Settings("es", "valle"))
    await member.say("/seguir VAL-01")
    (card,) = await member.say("VAL-01", chat=OUTSIDER, who=OUTSIDER)
    (page,) = await member.say("/avisos", chat=OUTSIDER, who=OUTSIDER)

    assert "Dejar de seguir" not in labels(card)
    assert "Sus avisos" not in text(page)
