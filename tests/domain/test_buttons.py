"""What each reading button carries, to the letter."""

from __future__ import annotations

import pytest

from bot.domain import buttons
from bot.domain.asking import Ask, Which

# Old buttons work after an update: these strings are in people's chats and may never change their meaning.
SAID = [
    (buttons.language("qu"), "v1:g:qu"),
    (buttons.mesa(3), "v1:m:3"),
    (buttons.subgroup(3, 0), "v1:u:3:0"),
    (buttons.listing(Ask(3, Which.OVERDUE, page=2), 1), "v1:l:3:o:1:2"),
    (buttons.listing(Ask(3, Which.INSTITUTION, institution="mtc"), 0, 7), "v1:l:3:i:0:1:7"),
    (buttons.listing(Ask(3, Which.TOPIC, query="agua yaku"), 0), "v1:l:3:t:0:1:agua yaku"),
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
]


@pytest.mark.parametrize(("made", "data"), SAID)
def test_what_each_button_carries(made: str, data: str) -> None:
    assert made == data
