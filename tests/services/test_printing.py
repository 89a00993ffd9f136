"""A letter put into words: what cannot be is left out alone, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.domain.commitments import Commitment
from bot.domain.notices import Kind
from bot.domain.recipients import Recipient, Role
from bot.domain.told import Told
from bot.services.delivering import Letter
from bot.services.printing import Printer
from bot.texts.markup import plain
from tests.cast import LONG_OVERDUE, MEMBER, OVERDUE
from tests.languages import LANGUAGES
from tests.texts.test_reminders import about

BROKEN: Commitment = replace(OVERDUE, code="VAL-09", text=None)  # type: ignore[arg-type]  # no text can say it


def letter(told: Told) -> Letter:
    return Letter(Recipient(b"1", "mesa:1", MEMBER, Role.FOLLOWER), 1, Kind.REMINDER, told, "es", discreet=False)


def test_one_thing_that_cannot_be_said_is_left_out_alone(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = Counter[str]()
    whole, rest = about((LONG_OVERDUE, "overdue"), (BROKEN, "overdue")), about((LONG_OVERDUE, "overdue"))
    print_ = Printer(LANGUAGES, wrong.update)
    said = [print_(letter(whole)) for _ in range(2)]

    assert said == [Printer(LANGUAGES)(letter(rest))] * 2
    assert "VAL-02" in plain(said[0].text)
    assert wrong == {"TypeError": 1}
    assert capsys.readouterr().out.count("item_set_aside") == 1


def test_where_nothing_can_be_said_it_is_raised() -> None:
    with pytest.raises(TypeError):
        Printer(LANGUAGES)(letter(about((BROKEN, "overdue"))))
