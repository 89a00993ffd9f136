"""What the words mean, without a database, a clock or Telegram."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import buttons
from bot.domain.asking import Ask, Page, Which
from bot.domain.callbacks import MOST_BYTES, number, pack, unpack
from bot.domain.commitments import (
    Clock,
    ClockKind,
    Commitment,
    Responsibility,
    Role,
    Stance,
    Status,
    Verification,
    clock,
    overdue,
    verification,
    without_responsible,
)
from bot.domain.folding import fold, fold_code, looks_like_code, safe_code, slug
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Institution, MesaState
from bot.domain.messages import Button, Message
from bot.domain.statuses import read_mesa_state, read_outcome, read_status

TODAY = date(2026, 11, 24)


def commitment(days: int | None = None, status: Status = Status.PENDING, **more: object) -> Commitment:
    deadline = TODAY + timedelta(days=days) if days is not None else None
    return Commitment("m", "A-1", "Hacer algo", deadline=deadline, status=status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "status", "expected"),
    [
        (None, Status.PENDING, Clock(ClockKind.NO_DEADLINE)),
        (31, Status.PENDING, Clock(ClockKind.ON_TIME, 31)),
        (30, Status.PENDING, Clock(ClockKind.DUE_SOON, 30)),
        (0, Status.IN_PROGRESS, Clock(ClockKind.DUE_SOON, 0)),  # the last day is still in time
        (-1, Status.NO_INFORMATION, Clock(ClockKind.OVERDUE, 1)),
        (-400, Status.BREACHED, Clock(ClockKind.OVERDUE, 400)),
        (-1, Status.DONE, Clock(ClockKind.CLOSED)),
        (-1, Status.UNFEASIBLE, Clock(ClockKind.CLOSED)),
        (-1, Status.PERMANENT, Clock(ClockKind.NO_DEADLINE)),
    ],
)
def test_what_the_clock_says(days: int | None, status: Status, expected: Clock) -> None:
    assert clock(commitment(days, status), TODAY) == expected


def test_an_extension_is_told_whatever_the_clock_says() -> None:
    assert clock(commitment(5, original_deadline=TODAY), TODAY).extended is True
    assert clock(commitment(5, original_deadline=TODAY + timedelta(days=5)), TODAY).extended is False


@given(st.integers(-5_000, 5_000), st.sampled_from(Status))
def test_overdue_and_clock_agree(days: int, status: Status) -> None:
    one = commitment(days, status)

    assert overdue(one.deadline, one.status, TODAY) == (clock(one, TODAY).kind is ClockKind.OVERDUE)


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        (0, 0, Verification.UNVERIFIED),
        (2, 0, Verification.UNVERIFIED),  # fewer than three voices could tell who spoke
        (3, 0, Verification.CONFIRMED),
        (2, 1, Verification.DISPUTED),
    ],
)
def test_the_community_is_heard_from_three_voices_up(yes: int, no: int, expected: Verification) -> None:
    assert verification(commitment(confirmations=yes, disputes=no)) is expected


def test_nobody_owes_it_if_nobody_is_named_or_everybody_declines() -> None:
    declined = Responsibility("pcm", "PCM", stance=Stance.DECLINED)
    provisional = Responsibility("pcm", "PCM", Role.PROVISIONAL)

    assert without_responsible(commitment())
    assert without_responsible(commitment(responsibilities=(declined,)))
    assert without_responsible(commitment(responsibilities=(provisional,)))
    assert not without_responsible(commitment(responsibilities=(declined, Responsibility("minsa", "MINSA"))))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", Status.NO_INFORMATION),
        ("no verificado (en gestión a nov-2015)", Status.NO_INFORMATION),
        ("cumplido (RM 182-2022-PCM)", Status.DONE),
        ("reportado como único punto cumplido a mar-2020", Status.DONE),
        ("incumplido a mar-2020 y set-2022", Status.BREACHED),
        ("en disputa: nuevo paro en nov-2016 por compromisos asumidos", Status.NO_INFORMATION),
        ("vencido: 44,25 % de avance y contrato resuelto", Status.IN_PROGRESS),
        ("vencido", Status.NO_INFORMATION),
        ("63 cumplidos / 13 en ejecución / 35 programados", Status.IN_PROGRESS),
        ("60,15 % al reinicio; estado posterior no verificado", Status.IN_PROGRESS),
        ("anunciado", Status.SCHEDULED),
        ("solicitado", Status.PENDING),
        ("PERMANENTE", Status.PERMANENT),
        ("no viable", Status.UNFEASIBLE),
        ("abierto", Status.PENDING),
        ("cerrado", Status.DONE),
    ],
)
def test_messy_words_have_one_meaning(words: str, status: Status) -> None:
    assert read_status(words) == (status, True)


@given(st.text(max_size=60))
def test_any_words_are_a_status_and_unknown_ones_accuse_nobody(words: str) -> None:
    status, understood = read_status(words)

    assert understood or status is Status.NO_INFORMATION


def test_unknown_words_are_told_to_be_unknown() -> None:
    assert read_status("quién sabe") == (Status.NO_INFORMATION, False)
    assert read_outcome("quién sabe") == (Outcome.UNKNOWN, False)
    assert read_mesa_state("quién sabe") == (MesaState.ACTIVE, False)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("no verificado", Outcome.UNKNOWN),
        ("Convocada", Outcome.SCHEDULED),
        ("realizada", Outcome.HELD),
        ("reprogramada para marzo", Outcome.POSTPONED),
        ("suspendida por falta de quórum", Outcome.NO_QUORUM),
        ("suspendida", Outcome.SUSPENDED),
        ("cancelada", Outcome.CANCELLED),
        ("acta sin firma", Outcome.UNSIGNED),
    ],
)
def test_how_a_session_went(words: str, outcome: Outcome) -> None:
    assert read_outcome(words) == (outcome, True)


def test_the_states_of_a_mesa() -> None:
    states = [read_mesa_state(words)[0] for words in ("activa", "Interrumpida", "cerrada en 2013")]
    assert states == [MesaState.ACTIVE, MesaState.SUSPENDED, MesaState.CONCLUDED]


@pytest.mark.parametrize("typed", ["ESP-07", "esp 7", "Esp–07", "esp.007", " ESP07 "])
def test_a_code_is_one_however_it_is_typed(typed: str) -> None:
    assert fold_code(typed) == "esp7"
    assert looks_like_code(typed)


@pytest.mark.parametrize("words", ["agua", "2 reuniones", "quiero el ESP-07", "", "12", "a" * 40 + "-1"])
def test_plain_words_are_no_code(words: str) -> None:
    assert not looks_like_code(words)


def test_folding() -> None:
    assert fold("  Ñan   P’UNCHAW Cañón ") == "nan p'unchaw canon"
    assert safe_code("C-01/2024 ñ") == "C-01-2024-n"
    assert slug("C.C. Fuerabamba") == "c-c-fuerabamba"


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), max_size=8), max_size=4))
def test_a_buttons_fields_come_back(fields: list[str]) -> None:
    data = "x" * 99
    try:
        data = pack("w", *fields)
    except ValueError:
        assert len("v1:w:" + ":".join(fields)) > MOST_BYTES // 4
        return
    assert unpack(data) == ("w", *fields)


@pytest.mark.parametrize("data", ["", "v1", "v1:", "v3:l:1", "v2:l", "l:1", "basura"])
def test_what_is_not_ours_is_nothing(data: str) -> None:
    assert unpack(data) == ()


def test_a_button_never_holds_more_than_telegram_takes() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        pack("l", "ñ" * 40)
    with pytest.raises(ValueError, match="colon"):
        pack("l", "a:b")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("-1", None),
        ("٣", None),
        (" 12", None),
        ("1_000", None),
        ("1e9", None),
        ("9" * 30, None),
        ("", None),
    ],
)
def test_numbers_are_ascii_digits(field: str, value: int | None) -> None:
    assert number(field) == value


def test_every_reading_button_fits_with_the_largest_numbers() -> None:
    big = 10**12
    longest = Ask(big, Which.TOPIC, query="x" * 36, page=999)

    for data in (
        buttons.listing(Ask(1, Which.TOPIC, query="x" * 36, page=99), 9),
        buttons.meetings(big, past=True),
        buttons.who(big),
    ):
        assert len(data.encode()) <= MOST_BYTES
    with pytest.raises(ValueError, match="64 bytes"):
        buttons.listing(longest, 99_999)


def test_which_travels_in_buttons_and_never_changes() -> None:
    assert {which.name: which.value for which in Which} == {
        "ALL": "a",
        "OVERDUE": "o",
        "DUE_SOON": "s",
        "NO_DEADLINE": "n",
        "NO_RESPONSIBLE": "r",
        "DONE": "d",
        "PENDING": "p",
        "INSTITUTION": "i",
        "TOPIC": "t",
        "UNANSWERED": "u",
        "CONTESTED": "c",
    }


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (6, 1), (7, 2)])
def test_how_many_pages(total: int, pages: int) -> None:
    assert Page(Ask(1), "m", (), total).pages == pages


def test_a_session_begins_at_its_mesas_hour() -> None:
    lima = Meeting("m", "S-1", TODAY, time(9))

    assert lima.starts_at == datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=-5)))
    assert lima.starts_at is not None
    assert lima.starts_at.astimezone(UTC).hour == 14
    assert Meeting("m", "S-1", TODAY).starts_at is None


def test_an_institution_is_called_by_its_acronym() -> None:
    assert Institution("minsa", "Ministerio de Salud", "MINSA").short == "MINSA"
    assert Institution("mp", "Municipalidad").short == "Municipalidad"


def test_a_message_has_buttons_or_a_keyboard() -> None:
    with pytest.raises(ValueError, match="not both"):
        Message("x", rows=((Button("a", "v1:i"),),), keyboard=(("a",),))
