"""Whatever is in the data, a reminder is one message that Telegram takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.callbacks import MOST_BYTES
from bot.domain.commitments import Commitment, Responsibility, Stance, Status
from bot.domain.commitments import Role as Part
from bot.domain.meetings import Meeting, Outcome
from bot.domain.mesas import Mesa, MesaState
from bot.domain.messages import Button, Message
from bot.domain.notices import About, Item, Kind
from bot.domain.recipients import Role
from bot.domain.told import Counts, Told
from bot.simulator import markup
from bot.texts.convening import MOST_CAPTION
from bot.texts.markup import LIMIT, plain, units
from bot.texts.reminders import discreet, reminder
from tests.cast import TODAY
from tests.languages import LANGUAGES
from tests.texts.test_facts import ES, QU

NASTY = (
    "</b>&amp;<a href='x'>",
    "{u.token} %(x)s {0.__class__}",
    "\r\nATTENDEE:x\u2028\x00",
    "👩‍👩‍👧‍👦" * 300,
    "a" * 5_000,
)
WORDS = st.one_of(st.text(max_size=40), st.sampled_from(NASTY), st.sampled_from(NASTY).map(lambda one: one * 3))
DAYS = st.one_of(st.none(), st.dates(TODAY - timedelta(days=4_000), TODAY + timedelta(days=4_000)))
NUMBERS = st.integers(0, 10**6)
STEPS = {
    About.COMMITMENT: (
        "before:30",
        "before:1",
        "overdue",
        "after:7",
        "after:30",
        "summary",
        "extended",
        "done",
        "x",
        "unanswered:15",
    ),
    About.MEETING: ("7d", "1d", "2h", "changed", "cancelled", "acta", "x"),
    About.MESA: ("no_session", "term", "term_over", "incomplete", "x"),
}
MOST = 7  # of each kind: more than are shown

OWED = st.builds(
    Responsibility, st.just("x"), WORDS, st.sampled_from(Part), st.sampled_from(Stance), words=WORDS, said_by=WORDS
)
SILENT = st.lists(OWED, max_size=4).map(tuple)
COMMITMENTS = st.builds(
    Commitment,
    mesa=WORDS,
    code=WORDS,
    text=WORDS,
    text_quechua=WORDS,
    subgroup=WORDS,
    deadline=DAYS,
    original_deadline=DAYS,
    extended_by=WORDS,
    extended_why=WORDS,
    status=st.sampled_from(Status),
    status_words=WORDS,
    status_date=st.one_of(WORDS, st.sampled_from(["2026", "2026-03", "2026-03-31"])),
    reserved=st.booleans(),
    responsibilities=st.lists(OWED, max_size=4).map(tuple),
    id=st.integers(1, 10**15 - 1),
)
MEETINGS = st.builds(
    Meeting,
    mesa=WORDS,
    code=WORDS,
    day=DAYS.map(lambda day: day or TODAY),
    starts=st.one_of(st.none(), st.times().map(lambda at: at.replace(microsecond=0))),
    subgroup=WORDS,
    place=WORDS,
    latitude=st.one_of(st.none(), st.floats(-90, 90)),
    longitude=st.one_of(st.none(), st.floats(-180, 180)),
    agenda=WORDS,
    convener=WORDS,
    outcome=st.sampled_from(Outcome),
    minutes_published=DAYS,
    source=WORDS,
    note=WORDS,
    id=st.integers(1, 10**15 - 1),
)
MESAS = st.builds(
    Mesa, st.just("m"), WORDS, state=st.sampled_from(MesaState), term_until=DAYS, id=st.integers(1, 10**9)
)
COUNTS = st.builds(Counts, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)


@st.composite
def anything_told(draw: st.DrawFn) -> Told:
    commitments = dict(enumerate(draw(st.lists(COMMITMENTS, max_size=MOST)), start=1))
    meetings = dict(enumerate(draw(st.lists(MEETINGS, max_size=MOST)), start=1))
    about = [(About.COMMITMENT, number) for number in commitments] + [(About.MEETING, one) for one in meetings]
    about += [(About.MESA, 1)] * draw(st.integers(0, 4))
    items = tuple(
        Item(kind, number, 1, draw(st.sampled_from(STEPS[kind])), draw(st.booleans()), draw(PARENTS))
        for kind, number in about
    )
    before = {number: draw(MEETINGS) for number in meetings if draw(st.booleans())}
    told = Told(draw(MESAS), TODAY, items, commitments, meetings, {5: draw(WORDS), 6: draw(WORDS)}, draw(COUNTS))
    now = datetime(TODAY.year, TODAY.month, TODAY.day, draw(st.integers(0, 23)), tzinfo=UTC)
    told = replace(told, silent={one: draw(SILENT) for one in commitments}, secretariat=draw(WORDS))
    told = replace(told, owed=frozenset(draw(st.sets(st.integers(1, 3)))))
    return replace(told, before=before, now=now, last_session=draw(st.one_of(st.none(), st.just(date(2026, 1, 2)))))


PARENTS = st.lists(st.sampled_from([5, 6, 7]), max_size=3).map(tuple)  # the last one has no name any more


def buttons(message: Message) -> Sequence[Button]:
    return [button for row in message.rows for button in row]


@settings(max_examples=100, deadline=None)
@given(anything_told(), st.sampled_from(Role), st.sampled_from(Kind), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_in_any_field_is_one_message_of_valid_html(told: Told, role: Role, kind: Kind, code: str) -> None:
    message = reminder(LANGUAGES[code], told, role=role, kind=kind)

    assert markup.parse_html(message.text)[0] == plain(message.text)
    assert 0 < units(plain(message.text).strip()) <= LIMIT
    for button in buttons(message):
        assert len(button.data.encode()) <= MOST_BYTES
        assert 0 < len(button.label) <= 100
        assert bool(button.data) != bool(button.url)
        assert urlsplit(button.url).netloc in ("", "t.me")
    assert message.file is None or units(message.file.caption) <= MOST_CAPTION


@settings(max_examples=20, deadline=None)
@given(anything_told(), st.sampled_from([Role.GROUP, Role.CHANNEL]))
def test_nothing_personal_is_ever_said_where_others_read(told: Told, role: Role) -> None:
    message = reminder(ES, told, role=role, kind=Kind.REMINDER)

    assert {button.data.split(":")[1] for button in buttons(message) if button.data} & {"ns", "na", "nv", "nr"} == set()
    assert role is Role.GROUP or [button for button in buttons(message) if button.data] == []


@given(st.integers(1, 10**15 - 1))
def test_a_discreet_notice_is_the_same_whatever_it_tells(notice: int) -> None:
    assert {discreet(ES, number).text for number in (notice, 1)} == {"Tiene un aviso."}


def test_the_longest_of_everything_still_is_one_message() -> None:
    long = "👩‍👩‍👧‍👦" * 200
    owed = tuple(Responsibility("x", long, part) for part in Part)
    commitment = Commitment(
        "m", long, long, deadline=TODAY - timedelta(days=900), original_deadline=TODAY, extended_by=long,
        extended_why=long, status=Status.IN_PROGRESS, status_words=long, responsibilities=owed, id=1,
    )  # fmt: skip
    meeting = Meeting("m", long, TODAY, time(9), long, long, None, None, long, long, Outcome.POSTPONED, note=long, id=1)
    items = [Item(About.COMMITMENT, number, 1, "overdue", parents=(5, 6)) for number in range(20)]
    items += [Item(About.MEETING, number, 1, "changed") for number in range(20)]
    told = Told(
        Mesa("m", long, id=1), TODAY, tuple(items), dict.fromkeys(range(20), commitment),
        dict.fromkeys(range(20), meeting), {5: long, 6: long}, Counts(9, 9, 9, 9, 9), dict.fromkeys(range(20), meeting),
    )  # fmt: skip

    for language in (ES, QU):
        for role in Role:
            text = reminder(language, told, role=role, kind=Kind.REMINDER).text
            assert 2_000 < units(plain(text)) <= LIMIT
