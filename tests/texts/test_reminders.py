"""Reminders word for word: what a member, a group, a coordinator and an institution's contact read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.commitments import Commitment, Status
from bot.domain.mesas import MesaState
from bot.domain.messages import Message
from bot.domain.notices import About, Item, Kind
from bot.domain.recipients import Role
from bot.domain.told import Counts, Told
from bot.texts.language import Language
from bot.texts.markup import plain
from bot.texts.reminders import discreet, reminder
from tests import cast
from tests.cast import DECLINED, DONE, DUE_SOON, LONG_OVERDUE, OVERDUE, TODAY
from tests.texts.test_facts import ES, QU

MESA = replace(cast.MESA, id=1)
COUNTS = Counts(overdue=3, no_deadline=1, no_responsible=2, unanswered=1, open=5)
TWO_HEADS = "Recordatorio\nMesa: Mesa de Diálogo del Valle\n\n"


def about(*told: tuple[Commitment, str], parents: tuple[int, ...] = (), late: bool = False, **facts: Any) -> Told:
    """Each commitment by the step that brings it; they are numbered from 1."""
    items = tuple(
        Item(About.COMMITMENT, number, 1, step, late, parents) for number, (_, step) in enumerate(told, start=1)
    )
    numbered = {number: replace(one, id=number) for number, (one, _) in enumerate(told, start=1)}
    plainly = Told(MESA, TODAY, items, numbered, parents={5: "PCM", 6: "Ministerio de Salud"})
    return replace(plainly, **facts)


def of_mesa(*steps: str, **facts: Any) -> Told:
    return Told(MESA, TODAY, tuple(Item(About.MESA, 1, 1, step) for step in steps), **facts)


def said(
    told: Told, *, role: Role = Role.FOLLOWER, kind: Kind = Kind.REMINDER, language: Language = ES
) -> tuple[str, list[list[str]]]:
    """(what is read, the buttons' labels row by row)"""
    message = reminder(language, told, role=role, kind=kind)
    return plain(message.text), labels(message)


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


def test_one_overdue_that_nobody_reported() -> None:
    assert said(about((LONG_OVERDUE, "overdue"))) == (
        TWO_HEADS + "VAL-02 · Pasó la fecha del compromiso «Entregar el estudio de la calidad del agua del río».\n"
        "\n"
        "Debía cumplirse el: 25 de agosto de 2026 (25/08/2026)\n"
        "🔴 venció hace 90 días\n"
        "\n"
        "Nadie ha informado todavía que se cumplió.\n"
        "\n"
        "Quién debe hacerlo: Minera del Valle S. A.\n"
        "\n"
        "Avise esto también a otros.",
        [["Ver VAL-02", "Compartir"], ["¿Quién debe actuar?"], ["Silencio"]],
    )


def test_one_overdue_in_quechua() -> None:
    text, rows = said(about((LONG_OVERDUE, "after:30")), language=QU)

    assert text.splitlines()[1] == "Rimanakuy: Mesa de Diálogo del Valle"
    assert "🔴 p'unchawnin pasasqaña: 90 p'unchaw" in text.splitlines()
    assert "Ruwaq: Minera del Valle S. A." in text.splitlines()
    assert rows[:2] == [[f"{QU.plain('button.view', 'Ver')} VAL-02", "Hukman willay"], ["¿Pitaq ruwanan?"]]


def test_one_overdue_that_was_extended_reported_and_escalated_as_a_coordinator_reads_it() -> None:
    assert said(about((OVERDUE, "after:30"), parents=(5, 6)), role=Role.COORDINATOR) == (
        TWO_HEADS + "VAL-01 · Pasó la fecha del compromiso «Construir el hospital de la provincia, con 40 camas».\n"
        "\n"
        "Debía cumplirse el: 3 de noviembre de 2026 (03/11/2026)\n"
        "🔴 venció hace 20 días\n"
        "Plazo original: 7 de mayo de 2026 (07/05/2026)\n"
        "Prorrogado por RM 077-2026.\n"
        "\n"
        "Estado: en proceso\n"
        "Noticia del setiembre de 2026:\n"
        "Con sus palabras: «en ejecución (44 %)»\n"
        "\n"
        "Quién debe hacerlo: MINSA, Municipalidad Provincial del Valle\n"
        "También avisé a PCM, Ministerio de Salud.",
        [
            ["Ver VAL-01", "Compartir"],
            ["¿Quién debe actuar?"],
            ["Ya lo sé: 7 días"],
            ["Ya lo sé: 30 días"],
            ["Silencio"],
        ],
    )


@pytest.mark.parametrize(
    ("step", "days", "lines"),
    [
        ("before:30", 30, ["Faltan solo 30 días para cumplir.", "Plazo: 23 de diciembre de 2026 (23/12/2026)"]),
        ("before:1", 1, ["Mañana se debe cumplir.", "Plazo: 24 de noviembre de 2026 (24/11/2026)"]),
        ("before:1", 0, ["Hoy se debe cumplir.", "Plazo: 23 de noviembre de 2026 (23/11/2026)"]),
    ],
)
def test_before_the_deadline_the_days_of_today_count_and_not_the_step(step: str, days: int, lines: list[str]) -> None:
    due = replace(DUE_SOON, deadline=TODAY + timedelta(days=days))
    text, _ = said(about((due, step)), role=Role.CONTACT)

    assert text == TWO_HEADS + "\n".join(
        [
            "VAL-10 · Mejorar la carretera al 100% hasta la comunidad",
            "",
            *lines,
            "",
            "Estado: pendiente",
            "",
            "Quién debe hacerlo: Municipalidad Provincial del Valle",
        ]
    )


def test_a_step_before_the_deadline_that_comes_after_it_says_that_it_is_overdue() -> None:
    text, _ = said(about((LONG_OVERDUE, "before:1")))

    assert "Pasó la fecha del compromiso" in text


def test_before_the_deadline_nobody_is_said_to_have_kept_silent() -> None:
    text, rows = said(about((replace(DUE_SOON, status=Status.NO_INFORMATION), "before:7")), role=Role.COORDINATOR)

    assert text.split("\n\n")[3] == "Estado: sin información"
    assert rows == [["Ver VAL-10", "Compartir"], ["¿Quién debe actuar?"], ["Silencio"]]


def test_a_new_date_says_the_first_one_the_instrument_and_why() -> None:
    moved = replace(OVERDUE, deadline=TODAY + timedelta(days=60), status_words="")
    text, _ = said(about((moved, "extended")), role=Role.GROUP)

    assert text == TWO_HEADS + (
        "VAL-01 · «Construir el hospital de la provincia, con 40 camas» tiene nueva fecha: "
        "22 de enero de 2027 (22/01/2027)\n"
        "\n"
        "Plazo original: 7 de mayo de 2026 (07/05/2026)\n"
        "Prorrogado por RM 077-2026.\n"
        "Razón de la prórroga: cambio del terreno\n"
        "\n"
        "Estado: en proceso\n"
        "\n"
        "Quién debe hacerlo: MINSA, Municipalidad Provincial del Valle"
    )


def test_a_new_date_says_the_one_before_it_and_the_first_once() -> None:
    moved = replace(OVERDUE, deadline=TODAY + timedelta(days=60), status_words="")
    second, first = date(2026, 11, 3), moved.original_deadline
    assert first is not None
    of_two = said(about((moved, "extended"), moved_from={1: second}))[0]
    of_one = said(about((moved, "extended"), moved_from={1: first}))[0]
    of_several = said(about((moved, "extended"), (DUE_SOON, "before:7"), moved_from={1: second}))[0]

    assert (
        "\nPlazo original: 7 de mayo de 2026 (07/05/2026)\nAntes: 3 de noviembre de 2026 (03/11/2026)\nProrrogado por"
    ) in of_two
    assert ("\n\nAntes: 7 de mayo de 2026 (07/05/2026)\n" in of_one, "Plazo original" in of_one) == (True, False)
    assert "\nAntes: 3 de noviembre de 2026 (03/11/2026)\n" in of_several
    assert "Antes" not in said(about((moved, "before:7"), moved_from={1: second}))[0]


def test_the_date_before_in_quechua() -> None:
    moved = replace(OVERDUE, deadline=TODAY + timedelta(days=60))

    assert (
        "\nÑawpaq: 3 p'unchaw noviembre killa 2026 watapi (03/11/2026)\n"
        in said(about((moved, "extended"), moved_from={1: date(2026, 11, 3)}), language=QU)[0]
    )


def test_of_a_new_date_only_few_days_are_said_to_be_left() -> None:
    near, far = (replace(OVERDUE, deadline=TODAY + timedelta(days=days)) for days in (30, 31))

    assert "\nFaltan solo 30 días para cumplir.\n" in said(about((near, "extended")))[0]
    assert "Faltan solo" not in said(about((far, "extended")))[0]


def test_what_is_reported_as_done_is_told_as_a_report() -> None:
    text, _ = said(about((DONE, "done")), role=Role.GROUP)

    assert text == TWO_HEADS + (
        "VAL-04 · Se informó que se cumplió «Publicar el plan de cierre».\n"
        "\n"
        "Estado: cumplido\n"
        "Con sus palabras: «cumplido y acreditado»\n"
        "\n"
        "Quién debe hacerlo: Minera del Valle S. A."
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"status": Status.UNFEASIBLE}, "Estado: no viable"),
        ({"status": Status.PERMANENT}, "Estado: permanente"),
        ({"deadline": None}, "Estado: pendiente"),
    ],
)
def test_what_has_no_running_deadline_counts_no_days(changes: dict[str, Any], line: str) -> None:
    text, _ = said(about((replace(DUE_SOON, **changes), "before:7")))

    assert line in text.splitlines()
    assert "Faltan" not in text


def test_a_date_that_was_taken_away_is_no_new_date() -> None:
    text, _ = said(about((replace(DUE_SOON, deadline=None), "extended")))

    assert text.splitlines()[3] == "VAL-10 · Mejorar la carretera al 100% hasta la comunidad"


def test_a_reserved_text_stays_reserved() -> None:
    message = reminder(
        ES, about((replace(LONG_OVERDUE, reserved=True), "overdue")), role=Role.FOLLOWER, kind=Kind.REMINDER
    )

    assert "Pasó la fecha del compromiso «texto reservado»." in message.text
    assert [button.url for row in message.rows for button in row if "calidad" in button.url] == []


def test_several_are_grouped_the_longest_overdue_first() -> None:
    told = about((DONE, "done"), (DUE_SOON, "before:7"), (OVERDUE, "after:7"), (LONG_OVERDUE, "summary"), parents=(5,))

    assert said(told) == (
        TWO_HEADS + "Compromisos vencidos (2):\n"
        "\n"
        "VAL-02 Entregar el estudio de la calidad del agua del río\n"
        "🔴 Venció hace 90 días. No sabemos si se cumplió.\n"
        "Quién debe hacerlo: Minera del Valle S. A.\n"
        "También avisé a PCM.\n"
        "\n"
        "VAL-01 Construir el hospital de la provincia, con 40 camas\n"
        "🔴 venció hace 20 días · en proceso\n"
        "Quién debe hacerlo: MINSA, Municipalidad Provincial del Valle\n"
        "Prorrogado por RM 077-2026.\n"
        "También avisé a PCM.\n"
        "\n"
        "Compromisos por vencer (1):\n"
        "\n"
        "VAL-10 Mejorar la carretera al 100% hasta la comunidad\n"
        "🟡 vence en 7 días\n"
        "Quién debe hacerlo: Municipalidad Provincial del Valle\n"
        "También avisé a PCM.\n"
        "\n"
        "Compromisos cumplidos (1):\n"
        "\n"
        "VAL-04 Publicar el plan de cierre\n"
        "✅ cumplido\n"
        "Quién debe hacerlo: Minera del Valle S. A.\n"
        "También avisé a PCM.",
        [["VAL-02", "VAL-01", "VAL-10"], ["VAL-04"], ["Silencio"]],
    )


def test_a_coordinator_marks_each_overdue_one() -> None:
    text, rows = said(about((OVERDUE, "summary"), (DECLINED, "summary"), (DUE_SOON, "before:7")), role=Role.COORDINATOR)

    assert text.endswith("\n\n✓ quiere decir: ya lo sé, no me lo repita en esos días.")
    assert rows == [["VAL-01", "✓ 7 días", "✓ 30 días"], ["VAL-05", "✓ 7 días", "✓ 30 días"], ["VAL-10"], ["Silencio"]]


def test_of_a_hundred_six_are_shown_and_a_button_leads_to_all() -> None:
    many = [
        (replace(LONG_OVERDUE, code=f"VAL-{n}", deadline=TODAY - timedelta(days=n)), "summary") for n in range(1, 101)
    ]
    text, rows = said(about(*many), role=Role.GROUP)

    assert [line[:7] for line in text.splitlines() if line.startswith("VAL-")] == [
        "VAL-100", "VAL-99 ", "VAL-98 ", "VAL-97 ", "VAL-96 ", "VAL-95 ",
    ]  # fmt: skip
    assert "Compromisos vencidos (100):" in text
    assert text.endswith("\n\nY 94 más.")
    assert rows == [["VAL-100", "VAL-99", "VAL-98"], ["VAL-97", "VAL-96", "VAL-95"], ["Vencidos"]]


def test_a_week_that_told_the_same_commitment_twice_says_it_once() -> None:
    told = about((LONG_OVERDUE, "overdue"))
    twice = replace(told, items=(*told.items, Item(About.COMMITMENT, 1, 1, "after:7", parents=(5,))))
    text, _ = said(twice, kind=Kind.DIGEST)

    assert text.splitlines()[:4] == [
        "Resumen de la semana",
        "Mesa: Mesa de Diálogo del Valle",
        "",
        "VAL-02 · Pasó la fecha del compromiso «Entregar el estudio de la calidad del agua del río».",
    ]
    assert text.count("También avisé a PCM.") == 1


def test_what_comes_late_is_excused_once_and_a_suspension_is_said() -> None:
    suspended = replace(MESA, state=MesaState.SUSPENDED)
    text, _ = said(about((OVERDUE, "after:7"), (LONG_OVERDUE, "after:7"), late=True, mesa=suspended))

    assert text.split("\n\n")[0].splitlines() == [
        "Recordatorio",
        "Mesa: Mesa de Diálogo del Valle",
        "La mesa está suspendida. Los plazos no se detienen.",
        "Aviso atrasado. Disculpe.",
    ]
    assert text.count("Disculpe") == 1


@pytest.mark.parametrize(
    ("role", "rows"),
    [
        (Role.FOLLOWER, [["Ver VAL-02", "Compartir"], ["¿Quién debe actuar?"], ["Silencio"]]),
        (Role.CONTACT, [["Ver VAL-02", "Compartir"], ["¿Quién debe actuar?"], ["Silencio"]]),
        (Role.GROUP, [["Ver VAL-02", "Compartir"], ["¿Quién debe actuar?"]]),
        (Role.CHANNEL, [["Compartir"]]),
    ],
)
def test_what_is_personal_is_no_button_where_others_read(role: Role, rows: list[list[str]]) -> None:
    assert said(about((LONG_OVERDUE, "overdue")), role=role)[1] == rows


def test_a_channel_has_nothing_to_press_under_several() -> None:
    assert said(about((LONG_OVERDUE, "overdue"), (OVERDUE, "overdue")), role=Role.CHANNEL)[1] == []


def test_what_changed_meanwhile_is_not_told_any_more() -> None:
    text, rows = said(Told(MESA, TODAY, ()))

    assert text == TWO_HEADS + "Lo que decía este aviso ya cambió."
    assert rows == [["Silencio"]]


@pytest.mark.parametrize(
    ("steps", "facts", "text"),
    [
        (
            ["no_session"],
            {"last_session": date(2026, 7, 1)},
            "Hace 145 días que no hay sesión.\nNo hay próxima sesión.",
        ),
        (["no_session"], {}, "No hay próxima sesión."),
        (
            ["term"],
            {"counts": COUNTS},
            (
                "La vigencia de la mesa termina en 38 días.\n"
                "Vigencia hasta: 31 de diciembre de 2026 (31/12/2026)\n"
                "Compromisos pendientes: 5"
            ),
        ),
        (
            ["term"],
            {"today": date(2026, 12, 31)},
            "La vigencia de la mesa termina hoy.\nVigencia hasta: 31 de diciembre de 2026 (31/12/2026)",
        ),
        (
            ["term_over"],
            {"today": date(2027, 1, 1)},
            "La vigencia de la mesa terminó.\nVigencia hasta: 31 de diciembre de 2026 (31/12/2026)",
        ),
        (["term"], {"mesa": replace(MESA, term_until=None)}, "Lo que decía este aviso ya cambió."),
    ],
)
def test_a_mesas_alarms(steps: list[str], facts: dict[str, Any], text: str) -> None:
    assert said(replace(of_mesa(*steps), **facts), role=Role.CONTACT)[0] == TWO_HEADS + text


def test_what_is_missing_is_told_to_the_team_for_the_next_session() -> None:
    assert said(of_mesa("incomplete", counts=COUNTS), role=Role.COORDINATOR) == (
        TWO_HEADS + "Con la fecha pasada: 3 compromisos\n"
        "Sin plazo: 1 compromiso\n"
        "Sin responsable: 2 compromisos\n"
        "Sin respuesta de quien debe hacerlo: 1 compromiso\n"
        "Se puede tratar en la próxima sesión.",
        [["Vencidos", "Sin plazo"], ["Sin responsable"], ["Silencio"]],
    )


def test_nothing_missing_any_more_is_no_list_of_zeros() -> None:
    text, rows = said(of_mesa("incomplete"), role=Role.COORDINATOR)

    assert (text, rows) == (TWO_HEADS + "Lo que decía este aviso ya cambió.", [["Silencio"]])


def test_a_discreet_notice_tells_nothing_but_that_there_is_one() -> None:
    message = discreet(ES, 31)

    assert (message.text, labels(message), message.rows[0][0].data) == ("Tiene un aviso.", [["Ver"]], "v1:nv:31")
    assert discreet(QU, 31).rows[0][0].label == QU.plain("button.view", "Ver")


SILENT = {1: LONG_OVERDUE.responsibilities}


def test_who_does_not_answer_is_named_with_since_when_and_who_is_to_see_to_it() -> None:
    told = about((LONG_OVERDUE, "unanswered:30"), parents=(5,), silent=SILENT, secretariat="SGSD")
    assert said(told, role=Role.COORDINATOR) == (
        TWO_HEADS + "VAL-02 · Entregar el estudio de la calidad del agua del río\n"
        "\n"
        "Debía cumplirse el: 25 de agosto de 2026 (25/08/2026)\n"
        "🔴 venció hace 90 días\n"
        "\n"
        "Estado: sin información\n"
        "\n"
        "Quién debe hacerlo: Minera del Valle S. A.\n"
        "Hace 30 días que Minera del Valle S. A. no responde si lo hará.\n"
        "Debe verlo la secretaría técnica: SGSD.\n"
        "También avisé a PCM.",
        [["Ver VAL-02", "Compartir"], ["¿Quién debe actuar?"], ["Silencio"]],
    )


def test_without_a_known_secretariat_the_team_is_to_see_to_it() -> None:
    text, _ = said(about((LONG_OVERDUE, "unanswered:15"), silent=SILENT), role=Role.COORDINATOR)

    assert "Debe verlo la coordinación de la mesa." in text.splitlines()


def test_several_that_nobody_answers_stand_under_their_head_beside_what_is_overdue() -> None:
    told = about((LONG_OVERDUE, "unanswered:15"), (OVERDUE, "after:7"), silent=SILENT)
    text, _ = said(told, role=Role.COORDINATOR)

    heads = [line for line in text.splitlines() if line.startswith(("Compromisos", "Sin respuesta"))]
    assert heads == ["Compromisos vencidos (1):", "Sin respuesta de quien debe hacerlo: 1 compromiso"]
    assert text.index("VAL-01") < text.index("VAL-02")


def test_what_is_overdue_and_unanswered_is_overdue_and_says_so_too() -> None:
    told = about((LONG_OVERDUE, "after:7"), silent=SILENT)
    told = replace(told, items=(*told.items, replace(told.items[0], step="unanswered:15")))
    text, rows = said(told, role=Role.COORDINATOR)

    assert "Pasó la fecha" in text
    assert "Hace 15 días que Minera del Valle S. A. no responde si lo hará." in text
    assert ["Ya lo sé: 7 días"] in rows


CONTACTS = [["Acepto"], ["No nos corresponde"], ["Informar cómo va"]]


@pytest.mark.parametrize(
    ("told", "role", "expected"),
    [
        (about((OVERDUE, "overdue"), owed=frozenset({1})), Role.CONTACT, CONTACTS),
        (about((OVERDUE, "overdue"), owed=frozenset({2})), Role.CONTACT, [["Mis compromisos"]]),
        (about((OVERDUE, "overdue")), Role.CONTACT, []),  # of an institution above
        (about((OVERDUE, "overdue"), owed=frozenset({1})), Role.COORDINATOR, []),
        (about((OVERDUE, "overdue"), (DUE_SOON, "before:7"), owed=frozenset({1})), Role.CONTACT, [["Mis compromisos"]]),
        (about((DONE, "done"), owed=frozenset({1})), Role.CONTACT, [["Mis compromisos"]]),
    ],
)
def test_a_contact_can_answer_at_once_for_what_its_institution_owes(
    told: Told, role: Role, expected: list[list[str]]
) -> None:
    answers = {label for row in [*CONTACTS, ["Mis compromisos"]] for label in row}

    assert [row for row in said(told, role=role)[1] if set(row) & answers] == expected
