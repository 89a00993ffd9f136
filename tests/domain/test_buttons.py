"""What each reading button carries, to the letter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import buttons
from bot.domain.asking import OFFER_BYTES, QUERY_BYTES, QUERY_BYTES_BESIDE_DAYS, Ask, Which
from bot.domain.callbacks import MOST_BYTES
from bot.domain.intents import Intent

WEEK = (date(2026, 11, 30), date(2026, 12, 6))

# Old buttons work after an update: these strings are in people's chats and may never change their meaning.
SAID = [
    (buttons.language("qu"), "v1:g:qu"),
    (buttons.mesa(3), "v1:m:3"),
    (buttons.subgroup(3, 0), "v1:u:3:0"),
    (buttons.listing(Ask(3, Which.OVERDUE, page=2), 1), "v1:l:3:o:1:2"),
    (buttons.listing(Ask(3, Which.INSTITUTION, institution="mtc"), 0, 7), "v1:l:3:i:0:1:7"),
    (buttons.listing(Ask(3, Which.TOPIC, query="agua yaku"), 0), "v1:l:3:t:0:1:agua yaku"),
    (buttons.listing(Ask(3, Which.DONE, institution="mtc"), 0, 7), "v1:l:3:d:0:1:7"),
    (buttons.listing(Ask(3, Which.DONE, query="agua"), 0), "v1:l:3:d:0:1::agua"),
    (buttons.listing(Ask(3, Which.OVERDUE, due=WEEK), 0), "v1:l:3:o:0:1:::20261130-20261206"),
    (buttons.listing(Ask(3, Which.DONE, query="agua", due=WEEK), 0, 7), "v1:l:3:d:0:1:7:agua:20261130-20261206"),
    (buttons.offer(Intent.LIST_COMMITMENTS, "agua"), "v1:q:0:agua"),
    (buttons.offer(Intent.OUT_OF_SCOPE, "agua"), "v1:q:13:agua"),
    (buttons.card(12), "v1:c:12"),
    (buttons.history(12), "v1:h:12"),
    (buttons.who(12), "v1:w:12"),
    (buttons.meetings(3, past=True, subgroup_index=1, page=2), "v1:s:3:p:1:2"),
    (buttons.meetings(3, past=False), "v1:s:3:n:0:1"),
    (buttons.meeting(5), "v1:e:5"),
    (buttons.pin(5), "v1:v:5"),
    (buttons.ics(5), "v1:k:5"),
    (buttons.responsibles(3, 0), "v1:o:3:0:1"),
    (buttons.terms(), "v1:gl:1"),
    (buttons.terms(4), "v1:gl:4"),
    (buttons.term("canon"), "v1:gt:canon"),
    (buttons.term("canon", 12), "v1:gt:canon:12"),
    (buttons.home(), "v1:i"),
    (buttons.privacy(), "v1:p"),
    (buttons.help_(), "v1:y"),
    (buttons.forget(), "v1:f"),
    (buttons.notice(31), "v1:nv:31"),
    (buttons.silence(), "v1:ns"),
    (buttons.acknowledge(12, 30), "v1:na:12:30"),
    (buttons.deliveries(3, 2), "v1:ne:3:2"),
    (buttons.retry(31), "v1:nr:31"),
    (buttons.beside(buttons.card(12)), "v1:c:12:+"),
    (buttons.follow(3), "v1:fm:3:0"),
    (buttons.follow(3, 2), "v1:fm:3:2"),
    (buttons.follow_commitment(12), "v1:fc:12"),
    (buttons.stop(3), "v1:xm:3:0"),
    (buttons.stop_commitment(12), "v1:xc:12"),
    (buttons.notices(), "v1:av"),
    (buttons.wish("weekly"), "v1:aw:weekly"),
    (buttons.snooze(7), "v1:as:7"),
]


@pytest.mark.parametrize(("made", "data"), SAID)
def test_what_each_button_carries(made: str, data: str) -> None:
    assert made == data


DATES = st.dates(min_value=date(1900, 1, 1))


@given(st.tuples(DATES, DATES))
def test_days_are_read_as_they_were_written(days: tuple[date, date]) -> None:
    assert buttons.read_span(buttons.span(days)) == days


@pytest.mark.parametrize(
    "field",
    [
        "",
        "20261130",
        "20261130-",
        "2026113-20261206",
        "20261131-20261206",
        "a0261130-20261206",
        "٢٠٢٦١١٣٠-20261206",
        "1-2-3",
    ],
)
def test_what_no_button_of_ours_carries_is_no_days(field: str) -> None:
    assert buttons.read_span(field) is None


def test_the_order_of_intents_travels_inside_buttons() -> None:
    assert (
        [str(one) for one in Intent]
        == """
        list_commitments overdue_commitments commitment_detail next_session past_sessions who_is_responsible subscribe
        unsubscribe change_language help report_problem forget_me greeting out_of_scope""".split()
    )


def test_what_a_button_carries_fits_into_it() -> None:
    longest = [
        buttons.listing(Ask(99_999, Which.TOPIC, query="a" * QUERY_BYTES, page=99), 99),
        buttons.listing(Ask(99_999, Which.DONE, query="a" * QUERY_BYTES_BESIDE_DAYS, page=99, due=WEEK), 99, 9_999),
        buttons.offer(Intent.OUT_OF_SCOPE, "a" * OFFER_BYTES),
    ]

    assert [data for data in longest if len(data) > MOST_BYTES] == []
