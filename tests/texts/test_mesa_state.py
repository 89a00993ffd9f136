"""How members hear that a mesa is suspended, goes on or is concluded, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.mesas import Mesa, MesaState
from bot.domain.notices import About, Item, Kind
from bot.domain.recipients import Role
from bot.domain.told import Told
from bot.texts.reminders import reminder
from tests.cast import MESA, TODAY
from tests.languages import LANGUAGES

AWAY = replace(MESA, state=MesaState.SUSPENDED, suspended_since=date(2026, 11, 20), suspended_why="paro <b>general</b>")


def heard(code: str, mesa: Mesa, step: str) -> str:
    told = Told(mesa, TODAY, (Item(About.MESA, 1, 1, step),))
    return reminder(LANGUAGES.named(code), told, role=Role.FOLLOWER, kind=Kind.CHANGE).text


@pytest.mark.parametrize(
    ("code", "mesa", "step", "said"),
    [
        (
            "es",
            AWAY,
            "suspended",
            (
                "La mesa está suspendida. Los plazos no se detienen.\nDesde: 20 de noviembre de 2026 (20/11/2026)\n"
                "Su razón: paro &lt;b&gt;general&lt;/b&gt;"
            ),
        ),
        ("es", MESA, "resumed", "La mesa volvió a empezar."),
        ("es", replace(MESA, state=MesaState.CONCLUDED), "concluded", "La mesa terminó."),
        ("qu", MESA, "resumed", "Rimanakuyqa huktawanmi qallarisqa."),
        ("qu", replace(MESA, state=MesaState.CONCLUDED), "concluded", "Rimanakuyqa tukusqam."),
        (
            "qu",
            replace(AWAY, suspended_since=None, suspended_why=""),
            "suspended",
            "Rimanakuyqa tatisqam. Hunt'ana p'unchawkunaqa hinallam kachkan.",
        ),
    ],
)
def test_the_news_is_said_once(code: str, mesa: Mesa, step: str, said: str) -> None:
    text = heard(code, mesa, step)

    assert text.split("\n\n")[1:] == [said]
    assert text.count(said.splitlines()[0]) == 1
