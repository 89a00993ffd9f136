"""One answer for each thing a question can want: three tables, by whether it concerns a code, a mesa, or neither."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.chat import card, commitments, following, glossary, groups, meetings, pages, responsibles, start
from bot.chat.here import Here, place
from bot.chat.request import Kind, Request
from bot.domain.asking import Ask, Which
from bot.domain.callbacks import number
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.meanings import asked_term
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.questions import Asked, Understood, words_asked
from bot.domain.subjects import About, Subject, narrows
from bot.store import commitments as stored
from bot.store import institutions, mesas, subjects
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import institutions as institution_texts
from bot.texts import questions as texts
from bot.texts import start as start_texts
from bot.texts.following import Followed
from bot.texts.language import Language, Languages


@dataclass(frozen=True)
class Question:
    """A question understood. mesa: the one it is about, None where none is at hand. subject: what the chat spoke of last."""

    request: Request
    language: Language
    languages: Languages
    lexicon: Lexicon
    asked: Understood
    mesa: Mesa | None
    subject: Subject | None

    def here(self, mesa: Mesa) -> Here:
        """The community named counts, else the one at hand; in a mesa that is only named, all of it."""
        at_hand = self.request.settings.subgroup if mesa.slug == self.request.settings.mesa else ""
        return place(self.request, self.language, mesa, self.asked.community or at_hand)

    def spoke_of(self, about: About) -> str:
        """The key of what was spoken of last, if it is of that kind and the question names nothing itself."""
        fits = self.subject and self.subject.about is about and not self.asked.has_subject
        return self.subject.key if fits and self.subject else ""


_NOT_DONE = frozenset({"incumplir", "vencer", "faltar", "plazo", "pasar"})  # "ya está cumplido su plazo"

InMesa = Callable[[Question, Here, Session], Awaitable[Message]]
Anywhere = Callable[[Question, Session], Awaitable[Message]]


async def listed(question: Question, here: Here, db: Session) -> Message:
    """What was agreed, by status, institution, topic, community, days."""
    which = question.asked.which
    if question.asked.due and which is Which.DUE_SOON:  # by the days that are named, however far
        which = Which.ALL
    return await of_list(question, here, which, db)


async def overdue(question: Question, here: Here, db: Session) -> Message:
    """What is overdue; what is owed, done, or due on days still to come, need not be, however sure that was."""
    asked = question.asked
    owed = asked.institution and not asked.cues & {"vencer", "incumplir"}
    to_come = asked.due and asked.due[1] >= here.today
    done = asked.which is Which.DONE and not asked.cues & _NOT_DONE
    if owed or to_come or done or asked.which in (Which.NO_DEADLINE, Which.NO_RESPONSIBLE, Which.DUE_SOON):
        return await listed(question, here, db)
    return await of_list(question, here, Which.OVERDUE, db)


async def of_list(question: Question, here: Here, which: Which, db: Session) -> Message:
    """The list narrowed by all that is named; by words that are no topic we know only where something is found by them."""
    asked = question.asked
    kept = question.subject if question.subject and narrows(asked, question.subject) else None
    institution = kept.key if kept and kept.about is About.INSTITUTION else asked.institution
    topic = words_asked(kept.key, question.lexicon) if kept and kept.about is About.TOPIC else asked.topic
    ask = Ask(here.mesa.id, which, here.subgroup, institution, due=asked.due)
    unknown = tuple(one for one in topic if not one.is_topic)
    if unknown and not (await commitments.page_of(here, ask, topic, db)).total:
        topic = tuple(one for one in topic if one.is_topic)
    else:
        unknown = ()
    if which is Which.ALL and institution and not topic and not ask.due:
        ask = replace(ask, which=Which.INSTITUTION)
    await speak_of(question, institution, topic, db)
    shown = await commitments.listed(here, ask, db, topic)
    return texts.nothing_about(question.language, unknown, shown) if unknown else shown


async def detail(question: Question, here: Here, db: Session) -> Message:
    """The card of what is named, or the list of those it may be."""
    if row := number(question.spoke_of(About.COMMITMENT)):
        found = await stored.by_id(db, row)
        if found:
            return await card.shown(found, question.request, question.language, db)
    return await by_topic(question, here, db, card.shown)


async def who(question: Question, here: Here, db: Session) -> Message:
    """Who must act on what is named; of the mesa itself, who sits in it and what each institution owes."""
    if row := number(question.spoke_of(About.COMMITMENT)):
        found = await stored.by_id(db, row)
        if found:
            return await card.who_acts(found, question.request, question.language, db)
    if question.asked.which is Which.NO_RESPONSIBLE:
        return await of_list(question, here, Which.NO_RESPONSIBLE, db)
    if question.asked.is_about_something or question.spoke_of(About.TOPIC):
        return await by_topic(question, here, db, card.who_acts)
    owing = await responsibles.first_page(here, db)
    if not here.mesa.seats and "coordinador" not in question.asked.cues:
        return owing
    names = {one.slug: one.name for one in await institutions.all_institutions(db)}
    return institution_texts.with_members(question.language, here.mesa, names, owing)


async def by_topic(question: Question, here: Here, db: Session, shown: card.Shown) -> Message:
    """What is found by the words: the only one as `shown` shows it, several as a list. Nothing named: every commitment."""
    spoken = question.spoke_of(About.TOPIC)
    topic = words_asked(spoken, question.lexicon) if spoken else question.asked.topic
    institution = question.asked.institution or question.spoke_of(About.INSTITUTION)
    if question.asked.number and not any(one.is_topic for one in topic):
        return await numbered(question, here, db, shown)
    if not topic:
        return await of_list(question, here, Which.INSTITUTION if institution else question.asked.which, db)
    ask = Ask(here.mesa.id, Which.TOPIC, question.asked.community, institution)
    page = await commitments.page_of(here, ask, topic, db)
    if page.total == 1:
        return await shown(page.items[0], question.request, question.language, db)
    term = None if page.total else asked_term(question.request.text, question.language.glossary)
    if term:  # a hard word that no commitment holds
        return await glossary.explain(term, question.request, question.language, db)
    await speak_of(question, "", topic, db)
    return await commitments.told(here, page, db)


async def numbered(question: Question, here: Here, db: Session, shown: card.Shown) -> Message:
    """ "compromiso 5": those of the mesa whose code ends in that number."""
    found = await stored.by_number(db, here.mesa.slug, question.asked.number)
    if len(found) == 1:
        return await shown(found[0], question.request, question.language, db)
    return (
        lists.found_several(question.language, found)
        if found
        else lists.code_unknown(question.language, question.asked.number)
    )


async def next_session(question: Question, here: Here, db: Session) -> Message:
    return await meetings.upcoming(here, db)


async def past_sessions(question: Question, here: Here, db: Session) -> Message:
    return replace(await meetings.past(here, db, 1), replaces=False)


async def subscribe(question: Question, db: Session) -> Message:
    """Follow what a code or number names; else the mesa it is about."""
    what = await to_follow(question, db)
    return await following.follow(what, *said_in(question), db) if isinstance(what, Followed) else what


async def unsubscribe(question: Question, db: Session) -> Message:
    what = await to_follow(question, db)
    return await following.stop(what, *said_in(question), db) if isinstance(what, Followed) else what


async def to_follow(question: Question, db: Session) -> Followed | Message:
    asked, mesa = question.asked, question.mesa
    if asked.code:
        named = replace(question.request, text=asked.code)
        return await following.named(named, question.language, db)
    if mesa is not None and asked.number:
        found = await stored.by_number(db, mesa.slug, asked.number)
        return await following.the_one(found, replace(question.request, text=asked.number), question.language, db)
    if mesa is not None:
        return Followed(mesa, subgroup=asked.community, private=question.request.private)
    return start_texts.choose_mesa(question.language, await mesas.all_mesas(db), introduce=False)


def said_in(question: Question) -> tuple[Request, Language]:
    return question.request, question.language


async def change_language(question: Question, db: Session) -> Message:
    """The language asked for; where it is not plain which ("no entiendo castellano"), both are offered."""
    tongue = question.asked.tongue
    if tongue and "no" not in question.asked.cues:
        pressed = replace(question.request, data=("g", tongue))
        # No invitation waits here: what waits for a language is opened by choosing the first one.
        chosen = await start.language_pressed(pressed, db, question.languages)
        return replace(chosen, replaces=False)
    return await offer_languages(question, db)


async def alone(question: Question, db: Session) -> Message:
    return await groups.alone(question.request, db, question.languages)


async def offer_languages(question: Question, db: Session) -> Message:
    return await pages.choose_again(question.request, db, question.languages)


async def help_(question: Question, db: Session) -> Message:
    return await pages.help_(question.request, question.language, db)


async def report(question: Question, db: Session) -> Message:
    """Nobody can be told by the bot yet: it says so, and where to look."""
    topic = " ".join(one.says for one in question.asked.topic if one.is_topic)
    return texts.report(question.language, question.mesa, topic)


async def forget(question: Question, db: Session) -> Message:
    return await pages.forget(replace(question.request, data=()), question.language, db)


async def greeting(question: Question, db: Session) -> Message:
    return texts.greeting(question.language, question.asked.cues, question.mesa)


async def out_of_scope(question: Question, db: Session) -> Message:
    return texts.out_of_scope(question.language, question.mesa)


async def coded(question: Question, shown: card.Shown, db: Session) -> Message:
    """What a code names, in whichever mesa it is."""
    named = replace(question.request, kind=Kind.CODE, text=question.asked.code)
    return await card.by_code(named, question.language, db, shown)


async def speak_of(question: Question, institution: str, topic: tuple[Asked, ...], db: Session) -> None:
    """What a list was narrowed by is spoken of from now on."""
    words = " ".join(one.says for one in topic)
    spoken = Subject(About.TOPIC, words) if words else Subject(About.INSTITUTION, institution)
    if spoken.key:
        await subjects.remember(db, question.request.chat, spoken, question.request.now)


ABOUT_A_CODE: Mapping[Intent, card.Shown] = {
    Intent.LIST_COMMITMENTS: card.shown,
    Intent.OVERDUE_COMMITMENTS: card.shown,
    Intent.COMMITMENT_DETAIL: card.shown,
    Intent.WHO_IS_RESPONSIBLE: card.who_acts,
}
ABOUT_A_MESA: Mapping[Intent, InMesa] = {
    Intent.LIST_COMMITMENTS: listed,
    Intent.OVERDUE_COMMITMENTS: overdue,
    Intent.COMMITMENT_DETAIL: detail,
    Intent.NEXT_SESSION: next_session,
    Intent.PAST_SESSIONS: past_sessions,
    Intent.WHO_IS_RESPONSIBLE: who,
}
ANYWHERE: dict[Intent, Anywhere] = {
    Intent.SUBSCRIBE: subscribe,
    Intent.UNSUBSCRIBE: unsubscribe,
    Intent.CHANGE_LANGUAGE: change_language,
    Intent.HELP: help_,
    Intent.REPORT_PROBLEM: report,
    Intent.FORGET_ME: forget,
    Intent.GREETING: greeting,
    Intent.OUT_OF_SCOPE: out_of_scope,
}
# Anybody may ask in a group; what it is told, and in which language, its administrators say by command (bot/chat/routes.py).
IN_A_GROUP: Mapping[Intent, Anywhere] = ANYWHERE | {
    Intent.SUBSCRIBE: alone,
    Intent.UNSUBSCRIBE: alone,
    Intent.CHANGE_LANGUAGE: offer_languages,
}
