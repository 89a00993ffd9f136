"""What somebody simply writes: understood and answered as what it asks; where that is not sure, it says so and offers buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import card, glossary
from bot.chat.answers import ABOUT_A_CODE, ABOUT_A_MESA, ANYWHERE, IN_A_GROUP, Question, coded
from bot.chat.here import mesa_at_hand, today_in
from bot.chat.request import Request
from bot.domain.asking import OFFER_BYTES
from bot.domain.callbacks import number
from bot.domain.folding import fold, whole_words
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.meanings import asked_term
from bot.domain.messages import Message
from bot.domain.questions import Understood, understand
from bot.domain.settled import settled
from bot.domain.subjects import FEW_WORDS, LISTS, follow_up, narrows
from bot.store import mesas, subjects
from bot.store.database import Session
from bot.store.names import names as names_of
from bot.texts import commitments as lists
from bot.texts import questions as texts
from bot.texts import start
from bot.texts.language import Language, Languages

# What each big button (bot/texts/start.py) asks for.
LABELLED = {
    "commitments": Intent.LIST_COMMITMENTS,
    "overdue": Intent.OVERDUE_COMMITMENTS,
    "meetings": Intent.NEXT_SESSION,
    "responsibles": Intent.WHO_IS_RESPONSIBLE,
    "help": Intent.HELP,
}


async def plain_words(
    request: Request, language: Language, db: Session, *, languages: Languages, lexicon: Lexicon
) -> Message:
    """The answer to a question; unsure, the two or three likeliest meanings as buttons: it never guesses.

    Who asks what a hard word means is told so first; a hard word alone is explained where it asks for nothing in a mesa.
    """
    if term := asked_term(request.text, language.glossary, alone=False):
        return await glossary.explain(term, request, language, db)
    question = await read(request, language, db, languages, lexicon)
    asked, subject = question.asked, question.subject
    if wants_another_mesa(asked):
        return start.choose_mesa(language, await mesas.all_mesas(db), introduce=False)
    follows = follow_up(asked, subject) if subject else None
    if subject and not follows and not narrows(asked, subject):
        question = replace(question, subject=None)
    meant = follows or of_label(request.text, languages) or settled(asked) or (asked.intent if asked.sure else None)
    if meant and meant not in ANYWHERE:
        return await answer(question, meant, db)
    term = asked_term(request.text, language.glossary)
    if meant and not term:
        return await answer(question, meant, db)
    if term:
        return await glossary.explain(term, request, language, db)
    words = whole_words(request.text, OFFER_BYTES)
    return texts.offered(language, asked.offers, words, question.mesa, subgroup_index=0)


def of_label(text: str, languages: Languages) -> Intent | None:
    """A big button's words, typed in whatever letters."""
    words = fold(text)
    told = (what for what, names in start.labels(languages).items() if words in map(fold, names))
    return LABELLED.get(next(told, ""))


def wants_another_mesa(asked: Understood) -> bool:
    """ "cambiar de mesa": none of the fourteen, and no other way to say it than /start."""
    few = asked.words <= FEW_WORDS and not (asked.tongue or asked.is_about_something)
    return few and asked.cues - {"querer", "como"} == {"cambiar", "sesion"}


async def code(request: Request, language: Language, db: Session, *, languages: Languages, lexicon: Lexicon) -> Message:
    """A code by itself; "compromiso 5" and "hora 5", which only look like one, are plain words."""
    reading = lexicon.vocabulary.read(request.text)
    if reading.code:  # "ESP-26manta" is ESP-26; "ESP-07.1.2" is all of it
        bare = request if reading.number else replace(request, text=reading.code)
        return await card.by_code(bare, language, db)
    return await plain_words(request, language, db, languages=languages, lexicon=lexicon)


async def chosen(
    request: Request, language: Language, db: Session, *, languages: Languages, lexicon: Lexicon
) -> Message:
    """`q:<number of the intent>:<words>`: the question, as the meaning that was chosen."""
    place = number(request.data[1]) if len(request.data) > 2 else None
    if place is None or place >= len(Intent):
        return lists.gone(language)
    asking = replace(request, text=request.data[2], data=())
    return await answer(await read(asking, language, db, languages, lexicon), list(Intent)[place], db)


async def read(request: Request, language: Language, db: Session, languages: Languages, lexicon: Lexicon) -> Question:
    """The question understood, in the mesa it names, else in the one at hand; with what the chat spoke of last."""
    at_hand = await mesa_at_hand(request, db)
    today = today_in(at_hand, request) if at_hand else request.now.date()
    slug = at_hand.slug if at_hand else ""
    asked = understand(request.text, lexicon, await names_of(db), today, slug, language.code)
    named = await mesas.by_slug(db, asked.mesa) if asked.mesa and asked.mesa != slug else None
    subject = await subjects.recall(db, request.chat, request.now)
    return Question(request, language, languages, lexicon, asked, named or at_hand, subject)


async def answer(question: Question, intent: Intent, db: Session) -> Message:
    """As the intent's own row of the tables answers; what concerns a mesa asks for one where none is at hand."""
    if question.asked.number and intent in LISTS:  # "compromiso 5" names one
        intent = Intent.COMMITMENT_DETAIL
    if question.asked.code and intent in ABOUT_A_CODE:
        return await coded(question, ABOUT_A_CODE[intent], db)
    if intent in ANYWHERE:
        answers = ANYWHERE if question.request.private else IN_A_GROUP
        return await answers[intent](question, db)
    if question.mesa is None:
        return start.choose_mesa(question.language, await mesas.all_mesas(db), introduce=False)
    return await ABOUT_A_MESA[intent](question, question.here(question.mesa), db)
