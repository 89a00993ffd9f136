"""/panel: what needs the coordinators of the mesa at hand, each line one tap, or one command, from where it is seen to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import event

from bot.chat.coordinating import overseeing
from bot.chat.request import Kind, Request, Route
from bot.chat.routes import find, routes
from bot.domain.commitments import Commitment, Responsibility, Status
from bot.domain.mesas import Mesa, MesaState
from bot.domain.messages import Message
from bot.domain.notices import State
from bot.domain.people import Settings as Choices
from bot.domain.recipients import ADMINS, Role, team_of
from bot.store import commitments, institutions, meetings, mesas, people, recipients
from bot.store.database import Session
from bot.texts.panel import ACTIONS
from tests import cast
from tests.cast import (
    COORDINATOR,
    GROUP,
    HELD,
    MEMBER,
    MESA,
    NOW,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OUTSIDER,
    TODAY,
    UNCONFIRMED,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, buttons, codes, labels, text
from tests.journeys.writing import presses, says
from tests.languages import LANGUAGES
from tests.lexicon import LEXICON
from tests.store.test_deliveries import told

OLD = "Esto ya no sirve. Elija otra vez."
ADMIN = OUTSIDER  # who may be made an administrator
EMPTY = Mesa("nueva", "Mesa nueva")


async def at_hand(db: Session, chat: int, slug: str) -> None:
    await people.remember(db, chat, Choices("es", slug))


async def coordinating(world: World, mesa: Mesa, some: Iterable[Commitment] = ()) -> None:
    """The coordinator sees to a mesa of these commitments too, and has it at hand."""
    async with world.database.transaction() as db:
        await mesas.save(db, mesa, actor="a", now=NOW)
        for one in some:
            await commitments.save(db, replace(one, mesa=mesa.slug), actor="a", now=NOW)
        await recipients.save(db, team_of(await number_of(db, mesa.slug)), COORDINATOR, Role.COORDINATOR)
        await at_hand(db, COORDINATOR, mesa.slug)


async def an_admin(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, ADMINS, ADMIN, Role.ADMIN)


def begins(message: Json) -> list[str]:
    return [one["callback_data"] for one in buttons(message) if one["callback_data"].startswith("v1:pc:")]


def told_lines(message: Json) -> list[str]:
    return text(message).split("\n\n")[1].splitlines()


async def test_what_needs_attention_most_urgent_first(team: World) -> None:
    await told(team.database, {(State.DEAD, "refused"): 2, (State.SENT, ""): 5})
    first = await says(team, "/panel")
    second = await presses(team, first, "Siguiente")

    assert text(first) == (
        "Panel · Mesa de Diálogo del Valle\n"
        "23/11/2026\n"
        "Compromisos (7)\n"
        "\n"
        "Vencidos: 3; el más antiguo venció hace 90 días.\n"
        "· Minera del Valle S. A.: 1, venció hace 90 días\n"
        "· Municipalidad Provincial del Valle: 1, venció hace 20 días\n"
        "· MINSA: 1, venció hace 20 días\n"
        "Por vencer en 30 días: 1\n"
        "Sin plazo: 1\n"
        "Sin responsable: 2\n"
        "Sin respuesta del responsable: 4\n"
        "Con alguien que declina: 1\n"
        "Sesiones pasadas sin resultado: 1\n"
        "Actas sin publicar: 1\n"
        "Avisos que no llegaron: 2\n"
        "\n"
        "Página 1 de 2\n"
        "\n"
        "Cada botón también se escribe, así: /panel envios"
    )
    assert told_lines(second) == ["Vencidos: 3; el más antiguo venció hace 90 días.", "· PCM: 1, venció hace 5 días"]
    assert labels(second) == ["PCM (1)", "◀ Anterior"]
    assert first["message_id"] == second["message_id"]
    assert len(labels(first)) == len(set(labels(first)))


async def test_what_is_years_old_is_told_in_years(team: World) -> None:
    old = replace(cast.LONG_OVERDUE, deadline=TODAY - timedelta(days=1000))
    await coordinating(team, Mesa("vieja", "Mesa vieja"), [old])

    assert told_lines(await says(team, "/panel"))[:2] == [
        "Vencido: 1; venció hace 2 años.",
        "· Minera del Valle S. A.: 1, venció hace 2 años",
    ]


@pytest.mark.parametrize(
    ("label", "words", "there", "listed"),
    [
        ("Vencidos (3)", "vencidos", "Compromisos vencidos (3):", ["VAL-02", "VAL-01", "VAL-05"]),
        ("Minera del Valle S. A. (1)", "minera-valle", "Compromisos vencidos (1):", ["VAL-02"]),
        ("MINSA (1)", "minsa", "Compromisos vencidos (1):", ["VAL-01"]),
        ("PCM (1)", "pcm", "Compromisos vencidos (1):", ["VAL-05"]),
        ("Por vencer (1)", "por vencer", "Compromisos por vencer (1):", ["VAL-10"]),
        ("Sin plazo (1)", "SIN PLAZO", "Compromisos sin plazo (1):", ["VAL-3"]),
        ("Sin responsable (2)", "sin responsable", "Compromisos sin responsable (2):", ["VAL-05", "VAL-3"]),
        (
            "Sin respuesta (4)",
            "sin respuesta",
            "Compromisos sin respuesta del responsable (4):",
            ["VAL-02", "VAL-01", "VAL-10", "VAL-11"],
        ),
        ("Declinados (1)", "declinados", "Compromisos que alguien declina (1):", ["VAL-05"]),
        ("Sin resultado (1)", "sin resultado", "S-02", []),
        ("Actas (1)", "actas", "S-01", []),
        ("Envíos (2)", "envios", "Envíos de los últimos 30 días", []),
    ],
)
async def test_each_line_is_one_tap_or_one_command_from_where_it_is_seen_to(
    label: str, words: str, there: str, listed: list[str], team: World
) -> None:
    await told(team.database, {(State.DEAD, "refused"): 2})
    panel = await says(team, "/panel")
    if label not in labels(panel):
        panel = await presses(team, panel, "Siguiente")
    pressed = await presses(team, panel, label)
    typed = await says(team, f"/panel {words}")

    assert there in text(pressed)
    assert codes(pressed) == listed
    assert pressed["message_id"] != panel["message_id"]  # the panel stays where it is
    assert text(typed) == text(pressed)
    assert labels(typed) == labels(pressed)


async def test_from_a_line_over_its_list_to_the_card_where_it_is_changed(team: World) -> None:
    listed = await presses(team, await says(team, "/panel"), "Minera del Valle")
    shown = await presses(team, listed, "VAL-02")

    assert "Cambiar" in labels(shown)


async def test_several_sessions_lead_to_the_past_ones(team: World) -> None:
    async with team.database.transaction() as db:
        for code in ("S-08", "S-09"):
            await meetings.save(db, replace(UNCONFIRMED, code=code), actor="a", now=NOW)
            await meetings.save(db, replace(HELD, code=f"{code}-H"), actor="a", now=NOW)

    assert "S-08" in text(await says(team, "/panel sin resultado"))
    assert "S-09-H" in text(await says(team, "/panel actas"))


@pytest.mark.parametrize(
    ("ends", "said"),
    [(40, None), (30, "La vigencia de la mesa termina en 30 días."), (-1, "La vigencia de la mesa terminó.")],
)
async def test_the_term_is_told_when_it_ends(ends: int, said: str | None, team: World) -> None:
    ending = replace(MESA, slug="breve", name="Mesa breve", term_until=TODAY + timedelta(days=ends))
    await coordinating(team, ending, [replace(cast.ON_TIME, responsibilities=())])

    lines = told_lines(await says(team, "/panel"))

    assert (said in lines) is (said is not None)
    assert ("Compromisos pendientes: 1" in lines) is (said is not None)


async def test_a_mesa_that_meets_no_more_is_told_until_it_is_concluded(team: World) -> None:
    long_ago = replace(HELD, mesa="quieta", day=TODAY - timedelta(days=200), minutes_published=TODAY)
    quiet = Mesa("quieta", "Mesa quieta", term_until=date(2025, 1, 1))
    await coordinating(team, quiet)
    async with team.database.transaction() as db:
        await meetings.save(db, long_ago, actor="a", now=NOW)
    active = await says(team, "/panel")
    async with team.database.transaction() as db:
        await mesas.save(db, replace(quiet, state=MesaState.CONCLUDED), actor="a", now=NOW)

    assert "Hace 200 días que no hay sesión." in told_lines(active)
    assert told_lines(await says(team, "/panel")) == ["La mesa todavía no tiene compromisos: no hay nada que vigilar."]


async def test_nothing_needs_you_is_said_only_when_all_was_looked_at(team: World) -> None:
    done = replace(cast.DONE, responsibilities=())
    await coordinating(team, EMPTY)
    empty = await says(team, "/panel")
    await coordinating(team, EMPTY, [done])
    calm = await says(team, "/panel")

    assert told_lines(empty) == ["La mesa todavía no tiene compromisos: no hay nada que vigilar."]
    assert "Como imagen" not in labels(empty)
    assert told_lines(calm) == [
        "Hoy nada necesita de usted. Miré plazos, responsables, sesiones, actas, vigencia y envíos."
    ]
    assert "Como imagen" in labels(calm)


async def test_an_empty_mesa_has_no_picture(team: World) -> None:
    await coordinating(team, EMPTY)

    assert text(await says(team, "/panel imagen")) == "La mesa todavía no tiene compromisos: no hay nada que vigilar."


async def test_the_same_as_a_picture_with_the_same_numbers_in_its_caption(team: World) -> None:
    panel = await says(team, "/panel")
    shown = await presses(team, panel, "Como imagen")
    typed = await says(team, "/panel imagen")

    assert (
        shown["caption"]
        == typed["caption"]
        == (
            "Mesa de Diálogo del Valle\n"
            "23/11/2026\n"
            "Vencidos: 3 · Por vencer: 1 · A tiempo: 1 · Sin plazo: 1 · Cumplidos: 1\n"
            "\n"
            "Minera del Valle S. A. · Vencidos: 1 · Cumplidos: 1\n"
            "Municipalidad Provincial del Valle · Vencidos: 1 · Por vencer: 1\n"
            "MINSA · Vencidos: 1\n"
            "PCM · Vencidos: 1 · A tiempo: 1\n"
            "SGSD · Sin plazo: 1"
        )
    )
    drawn = team.telegram.files[shown["photo"][0]["file_id"]][1]
    assert drawn.startswith(b"\x89PNG")
    assert drawn == team.telegram.files[typed["photo"][0]["file_id"]][1]


async def test_many_institutions_are_drawn_together_and_what_is_nobodys_apart(team: World) -> None:
    some = [
        Commitment("x", f"X-{at}", "x", status=Status.UNFEASIBLE, responsibilities=(Responsibility(f"i{at}", "I"),))
        for at in range(12)
    ]
    async with team.database.transaction() as db:
        for at in range(12):
            await institutions.save(db, replace(cast.TOWN, slug=f"i{at}", name=f"Institución {at}"), actor="a", now=NOW)
    await coordinating(team, Mesa("grande", "Mesa grande"), [*some, Commitment("x", "X-99", "x")])
    shown = await says(team, "/panel imagen")

    assert shown["caption"].splitlines()[-2:] == [
        "Otras instituciones (3) · No viables: 3",
        "Sin institución · Sin plazo: 1",
    ]


async def test_what_nobody_can_follow_is_told_so(team: World) -> None:
    assert text(await says(team, "/panel algo raro")) == (
        "Eso no está hoy en el panel. Escriba /panel y mire los botones."
    )


async def test_a_command_has_a_button_only_where_it_is(team: World) -> None:
    table = routes(LANGUAGES, LEXICON)
    there = {name for route in table if route.kind is Kind.COMMAND for name in route.names} & set(ACTIONS)
    panel = await says(team, "/panel")

    assert {data.split(":")[3] for data in begins(panel)} == there


@pytest.mark.parametrize(
    ("label", "command"),
    [("Nuevo compromiso", "/compromiso"), ("Anunciar", "/anunciar"), ("Equipo", "/equipo")],
)
async def test_what_can_be_begun_is_begun_as_by_its_command(label: str, command: str, team: World) -> None:
    pressed = await presses(team, await says(team, "/panel"), label)
    typed = await says(team, command)  # which says first that what was begun before is dropped

    assert text(typed).endswith(text(pressed))
    assert len(labels(typed)) == len(labels(pressed))


async def test_a_button_begins_what_its_command_begins_in_its_mesa(team: World) -> None:
    async def session(request: Request, db: Session) -> Message:
        return Message(f"{request.kind} {request.command} {request.text} {request.settings.mesa}")

    here = Request(
        NOW, COORDINATOR, COORDINATOR, private=True, kind=Kind.BUTTON, settings=Choices("es", OTHER_MESA.slug)
    )
    rows = overseeing(LANGUAGES, partial(find, (Route(Kind.COMMAND, ("sesion",), session),)))
    press = {route.names[0]: route.handler for route in rows}
    async with team.database.transaction() as db:
        valle = await number_of(db, MESA.slug)
        shown = await press["pn"](replace(here, data=("pn", str(valle), "1")), db)
        begun = await press["pc"](replace(here, data=("pc", str(valle), "sesion")), db)
        absent = await press["pc"](replace(here, data=("pc", str(valle), "anunciar")), db)

    assert [one.data for row in shown.rows for one in row if ":pc:" in one.data] == [f"v1:pc:{valle}:sesion"]
    assert (begun.text, absent.text) == ("command sesion  valle", OLD)


async def test_spanish_words_lead_there_in_every_language(team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, COORDINATOR, Choices("qu", MESA.slug))

    assert codes(await says(team, "/panel vencidos")) == ["VAL-02", "VAL-01", "VAL-05"]


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
async def test_to_everybody_else_there_is_no_such_command(who: int, team: World) -> None:
    unknown = await says(team, "/nosuch", who)

    for words in ("", " imagen", " 2", " vencidos", " valle", " mesas"):
        assert text(await says(team, f"/panel{words}", who)) == text(unknown), words


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
async def test_to_everybody_else_its_buttons_are_old(who: int, team: World) -> None:
    for data in ("pn:1:1", "pi:1", "pm:1", "pc:1:sesion", "pn:1", "pi", "pn:x:1", "pn:99:1", "pc:1:start"):
        answer = await says(team, "/ayuda", who)
        mark = len(team.telegram.ledger)
        team.telegram.press(who, answer["message_id"], f"v1:{data}", None)

        assert text((await team.heard(mark, who, 1))[0]) == OLD, data


@pytest.mark.parametrize(("who", "told"), [(COORDINATOR, True), (MEMBER, False), (OUTSIDER, False)])
async def test_help_leads_who_coordinates_to_it(who: int, told: bool, team: World) -> None:
    assert ("\n/panel: " in text(await says(team, "/ayuda", who))) is told


async def test_the_other_mesas_coordinator_reads_only_their_own(team: World) -> None:
    async with team.database.transaction() as db:
        await at_hand(db, OTHER_COORDINATOR, OTHER_MESA.slug)
    panel = await says(team, "/panel", OTHER_COORDINATOR)

    assert told_lines(panel)[0] == "Vencido: 1; venció ayer."
    assert "VAL-" not in text(await presses(team, panel, "MINSA", OTHER_COORDINATOR))


async def test_in_a_group_nothing_is_told(team: World) -> None:
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, "/panel", GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert "Panel" not in text(answer)


async def test_an_administrator_looks_at_every_mesa_chosen_by_buttons(team: World) -> None:
    await an_admin(team)
    async with team.database.transaction() as db:
        await at_hand(db, ADMIN, "")
    chosen = await says(team, "/panel", ADMIN)
    panel = await presses(team, chosen, "Puna", ADMIN)
    again = await presses(team, panel, "Otra mesa", ADMIN)

    assert text(chosen) == text(again) == "¿Qué mesa quiere ver?"
    assert labels(chosen) == ["Mesa de Diálogo de la Puna", "Mesa de Diálogo del Valle"]
    assert text(panel).startswith("Panel · Mesa de Diálogo de la Puna")
    assert text(await says(team, "/panel puna", ADMIN)) == text(panel)
    assert text(await says(team, "/panel mesas", ADMIN)) == text(chosen)
    assert {one["callback_data"].split(":")[3] for one in buttons(panel) if ":pc:" in one["callback_data"]} <= {
        "equipo"
    }


async def test_many_mesas_to_choose_from_turn_their_pages(team: World) -> None:
    await an_admin(team)
    async with team.database.transaction() as db:
        for at in range(9):
            await mesas.save(db, Mesa(f"m{at}", f"Mesa {at}"), actor="a", now=NOW)
    chosen = await says(team, "/panel mesas", ADMIN)
    turned = await presses(team, chosen, "Siguiente", ADMIN)

    assert len(labels(chosen)) == 9
    assert labels(turned)[3:] == ["◀ Anterior"]
    assert len({*labels(chosen)[:8], *labels(turned)[:3]}) == 11


async def test_who_is_no_coordinator_any_more_reads_nothing(team: World) -> None:
    panel = await says(team, "/panel")
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), COORDINATOR)

    assert text(await presses(team, panel, "Siguiente")) == OLD


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("how", ["typed", "turned", "drawn"])
async def test_it_is_counted_where_it_holds_no_writer(how: str, team: World) -> None:
    panel = await says(team, "/panel")
    written = list[str]()
    event.listen(
        team.database._writing.sync_engine, "before_cursor_execute", lambda *happened: written.append(happened[2])
    )
    if how == "typed":
        await says(team, "/panel 2")
    else:
        await presses(team, panel, "Siguiente" if how == "turned" else "Como imagen")

    assert [one for one in written if "standing" in one] == []
    assert any("processed_update" in one for one in written)


async def test_what_people_wrote_is_text_in_the_panel_and_in_its_picture(team: World) -> None:
    wrote = "<b>Mesa</b> & {n} ]]> \u202e"
    one = Commitment(
        "x", "X-1", "x", deadline=TODAY - timedelta(days=2), responsibilities=(Responsibility("mala", "m"),)
    )
    async with team.database.transaction() as db:
        await institutions.save(db, replace(cast.TOWN, slug="mala", name=wrote), actor="a", now=NOW)
    await coordinating(team, Mesa("rara", wrote), [one])
    panel = await says(team, "/panel")
    shown = await presses(team, panel, "Como imagen")

    assert text(panel).startswith(f"Panel · {wrote.strip()}")
    assert shown["caption"].startswith(wrote.strip())
    assert "photo" in shown
