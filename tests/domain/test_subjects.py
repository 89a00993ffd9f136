"""What a short question is about, once something was spoken of."""

from __future__ import annotations

import pytest

from bot.domain.intents import Intent
from bot.domain.questions import Understood, understand
from bot.domain.subjects import About, Subject, follow_up, narrows
from tests.lexicon import LEXICON

COMMITMENT = Subject(About.COMMITMENT, "7")
INSTITUTION = Subject(About.INSTITUTION, "mtc")
TOPIC = Subject(About.TOPIC, "agua")
MEETINGS = Subject(About.MEETINGS, "espinar")

ABOUT_THE_SUBJECT = {
    "¿y quién es el responsable?": Intent.WHO_IS_RESPONSIBLE,
    "¿quién es responsable?": Intent.WHO_IS_RESPONSIBLE,
    "¿y quién paga?": Intent.WHO_IS_RESPONSIBLE,
    "pitaq ruwanan": Intent.WHO_IS_RESPONSIBLE,
    "¿y para cuándo?": Intent.COMMITMENT_DETAIL,
    "¿y cuándo vence?": Intent.COMMITMENT_DETAIL,
    "¿ya cumplieron?": Intent.COMMITMENT_DETAIL,
    "¿y cómo va?": Intent.COMMITMENT_DETAIL,
    "¿y cuándo es que se va a cumplir?": Intent.COMMITMENT_DETAIL,  # long, but begins as what follows
    "¿por qué?": Intent.COMMITMENT_DETAIL,
    "hayk'aqtaq hunt'anqaku": Intent.COMMITMENT_DETAIL,
}
ITS_OWN = [
    "¿y cuándo es la reunión?",
    "¿y quién es el coordinador?",
    "¿y quién firmó el acta?",
    "¿y quién asistió?",
    "¿y quién me avisa?",
    "gracias",
    "¿y quién es responsable del hospital?",
    "¿y cuándo vence ESP-07?",
    "quién es el responsable de todo esto",  # long, and nothing tells that it follows
    "¿y en castellano, cómo va?",
    "hola",
    "",
    "¿y?",
    "¿y los vencidos?",
    "¿y los cumplidos?",
    "p'unchawnin pasasqakunari",
]
ABOUT_THE_MEETINGS = [
    "¿y cuándo?",
    "¿y dónde?",
    "¿y cuándo es la reunión?",
    "maypitaq",
    "¿a qué hora?",
    "¿quién convoca?",
]
NOT_ABOUT_THE_MEETINGS = [
    "¿y quién es el responsable?",
    "¿y cuándo me avisan?",
    "¿y el acta?",
    "¿y dónde está el hospital?",
]


def asked(text: str) -> Understood:
    return understand(text, LEXICON)


@pytest.mark.parametrize("subject", [COMMITMENT, INSTITUTION, TOPIC], ids=lambda subject: subject.about.name)
@pytest.mark.parametrize(("text", "intent"), ABOUT_THE_SUBJECT.items())
def test_what_names_nothing_is_about_the_subject(text: str, intent: Intent, subject: Subject) -> None:
    assert follow_up(asked(text), subject) is intent


@pytest.mark.parametrize("text", ["¿y ya venció?", "p'unchawnin pasasqari"])
def test_whether_it_is_overdue_is_about_the_commitment(text: str) -> None:
    assert follow_up(asked(text), COMMITMENT) is Intent.COMMITMENT_DETAIL


@pytest.mark.parametrize("text", ITS_OWN)
def test_what_names_something_or_speaks_of_something_else_is_a_question_of_its_own(text: str) -> None:
    assert follow_up(asked(text), COMMITMENT) is None


@pytest.mark.parametrize("text", ABOUT_THE_MEETINGS)
def test_when_and_where_are_about_the_meetings_spoken_of(text: str) -> None:
    assert follow_up(asked(text), MEETINGS) is Intent.NEXT_SESSION


@pytest.mark.parametrize("text", NOT_ABOUT_THE_MEETINGS)
def test_what_else_is_asked_is_not_about_the_meetings(text: str) -> None:
    assert follow_up(asked(text), MEETINGS) is None


@pytest.mark.parametrize(
    ("text", "subject", "kept"),
    [
        ("¿y los vencidos?", INSTITUTION, True),
        ("¿y los vencidos?", TOPIC, True),
        ("hunt'asqakunari", TOPIC, True),
        ("¿y los vencidos?", COMMITMENT, False),
        ("¿y los vencidos?", MEETINGS, False),
        ("¿y los de agua?", INSTITUTION, False),
        ("los vencidos", INSTITUTION, False),
    ],
)
def test_a_list_that_follows_is_of_the_institution_or_topic_spoken_of(text: str, subject: Subject, kept: bool) -> None:
    assert narrows(asked(text), subject) is kept
