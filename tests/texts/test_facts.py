"""Facts in, words out, in both languages: the cases the journeys do not pass through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.asking import Ask, Page, Which
from bot.domain.commitments import Clock, ClockKind, Commitment, Responsibility, Role, Stance, Status
from bot.domain.history import Change
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, Mesa, MesaState
from bot.texts import acting, card, clock, commitments, institutions, meetings, pages, start
from bot.texts.history import history
from bot.texts.ics import calendar_file
from bot.texts.markup import plain
from tests.languages import LANGUAGES

ES, QU = LANGUAGES["es"], LANGUAGES["qu"]
TODAY = date(2026, 11, 24)
MESA = Mesa("valle", "Mesa del Valle", id=1)
ONE = Commitment("valle", "A-1", "Hacer algo", id=7)


@pytest.mark.parametrize(
    ("running", "reported", "es", "qu"),
    [
        (Clock(ClockKind.DUE_SOON, 0), Status.PENDING, "vence hoy", "kunan p'unchawmi hunt'ana"),
        (Clock(ClockKind.DUE_SOON, 1), Status.PENDING, "vence mañana", "paqarinmi hunt'ana"),
        (Clock(ClockKind.ON_TIME, 90), Status.PENDING, "vence en 90 días", "hunt'ana p'unchaw: 90 p'unchawmanta"),
        (
            Clock(ClockKind.OVERDUE, 1),
            Status.PENDING,
            "venció hace 1 día · pendiente",
            "p'unchawnin pasasqaña: 1 p'unchaw · hunt'anaraq",
        ),
        (
            Clock(ClockKind.OVERDUE, 9),
            Status.BREACHED,
            "venció hace 9 días · incumplido, según se informó",
            "p'unchawnin pasasqaña: 9 p'unchaw · mana hunt'asqa",
        ),
        (
            Clock(ClockKind.OVERDUE, 1_000),
            Status.IN_PROGRESS,
            "venció hace 2 años · en proceso",
            "p'unchawnin pasasqaña: 2 wata · ruwakuchkan",
        ),
        (Clock(ClockKind.CLOSED), Status.DONE, "", ""),
    ],
)
def test_the_clock_in_words(running: Clock, reported: Status, es: str, qu: str) -> None:
    assert [clock.clock_phrase(one, running, reported) for one in (ES, QU)] == [es, qu]


def test_a_card_of_a_reserved_text_says_so_in_both_languages() -> None:
    reserved = replace(ONE, reserved=True, text="secreto")

    assert "texto reservado" in plain(card.card(ES, reserved, MESA, TODAY).text)
    assert "pakasqa qillqa" in plain(card.card(QU, reserved, MESA, TODAY).text)
    assert "secreto" not in card.card(ES, reserved, MESA, TODAY).text


def test_a_quechua_text_is_preferred_to_a_borrowed_one() -> None:
    both = replace(ONE, text_quechua="Imatapas ruway")

    assert "Imatapas ruway" in card.card(QU, both, MESA, TODAY).text
    assert "castellano" not in card.card(QU, both, MESA, TODAY).text.lower()
    assert "Hacer algo" in card.card(ES, both, MESA, TODAY).text


def test_nobody_provisional_and_accepted_owners() -> None:
    provisional = Responsibility("pcm", "PCM", Role.PROVISIONAL)
    accepted = Responsibility("minsa", "MINSA", stance=Stance.ACCEPTED)

    assert plain(card.owners(ES, ONE)) == "Quién debe hacerlo: sin responsable"
    assert plain(card.owners(ES, replace(ONE, responsibilities=(provisional,)))) == "Responsable provisional: PCM"
    assert plain(card.owners(QU, replace(ONE, responsibilities=(accepted,)))) == "Ruwaq: MINSA\nMINSA nisqaqa arí nin."
    only_with = replace(ONE, responsibilities=(Responsibility("mtc", "MTC", Role.CO_RESPONSIBLE),))
    assert plain(card.owners(ES, only_with)) == "sin responsable\nJunto con: MTC"


def test_the_communitys_own_truth() -> None:
    confirmed = replace(ONE, confirmations=3)
    disputed = replace(ONE, confirmations=2, disputes=2)

    assert card.community(ES, confirmed) == "La comunidad dice: confirmado\nSí se cumplió: 3 · No se cumplió: 0"
    assert card.community(QU, disputed).endswith("Hunt'asqa: 2 · Manam hunt'asqachu: 2")


def test_the_history_in_words_leaves_out_what_has_no_name() -> None:
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # still the 23rd in Lima
    changes = [
        Change(at, "status", None, "pending"),
        Change(at, "deadline", "2026-01-01", "2026-06-30"),
        Change(at, "deadline", "2026-06-30", ""),
        Change(at, "text", "a", "Hacer <b>algo</b>"),
        Change(at, "status_words", None, "en obra"),
        Change(at, "extras", None, "x"),
    ]

    assert plain(history(ES, ONE, changes).text).splitlines()[2:] == [
        "Historia:",
        "23/11/2026 · Estado: pendiente",
        "23/11/2026 · Plazo: 30 de junio de 2026 (30/06/2026)",
        "23/11/2026 · Qué: Hacer <b>algo</b>",
        "23/11/2026 · Con sus palabras: «en obra»",
    ]
    assert "Manaraqmi imapas hukchasqachu." in history(QU, ONE, []).text


def test_who_must_act_when_nobody_is_named() -> None:
    assert "sin responsable" in acting.who(ES, ONE, []).text
    owed = Responsibility("mp", "Municipalidad")
    told = acting.who(ES, ONE, [(owed, Institution("mp", "Municipalidad"), None)]).text
    assert plain(told).splitlines()[2:] == ["Quién debe hacerlo: Municipalidad", "todavía no responde"]


@pytest.mark.parametrize("which", [Which.ALL, Which.OVERDUE, Which.DUE_SOON, Which.NO_DEADLINE, Which.NO_RESPONSIBLE])
def test_an_empty_list_is_said_as_what_it_means(which: Which) -> None:
    nothing = Page(Ask(1, which), "Mesa del Valle", (), 0)
    said = plain(commitments.listing(ES, nothing, None, TODAY, MESA).text).splitlines()[-1]

    assert (
        said
        == {
            Which.ALL: "No hay compromisos.",
            Which.OVERDUE: "No hay compromisos vencidos.",
            Which.DUE_SOON: "No hay compromisos por vencer.",
            Which.NO_DEADLINE: "Todos los compromisos tienen plazo.",
            Which.NO_RESPONSIBLE: "Todos los compromisos tienen responsable.",
        }[which]
    )


@pytest.mark.parametrize(
    ("which", "said"),
    [
        (Which.ALL, ["Quién debe hacerlo: MINSA", "", "No hay compromisos."]),
        (Which.OVERDUE, ["Quién debe hacerlo: MINSA", "", "No hay compromisos vencidos."]),
        (Which.DUE_SOON, ["Quién debe hacerlo: MINSA", "", "No hay compromisos por vencer."]),
        (Which.DONE, ["Compromisos cumplidos (0):", "Quién debe hacerlo: MINSA", "", "No hay compromisos."]),
        (Which.PENDING, ["Compromisos pendientes (0):", "Quién debe hacerlo: MINSA", "", "No hay compromisos."]),
        (Which.NO_DEADLINE, ["Compromisos sin plazo (0):", "Quién debe hacerlo: MINSA", "", "No hay compromisos."]),
    ],
)
def test_an_empty_list_of_an_institution_does_not_say_that_it_has_none_at_all(which: Which, said: list[str]) -> None:
    nothing = Page(Ask(1, which, institution="minsa"), "Mesa del Valle", (), 0, "MINSA")

    assert plain(commitments.listing(ES, nothing, None, TODAY, MESA).text).splitlines()[1:] == said


@pytest.mark.parametrize(
    ("owed", "said"),
    [
        ([], []),
        ([(Role.RESPONSIBLE, Stance.ASSIGNED), (Role.CO_RESPONSIBLE, Stance.ASSIGNED)], ["Quién debe hacerlo: A, B"]),
        ([(Role.CO_RESPONSIBLE, Stance.ASSIGNED)], ["Quién debe hacerlo: sin responsable", "Junto con: A"]),
        ([(Role.RESPONSIBLE, Stance.DECLINED)], ["Quién debe hacerlo: sin responsable"]),
        ([(Role.PROVISIONAL, Stance.ASSIGNED)], ["Responsable provisional: A"]),
    ],
)
def test_a_list_names_nobody_as_responsible_who_is_not(owed: list[tuple[Role, Stance]], said: list[str]) -> None:
    responsibilities = tuple(
        Responsibility(name.lower(), name, role, stance) for name, (role, stance) in zip("AB", owed, strict=False)
    )
    shown = commitments.item(ES, replace(ONE, responsibilities=responsibilities), TODAY)

    assert plain(shown).splitlines()[2:] == said


def test_the_same_code_in_two_mesas_is_asked_about() -> None:
    asked = commitments.found_several(QU, [ONE, replace(ONE, mesa="puna", id=8)])

    assert (asked.text, [row[0].label for row in asked.rows]) == (
        "Kaykunatam tarini. Hukta akllay:",
        ["A-1 · valle", "A-1 · puna"],
    )


@pytest.mark.parametrize(
    ("state", "es", "qu"),
    [
        (MesaState.ACTIVE, "", ""),
        (
            MesaState.SUSPENDED,
            "La mesa está suspendida. Los plazos no se detienen.",
            "Rimanakuyqa tatisqam. Hunt'ana p'unchawkunaqa hinallam kachkan.",
        ),
        (MesaState.CONCLUDED, "La mesa terminó.", "Rimanakuyqa tukusqam."),
    ],
)
def test_the_state_of_a_mesa_is_said_where_its_clock_is_read(state: MesaState, es: str, qu: str) -> None:
    mesa = replace(MESA, state=state)

    assert [start.suspension(one, mesa) for one in (ES, QU)] == [es, qu]
    assert es in plain(card.card(ES, ONE, mesa, TODAY).text)
    assert es in plain(meetings.upcoming(ES, mesa, [], TODAY).text)


@pytest.mark.parametrize(
    ("outcome", "es", "qu"),
    [
        (Outcome.POSTPONED, "postergada", "huk p'unchawman astasqa"),
        (Outcome.NO_QUORUM, "sin quórum", "mana quórum nisqayuq"),
        (Outcome.CANCELLED, "cancelada", "manaña kanqachu"),
        (Outcome.UNSIGNED, "sin firma", "acta mana firmasqa"),
    ],
)
def test_how_a_session_went_in_words(outcome: Outcome, es: str, qu: str) -> None:
    assert [meetings.outcome(one, outcome) for one in (ES, QU)] == [es, qu]


def test_a_session_that_will_not_be_says_so_first_and_in_its_calendar_file() -> None:
    off = Meeting(
        "valle", "S-1", TODAY + timedelta(days=3), time(9), outcome=Outcome.CANCELLED, place="Plaza, Espinar", id=4
    )
    lines = plain(meetings.upcoming(ES, MESA, [off], TODAY).text).splitlines()

    assert lines[4] == "Estado: cancelada"
    assert b"STATUS:CANCELLED" in calendar_file((off, "x"))


def test_published_minutes_and_words_of_a_past_session() -> None:
    past = Meeting(
        "valle", "S-1", TODAY - timedelta(days=3), outcome_words="no verificado", minutes_published=TODAY, id=4
    )
    told = plain(meetings.meeting(ES, MESA, past, TODAY).text)

    assert "Cómo fue: sin información\nCon sus palabras: «no verificado»" in told
    assert told.endswith("acta publicada")


def test_past_sessions_turn_their_pages() -> None:
    one = Meeting("valle", "S-1", TODAY - timedelta(days=3), id=4)
    told = meetings.past(ES, MESA, [one], 20, 2, 4, TODAY)

    assert [button.label for row in told.rows for button in row] == [
        "S-1",
        "◀ Anterior",
        "Siguiente ▶",
        "Próxima sesión",
    ]
    assert plain(meetings.past(QU, MESA, [], 0, 1, 1, TODAY).text).endswith("Manaraqmi huñunakuy kanchu.")


def test_a_session_without_coordinates_has_no_pin() -> None:
    told = meetings.pin(ES, Meeting("valle", "S-1", TODAY))

    assert (told.venue, told.text) == (None, "Lugar: todavía no se informó")


@pytest.mark.parametrize("text", ["Sesión\r\nATTENDEE:mailto:x", "a\rb", "c\u2028d", "x" * 500])
def test_nothing_in_a_calendar_file_becomes_a_property_of_its_own(text: str) -> None:
    """INJ-08"""
    session = Meeting("valle", "S-1", TODAY, agenda=text, place=text, latitude=-14.0, longitude=-71.0)
    content = calendar_file((session, text))

    assert content.count(b"BEGIN:VEVENT") == 1
    assert not any(line.startswith(b"ATTENDEE") for line in content.splitlines())
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_mesa_that_owes_nothing_and_no_mesa_at_all() -> None:
    assert "No hay compromisos." in institutions.responsibles(ES, MESA, [], 1, 1).text
    assert plain(start.choose_mesa(QU, [], introduce=False).text) == "Manaraqmi rimanakuy kanchu."


def test_privacy_in_quechua_says_where_it_borrows_spanish() -> None:
    words = plain(pages.privacy(QU).text)

    assert words.startswith("Telegram yupayniykitawan akllasqaykitawan pakasqatam waqaychani.")
    assert "Kayqa manaraqmi runasimipi qillqasqachu. Castellano simipi kaymi:" in words
    assert "Kayqa manaraqmi" not in pages.privacy(ES).text


def test_what_failed_is_excused_in_both_languages() -> None:
    assert [pages.failed(one).text for one in (ES, QU)] == [
        "Disculpe, hay un problema. Espere un poco y escriba otra vez.",
        "Pampachaykuway, sasachakuymi kachkan. Asllata suyaspa huktawan qillqamuy.",
    ]
