"""Each wizard that changes a commitment: told whole, cut half-way, on one revision, by another mesa's coordinator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.commitments import Commitment, DeadlineOrigin, Role, Stance, Status
from bot.domain.recipients import team_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, institutions, recipients
from bot.store.database import Database
from tests.cast import (
    COORDINATOR,
    DECLINED,
    DONE,
    DUE_SOON,
    GROUP,
    LONG_OVERDUE,
    MEMBER,
    MESA,
    NO_DEADLINE,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OVERDUE,
    TODAY,
)
from tests.journeys.announcing import later
from tests.journeys.conftest import number_of
from tests.journeys.test_injection import NASTY
from tests.journeys.world import Json, World, labels, living, text
from tests.journeys.writing import (
    OLD,
    SECOND,
    events,
    kept,
    presses,
    says,
    second_coordinator,
    stored,
    verified,
)

LATER = TODAY + timedelta(days=60)
WRITTEN = [words for words in NASTY if len(words) < 1_000]
# Each step's answer: what is typed, or (in brackets) the label of the button that is pressed.
Talk = tuple[str, ...]
EXTEND: Talk = (f"/prorrogar {DUE_SOON.code}", f"{LATER:%d/%m/%Y}", "[Acta de la mesa]", "Llueve")
NAME: Talk = (f"/responsable {NO_DEADLINE.code}", "[Nombrar responsable]", "minist", "[MINSA ·]")
CREATE: Talk = (
    "/compromiso",
    "[VAL-12]",
    "Construir el puente",
    "[Sin quechua]",
    "[Wayra]",
    "Acta del 3 de noviembre",
    "03/11/2026",
    "[el acta da la fecha]",
    "31/12/2026",
    "[No lo dice]",
    "MINSA",
)
RECTIFY: Talk = (f"/corregir {DUE_SOON.code}", "[Texto]", "Mejorar la carretera", "El acta no dice más")
STATUS: Talk = (f"/estado {LONG_OVERDUE.code}", "[en proceso]", "40", "[Sin prueba]")
WIZARDS = {"status": STATUS, "extend": EXTEND, "owe": NAME, "create": CREATE, "rectify": RECTIFY}


async def talked(world: World, talk: Talk, who: int = COORDINATOR, message: Json | None = None) -> Json:
    """The last answer of a conversation."""
    for words in talk:
        if words.startswith("["):
            assert message is not None
            message = await presses(world, message, words[1:-1], who)
        else:
            message = await says(world, words, who)
    assert message is not None
    return message


async def of_valley(world: World) -> list[Commitment]:
    async with world.database.reading() as db:
        found = [await commitments.by_id(db, number) for number in range(1, 20)]
    return [one for one in found if one]


@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_nothing_is_done_before_it_is_confirmed_and_then_it_is_in_the_history(talk: Talk, team: World) -> None:
    before, number = await of_valley(team), await events(team)
    shown = await talked(team, talk)
    assert "Todavía no guardé nada." in text(shown)
    assert (await of_valley(team), await events(team)) == (before, number)

    assert text(await presses(team, shown, "Confirmar")).startswith("Guardado: VAL-")
    assert await of_valley(team) != before
    verdict = await verified(team)
    assert (verdict.ok, verdict.events) == (True, number + 1)
    assert text(await presses(team, shown, "Confirmar")) == OLD


@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_a_restart_half_way_loses_nothing(talk: Talk, team: World, demo: Database, telegram: Telegram) -> None:
    half = len(talk) // 2
    message = await talked(team, talk[:half])
    async with living(team.settings, demo, telegram) as again:
        shown = await talked(again, talk[half:], message=message)
        await presses(again, shown, "Confirmar")
        assert (await verified(again)).ok
        assert await events(again) > 0
    assert "Todavía no guardé nada." in text(shown)


@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_of_two_coordinators_one_wins_and_the_other_is_told(talk: Talk, team: World) -> None:
    await second_coordinator(team)
    mine, theirs = await talked(team, talk), await talked(team, talk, SECOND)
    await presses(team, mine, "Confirmar")
    number = await events(team)
    (answer,) = [
        one for one in await team.press(theirs, "Confirmar", chat=SECOND, who=SECOND) if "no guardé nada" in text(one)
    ]

    assert text(answer).startswith("Otra persona")
    assert await events(team) == number


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_to_others_there_is_no_such_command(talk: Talk, who: int, team: World) -> None:
    unknown = await says(team, "/nosuch", who)

    assert text(await says(team, talk[0], who)) == text(unknown)


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
async def test_only_a_coordinator_sees_the_button_and_may_press_it(who: int, team: World) -> None:
    card, theirs = await says(team, DUE_SOON.code), await says(team, DUE_SOON.code, who)
    choices = await presses(team, card, "Cambiar")

    assert "Cambiar" not in labels(theirs)
    assert labels(choices) == ["Estado y prueba", "Prórroga", "Responsables", "Corregir"]
    for message, label in ((card, "Cambiar"), *((choices, label) for label in labels(choices))):
        data = next(
            one["callback_data"]
            for row in message["reply_markup"]["inline_keyboard"]
            for one in row
            if label in one["text"]
        )
        mark = len(team.telegram.ledger)
        team.telegram.press(who, theirs["message_id"], data)
        (answer,) = await team.heard(mark, who, 1)
        assert text(answer) == OLD


@pytest.mark.parametrize(
    ("label", "question"),
    [("Estado", "¿Cómo va"), ("Prórroga", "nueva fecha"), ("Responsables", "registrar"), ("Corregir", "está mal")],
)
async def test_a_button_of_the_card_begins_what_the_command_begins(label: str, question: str, team: World) -> None:
    choices = await presses(team, await says(team, DUE_SOON.code), "Cambiar")

    assert question in text(await presses(team, choices, label))


@pytest.mark.parametrize(
    ("talk", "what"),
    [
        (EXTEND, f"vence el {LATER:%d/%m/%Y}"),
        (NAME, "MINSA (responsable); SGSD (provisional)"),
        ((f"/corregir {DUE_SOON.code}", "[Nota]", "Dos", "Error de copia"), "Nota"),
    ],
)
async def test_what_was_changed_is_what_was_saved(talk: Talk, what: str, team: World) -> None:
    done = await presses(team, await talked(team, talk), "Confirmar")

    assert text(done) == f"Guardado: {talk[0].split()[1]}, {what}."


async def test_the_day_given_as_an_example_is_always_one_to_come(team: World) -> None:
    later(team, days=365)

    assert "escríbalo: 08/12/2027, mañana, en 30 días" in text(await says(team, "/sesion nueva"))


async def test_an_extension_keeps_the_first_date_whatever_follows(team: World) -> None:
    await presses(team, await talked(team, EXTEND), "Confirmar")
    once = await kept(team, DUE_SOON.code)
    again = (f"/prorrogar {DUE_SOON.code}", "1/6/2027", "RM 9-2027-PCM", "Otra vez la lluvia")
    shown = await talked(team, again)
    await presses(team, shown, "Confirmar")
    twice = await kept(team, DUE_SOON.code)

    assert (once.deadline, once.original_deadline) == (LATER, DUE_SOON.deadline)
    assert (once.extended_by, once.extended_why) == ("Acta de la mesa", "Llueve")
    assert (twice.deadline, twice.original_deadline) == (date(2027, 6, 1), DUE_SOON.deadline)
    assert f"Plazo: {LATER:%d/%m/%Y} → 01/06/2027" in text(shown)
    card = await says(team, DUE_SOON.code)
    assert "Prorrogado por RM 9-2027-PCM." in text(card)
    history = text(await presses(team, card, "Historia"))
    assert "Prorrogado por Acta de la mesa." in history
    assert "Razón de la prórroga: Otra vez la lluvia" in history


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("hoy", "Una prórroga es para después de hoy (23/11/2026)."),
        ("ayer", "Una prórroga es para después de hoy (23/11/2026)."),
        ("30/11/2026", "Ya vence el 30/11/2026"),
        ("29/11/2026", "Ya vence el 30/11/2026"),
        ("31/02/2027", "No entiendo qué día es. Escriba por ejemplo 08/12/2026"),
    ],
)
async def test_a_date_that_extends_nothing_is_refused_with_the_reason(day: str, why: str, team: World) -> None:
    asked = await talked(team, (EXTEND[0], day))

    assert text(asked).startswith(f"⚠️ {why}")
    assert "Todavía" in text(await talked(team, EXTEND[1:]))


@pytest.mark.parametrize(("one", "why"), [(NO_DEADLINE, "no tiene plazo"), (DONE, "No hay plazo que prorrogar")])
async def test_what_has_no_running_deadline_cannot_be_extended(one: Commitment, why: str, team: World) -> None:
    assert why in text(await says(team, f"/prorrogar {one.code}"))


@pytest.mark.parametrize(
    ("progress", "kept_as"), [("60 %", "60 %"), ("60", "60 %"), ("100%", "100 %"), ("Falta la mitad", "Falta la mitad")]
)
async def test_progress_is_a_percentage_or_words_with_its_day(progress: str, kept_as: str, team: World) -> None:
    shown = await talked(team, (STATUS[0], "[en proceso]", progress, "[Sin prueba]"))
    await presses(team, shown, "Confirmar")
    one = await kept(team, LONG_OVERDUE.code)

    assert (one.status_words, one.status_date) == (kept_as, TODAY.isoformat())
    assert f"Noticia del 23 de noviembre de 2026 (23/11/2026):\nCon sus palabras: «{kept_as}»" in text(
        await says(team, LONG_OVERDUE.code)
    )


@pytest.mark.parametrize(("status", "progress"), [("en proceso", "101 %"), ("cumplido", "60 %")])
async def test_progress_that_cannot_be_is_asked_for_again(status: str, progress: str, team: World) -> None:
    assert text(await talked(team, (STATUS[0], f"[{status}]", progress))).startswith("⚠️")


async def test_without_a_note_nobody_is_said_to_have_said_what_was_said_of_another_status(team: World) -> None:
    shown = await talked(team, (f"/estado {OVERDUE.code}", "[cumplido]", "[Sin nota]", "[Sin prueba]"))
    await presses(team, shown, "Confirmar")

    assert (await kept(team, OVERDUE.code)).status_words == ""


async def test_an_institution_is_named_by_a_part_of_its_name(team: World) -> None:
    await presses(team, await talked(team, NAME), "Confirmar")
    one = await kept(team, NO_DEADLINE.code)

    assert [(it.institution, it.role) for it in one.responsibilities] == [
        ("minsa", Role.RESPONSIBLE),
        ("sgsd", Role.PROVISIONAL),
    ]


async def test_an_institution_nobody_knows_is_made_after_a_clear_yes(team: World) -> None:
    asked = await talked(team, (*NAME[:2], "Junta de Regantes", "[Otra: «Junta"))
    assert "«Junta de Regantes» no está en la lista" in text(asked)
    back = await presses(team, asked, "No, buscar")
    shown = await talked(team, ("Junta de Regantes", "[Otra: «Junta", "[Sí, agregar]"), message=back)
    async with team.database.reading() as db:
        assert await institutions.by_slug(db, "junta-de-regantes") is None
    await presses(team, shown, "Confirmar")

    assert (await kept(team, NO_DEADLINE.code)).responsibilities[0].name == "Junta de Regantes"
    assert (await verified(team)).ok


@pytest.mark.parametrize(
    ("talk", "stance"),
    [
        (("[Aceptó hacerlo]", "[MINSA]", "Oficio 4-2026"), Stance.ACCEPTED),
        (("[Dice que no le toca]", "[MINSA]", "Oficio 4-2026", "No es su sector"), Stance.DECLINED),
    ],
)
async def test_what_an_institution_answered_stands_with_who_said_it_when_and_why(
    talk: Talk, stance: Stance, team: World
) -> None:
    await presses(team, await talked(team, (f"/responsable {OVERDUE.code}", *talk)), "Confirmar")
    (one, _) = (await kept(team, OVERDUE.code)).responsibilities

    assert (one.stance, one.said_by, one.said_on) == (stance, "Oficio 4-2026", TODAY)
    assert one.why == ("No es su sector" if stance is Stance.DECLINED else "")
    assert (await verified(team)).ok


async def test_who_declined_and_is_named_again_has_not_answered_yet(team: World) -> None:
    talk = (f"/responsable {DECLINED.code}", "[Nombrar corresponsable]", "PCM")
    await presses(team, await talked(team, talk), "Confirmar")
    (one,) = (await kept(team, DECLINED.code)).responsibilities

    assert (one.role, one.stance, one.said_by) == (Role.CO_RESPONSIBLE, Stance.ASSIGNED, "")


async def test_one_is_taken_off_again(team: World) -> None:
    await presses(team, await talked(team, (f"/responsable {OVERDUE.code}", "[Quitar a uno]", "[MINSA]")), "Confirmar")

    assert [one.institution for one in (await kept(team, OVERDUE.code)).responsibilities] == ["mp-valle"]


async def test_a_new_commitment_has_all_that_was_answered(team: World) -> None:
    await presses(team, await talked(team, CREATE), "Confirmar")
    one = await kept(team, "VAL-12")

    assert (one.text, one.text_quechua, one.subgroup) == ("Construir el puente", "", "Wayra")
    assert (one.acta, one.acta_date) == ("Acta del 3 de noviembre", "2026-11-03")
    assert (one.deadline, one.original_deadline) == (date(2026, 12, 31), date(2026, 12, 31))
    assert (one.deadline_origin, one.status) == (DeadlineOrigin.EXPLICIT, Status.PENDING)
    assert [it.name for it in one.responsibilities] == ["MINSA"]


async def test_a_new_commitment_may_have_neither_date_nor_responsible(team: World) -> None:
    talk = (*CREATE[:7], "[No tiene plazo]", "[Nadie todavía]")  # and nobody asks how the acta words none
    await presses(team, await talked(team, talk), "Confirmar")
    one = await kept(team, "VAL-12")

    assert (one.deadline, one.deadline_origin, one.deadline_words) == (None, DeadlineOrigin.NONE, "")
    assert one.responsibilities == ()


@pytest.mark.parametrize(
    ("code", "why"), [("val 1", "Ya hay uno con ese código: VAL-01"), ("hospital", "Un código son")]
)
async def test_a_code_that_is_taken_or_none_is_refused(code: str, why: str, team: World) -> None:
    assert text(await talked(team, ("/compromiso", code))).startswith(f"⚠️ {why}")


async def test_what_is_rectified_says_why_each_time(team: World) -> None:
    await presses(team, await talked(team, RECTIFY), "Confirmar")
    again = (f"/corregir {DUE_SOON.code}", "[Plazo]", "1/12/2026", "El acta no dice más")
    await presses(team, await talked(team, again), "Confirmar")
    one = await kept(team, DUE_SOON.code)

    assert (one.text, one.deadline, one.original_deadline) == (
        "Mejorar la carretera",
        date(2026, 12, 1),
        date(2026, 12, 1),
    )
    history = text(await presses(team, await says(team, DUE_SOON.code), "Historia"))
    assert history.count("Se corrigió, por esta razón: El acta no dice más") == 2


async def test_a_deadline_that_moved_is_rectified_without_its_original(team: World) -> None:
    talk = (f"/corregir {OVERDUE.code}", "[Plazo]", "1/12/2026", "Mal copiado")
    await presses(team, await talked(team, talk), "Confirmar")
    one = await kept(team, OVERDUE.code)

    assert (one.deadline, one.original_deadline) == (date(2026, 12, 1), OVERDUE.original_deadline)


@pytest.mark.parametrize(
    ("field", "same"),
    [
        ("Texto", DUE_SOON.text),
        ("Comunidad", "[Qucha]"),
        ("Plazo", f"{DUE_SOON.deadline:%d/%m/%Y}"),
        ("Plazo", "[30]"),  # of the calendar
    ],
)
async def test_what_it_says_already_is_no_rectification(field: str, same: str, team: World) -> None:
    number = await events(team)
    asked = await talked(team, (RECTIFY[0], f"[{field}]", same))

    assert text(asked).startswith("⚠️ Eso mismo dice ya.")
    assert "¿Cómo debe decir?" in text(asked)
    assert await events(team) == number


@pytest.mark.parametrize(
    ("field", "stored_as"),
    [("Plazo", date(2026, 3, 15)), ("Plazo original", date(2026, 3, 15)), ("Fecha del acta", "2026-03-15")],
)
async def test_a_date_is_rectified_in_words(field: str, stored_as: date | str, team: World) -> None:
    talk = (f"/corregir {OVERDUE.code}", f"[{field}]", "15 de marzo de 2026", "Mal copiado")
    await presses(team, await talked(team, talk), "Confirmar")
    one = await kept(team, OVERDUE.code)

    assert stored_as in (one.deadline, one.original_deadline, one.acta_date)
    assert (await verified(team)).ok


async def test_a_deadline_that_was_none_is_taken_away_where_there_is_one(team: World) -> None:
    talk = (f"/corregir {DUE_SOON.code}", "[Plazo]", "[No tiene plazo]", "El acta no la da")
    await presses(team, await talked(team, talk), "Confirmar")
    one = await kept(team, DUE_SOON.code)

    assert (one.deadline, one.deadline_origin) == (None, DeadlineOrigin.NONE)
    assert "No tiene plazo" not in labels(await talked(team, talk[:2]))


async def test_an_acta_is_dated_in_words_too(team: World) -> None:
    talk = (*CREATE[:6], "3 de noviembre de 2026", *CREATE[7:])
    await presses(team, await talked(team, talk), "Confirmar")

    assert (await kept(team, "VAL-12")).acta_date == "2026-11-03"


async def test_a_day_that_passed_while_the_draft_waited_is_asked_again_and_nothing_else(team: World) -> None:
    shown = await talked(team, (f"/prorrogar {OVERDUE.code}", "mañana", *EXTEND[2:]))
    later(team, hours=23)
    number = await events(team)
    asked = await presses(team, shown, "Confirmar")

    assert text(asked).startswith("⚠️ Una prórroga es para después de hoy (24/11/2026).")
    assert "¿Cuál es la nueva fecha?" in text(asked)
    assert (await events(team), text(await presses(team, shown, "Confirmar"))) == (number, OLD)
    await presses(team, await says(team, EXTEND[1]), "Confirmar")
    one = await kept(team, OVERDUE.code)
    assert (one.deadline, one.extended_by, one.extended_why) == (LATER, *(word.strip("[]") for word in EXTEND[2:]))


@pytest.mark.parametrize("words", WRITTEN, ids=range(len(WRITTEN)))
async def test_hostile_words_in_each_free_text_are_kept_and_shown_and_break_nothing(words: str, team: World) -> None:
    """INJ-01, INJ-05."""
    for talk in (
        (*STATUS[:2], words, "[Sin prueba]"),
        (*EXTEND[:2], words, words),
        (f"/responsable {OVERDUE.code}", "[Dice que no le toca]", "[MINSA]", words, words),
        (*RECTIFY[:2], words, words),
    ):
        shown = await talked(team, talk)
        assert "Todavía no guardé nada." in text(shown)
        assert text(await presses(team, shown, "Confirmar")).startswith("Guardado")
    create = (*CREATE[:2], words, words, "[Wayra]", words, "[Sin fecha]", "[No tiene plazo]", "[Nadie todavía]")
    await presses(team, await talked(team, create), "Confirmar")

    assert (await verified(team)).ok
    assert [one.status for one in team.telegram.ledger if one.status >= 400] == []
    assert await stored(team, "VAL-12") is not None
    assert OTHER_MESA.slug not in {one.mesa for one in await of_valley(team) if one.status_words == words}


@pytest.mark.parametrize("words", WRITTEN, ids=range(len(WRITTEN)))
async def test_hostile_names_of_institutions_and_codes_make_no_other_thing(words: str, team: World) -> None:
    """INJ-01, INJ-04."""
    asked = await talked(team, (*NAME[:2], words))
    if any("Otra: " in label for label in labels(asked)):
        shown = await talked(team, ("[Otra: ", "[Sí, agregar]"), message=asked)
        assert text(await presses(team, shown, "Confirmar")).startswith("Guardado")
    assert text(await talked(team, ("/compromiso", words))).startswith("⚠️")

    assert (await verified(team)).ok
    assert [one.status for one in team.telegram.ledger if one.status >= 400] == []


@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_in_a_group_nothing_is_begun(talk: Talk, team: World) -> None:
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, talk[0], GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert labels(answer) == []


@pytest.mark.parametrize("talk", WIZARDS.values(), ids=WIZARDS)
async def test_who_is_no_coordinator_any_more_confirms_nothing(talk: Talk, team: World) -> None:
    """AUT-07."""
    await second_coordinator(team)
    shown, number = await talked(team, talk, SECOND), await events(team)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), SECOND)

    assert text(await presses(team, shown, "Confirmar", SECOND)) == OLD
    assert await events(team) == number


@pytest.mark.parametrize("command", ["estado", "prorrogar", "responsable", "corregir", "preguntar"])
async def test_a_code_that_no_commitment_has_is_said_to_be_unknown(command: str, team: World) -> None:
    assert text(await says(team, f"/{command} XYZ-99")) == "No encontré ese código: XYZ-99"
    assert text(await says(team, f"/{command}")) == f"Escriba el código del compromiso, así: /{command} ESP-10"
