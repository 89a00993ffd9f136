"""What one coordinator changed, in words to the others: short, whole, and nothing in it that Telegram refuses."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.commitments import DeadlineOrigin, Role, Stance, Status
from bot.domain.history import Change, Recorded
from bot.domain.meetings import Outcome
from bot.domain.mesas import MesaState
from bot.domain.notices import About, Item
from bot.domain.told import Told
from bot.simulator import markup
from bot.texts import fields
from bot.texts.markup import LIMIT, plain, units
from bot.texts.team import MOST, team_changes
from tests.cast import MESA, NOW, TODAY
from tests.languages import LANGUAGES
from tests.texts.test_any_reminder import WORDS
from tests.texts.test_facts import ES

ENUMS = {"status": Status, "outcome": Outcome, "state": MesaState, "deadline_origin": DeadlineOrigin}
IN_WORDS = ("text", "acta", "acta_date", "status_words", "rectified_why", "note", "place", "caption", "kind", "unknown")
OWED = st.tuples(WORDS, st.sampled_from(Role), st.sampled_from(Stance))


def change(field: str, words: st.SearchStrategy[str]) -> st.SearchStrategy[Change]:
    return st.builds(Change, st.just(NOW), st.just(field), st.one_of(st.none(), st.just(""), words), words)


CHANGES = st.one_of(
    *(change(field, WORDS) for field in IN_WORDS),
    *(change(field, st.sampled_from([one.value for one in kind])) for field, kind in ENUMS.items()),
    *(change(field, st.just(TODAY.isoformat())) for field in fields.DAYS),
    st.builds(Change, st.just(NOW), st.just("responsibilities"), WORDS, WORDS, owed=st.lists(OWED).map(tuple)),
)
RECORDED = st.builds(
    Recorded,
    st.just(0),
    st.sampled_from(["c-4f2a91c0", "cli", "clock"]),
    st.sampled_from(["commitment", "meeting", "evidence", "mesa", "institution"]),
    WORDS,
    st.lists(CHANGES, max_size=30).map(tuple),
    st.booleans(),
    st.integers(0, 10**15 - 1),
)


def told(*events: Recorded) -> Told:
    numbered = {number: replace(one, seq=number) for number, one in enumerate(events, 1)}
    items = tuple(Item(About.EVENT, number, 1, "recorded") for number in numbered)
    return Told(MESA, TODAY, items, events=numbered)


@settings(max_examples=100, deadline=None)
@given(st.lists(RECORDED, min_size=1, max_size=MOST + 3), st.sampled_from(sorted(LANGUAGES)))
def test_whatever_was_changed_is_one_message_of_valid_html(events: list[Recorded], language: str) -> None:
    message = team_changes(LANGUAGES[language], told(*events))

    read = markup.parse_html(message.text)[0]
    assert read == plain(message.text)
    assert units(read) <= LIMIT
    assert all(button.label.strip() and len(button.data.encode()) <= 64 for row in message.rows for button in row)


def test_the_longest_event_still_is_one_message() -> None:
    long = "👩‍👩‍👧‍👦" * 200
    owed = ((long, "co_responsible", "declined"),) * 20
    changes = tuple(
        Change(NOW, field, long, long, owed=owed) for field in ("responsibilities", *IN_WORDS * 3) if field != "unknown"
    )
    event = Recorded(1, "c-4f2a91c0", "commitment", long, changes, number=7)

    assert 2_000 < units(plain(team_changes(ES, told(*[event] * MOST)).text)) <= LIMIT


def test_it_says_who_did_what_to_what() -> None:
    owed = (("MINSA", "responsible", "declined"), ("PCM", "provisional", "assigned"))
    event = Recorded(
        1,
        "c-4f2a91c0",
        "commitment",
        "VAL-01",
        (
            Change(NOW, "responsibilities", "PCM", "MINSA, PCM", owed=owed),
            Change(NOW, "deadline", "2026-12-01", "2027-01-31"),
            Change(NOW, "extended_by", "", "RM 1"),
            Change(NOW, "status", "pending", "done"),
            Change(NOW, "seats", "[]", '[["pcm",""]]'),
            Change(NOW, "rectifications", "", "1"),
        ),
        number=7,
    )

    message = team_changes(ES, told(event))

    assert plain(message.text) == (
        "Mesa: Mesa de Diálogo del Valle\n\n"
        "La coordinación 4F2A cambió VAL-01:\n"
        "Estado: «pendiente» → «cumplido»\n"
        "Plazo: «01/12/2026» → «31/01/2027»\n"
        "Responsables: MINSA (responsable, dice que no le toca); PCM (provisional)\n"
        "Prorrogado por: «RM 1»\n"
        "Integrantes: «pcm»"
    )
    assert [(button.label, button.data) for row in message.rows for button in row] == [("Ver VAL-01", "v1:c:7:+")]


def test_a_new_thing_a_proof_and_what_the_server_changed_are_called_so() -> None:
    events = (
        Recorded(1, "c-4f2a91c0", "meeting", "S-01", (), new=True, number=3),
        Recorded(2, "c-4f2a91c0", "evidence", "VAL-01/2", (Change(NOW, "kind", None, "photo"),), new=True),
        Recorded(3, "cli", "mesa", "valle", ()),
        *(
            Recorded(4 + n, "cli", "evidence", f"VAL-01/{n}", (Change(NOW, "kind", None, "link"),), new=True)
            for n in (1, 2)
        ),
        Recorded(
            9, "cli", "evidence", "VAL-01/1", (Change(NOW, "withdrawn", "", "No es"), Change(NOW, "held", "", ""))
        ),
    )

    assert plain(team_changes(ES, told(*events)).text).split("\n\n")[1:] == [
        "La coordinación 4F2A registró S-01:",
        "La coordinación 4F2A adjuntó como prueba de VAL-01:\nTipo: «foto»",
        "Cambió valle, desde el servidor:",
        "Se adjuntó como prueba de VAL-01, desde el servidor:\nenlace (2)",
        "Se retiró una prueba de VAL-01, desde el servidor:\nRazón: «No es»",
    ]
