"""Hard words in plain ones: the list of them, one with its meaning, and what is said of a word nobody wrote down."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import buttons
from bot.domain.asking import Ask, Page, Which
from bot.domain.glossary import Term
from bot.domain.messages import Button, Message
from bot.texts.language import Language
from bot.texts.markup import Html, bold, italic, lines, paragraphs, quote
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, back, fitting, foot, turning

EXAMPLE = "/glosario canon"


def listing(language: Language, page: int, *, replaces: bool = False) -> Message:
    """One page of the words, a button each. page: from 1 to the glossary's last."""
    glossary = language.glossary
    rows = (*word_rows(glossary.page(page)), turning(language, page, glossary.pages, buttons.terms))
    question = bold(language.say("glossary.question", "¿Qué palabra quiere entender?"))
    text = paragraphs(lines(question, example(language)), foot(language, page, glossary.pages))
    return Message(text, rows=tuple(row for row in rows if row), replaces=replaces)


def example(language: Language) -> Html:
    """The same as a command."""
    return language.say("glossary.example", "Escriba una palabra: {example}", example=EXAMPLE)


def word_rows(terms: Sequence[Term]) -> Rows:
    return fitting([Button(term.name, buttons.term(term.key)) for term in terms], LETTERS_OF_A_ROW, 2)


def meaning(
    language: Language, term: Term, *, about: Page | None = None, card: int = 0, replaces: bool = False
) -> Message:
    """about: the commitments that hold the word, if any do. card: the commitment it was pressed in, 0 = none."""
    found = [to_commitments(language, term, about)] if about and about.total else []
    to_card = [back(language, buttons.card(card))] if card else []
    to_list = Button(language.plain("button.glossary", "Glosario"), buttons.terms(language.glossary.page_of(term)))
    rows = tuple((button,) for button in (*found, *to_card, to_list))
    return Message(paragraphs(title(term), explained(language, term)), rows=rows, replaces=replaces)


def title(term: Term) -> Html:
    return Html(f"{bold(term.name)} ({term.full})") if term.full else bold(term.name)


def explained(language: Language, term: Term) -> Html:
    """In the reader's language; Quechua that says less has the Spanish under it, and where there is none it says so."""
    if language.code != "qu":
        return lines(term.spanish)
    if not term.quechua:
        only = language.say("glossary.spanish_only", "Por ahora solo está en castellano.")
        return paragraphs(italic(only), quote(term.spanish))
    return paragraphs(term.quechua, quote(term.spanish) if len(term.quechua) < len(term.spanish) else "")


def to_commitments(language: Language, term: Term, page: Page) -> Button:
    label = language.plain("glossary.commitments", "Compromisos: {word} ({n})", word=term.name, n=page.total)
    return Button(label, buttons.listing(Ask(page.ask.mesa, Which.TOPIC, query=page.ask.query), 0))


def not_found(language: Language, nearest: Sequence[Term]) -> Message:
    """Never a guess: the words most like it are offered, and the whole list."""
    text = lines(
        language.say("glossary.not_found", "No encontré esa palabra."),
        nearest and language.say("glossary.choose_one", "Elija una de estas:"),
    )
    to_list = Button(language.plain("button.glossary", "Glosario"), buttons.terms())
    return Message(text, rows=(*word_rows(nearest), (to_list,)))
