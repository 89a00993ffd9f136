"""One commitment whole: the three truths apart, the literal words, where it comes from; its history; who must act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent
from zoneinfo import ZoneInfo

from bot.domain import buttons
from bot.domain.asking import Ask
from bot.domain.commitments import (
    Commitment,
    Responsibility,
    Role,
    Stance,
    Status,
    Verification,
    clock,
    verification,
)
from bot.domain.folding import fold
from bot.domain.glossary import MOST_ON_A_CARD
from bot.domain.mesas import Institution, Mesa
from bot.domain.messages import Button, Message
from bot.texts.clock import clock_phrase, mark, status
from bot.texts.commitments import text_of
from bot.texts.dates import day, loose, numeric
from bot.texts.following import card_button
from bot.texts.language import Language
from bot.texts.markup import Html, bold, escape, italic, lines, link, paragraphs, plain, quote
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, back, fitting
from bot.texts.start import suspension

LONGEST_SHARED = 700  # letters of a forwarded text: an address must stay short enough for any phone
# What adds nothing to the status when it is all that was reported; folded.
OUR_WORD = {
    Status.PENDING: "pendiente",
    Status.SCHEDULED: "programado",
    Status.IN_PROGRESS: "en proceso",
    Status.PERMANENT: "permanente",
    Status.DONE: "cumplido",
    Status.UNFEASIBLE: "no viable",
}


@dataclass(frozen=True)
class Offers:
    """What its buttons offer to who reads it. chosen: to stop following it, else to follow; changes: to a coordinator."""

    chosen: bool = False
    evidence: bool = False
    changes: bool = False


def card(
    language: Language,
    commitment: Commitment,
    mesa: Mesa,
    today: date,
    offers: Offers = Offers(),
    *,
    replaces: bool = False,
) -> Message:
    """Everything that is known of it, each truth under its own name."""
    text = paragraphs(
        head(language, commitment, mesa),
        owners(language, commitment),
        deadline(language, commitment, mesa, today),
        reported(language, commitment),
        community(language, commitment),
        origin(language, commitment),
    )
    return Message(text, rows=card_buttons(language, commitment, mesa, today, offers), replaces=replaces)


def head(language: Language, commitment: Commitment, mesa: Mesa) -> Html:
    words = text_of(language, commitment)
    borrowed = language.code == "qu" and not commitment.text_quechua and not commitment.reserved
    return lines(
        bold(commitment.code),
        language.say("card.mesa", "Mesa: {mesa}", mesa=mesa.name),
        commitment.subgroup
        and language.say("start.community_chosen", "Comunidad: {community}", community=commitment.subgroup),
        borrowed
        and italic(language.say("language.no_quechua", "Esto todavía no está en quechua. En castellano es así:")),
        quote(words),
    )


def owners(language: Language, commitment: Commitment) -> Html:
    """Responsible, together with whom, provisional; and what each answered."""
    if not commitment.responsibilities:
        return language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=nobody(language))
    by_role = {role: [one for one in commitment.responsibilities if one.role is role] for role in Role}
    main, others, provisional = (by_role[role] for role in (Role.RESPONSIBLE, Role.CO_RESPONSIBLE, Role.PROVISIONAL))
    return lines(
        main and language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=bold(names(main))),
        *(
            language.say("owner.provisional_line", "Responsable provisional: {institution}", institution=bold(one.name))
            for one in provisional
        ),
        not main and not provisional and nobody(language),
        others and language.say("card.with", "Junto con: {institutions}", institutions=names(others)),
        *(answered(language, one) for one in commitment.responsibilities if one.stance is not Stance.ASSIGNED),
    )


def names(owed: Sequence[Responsibility]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in owed))


def nobody(language: Language) -> Html:
    return language.say("owner.none", "sin responsable")


def answered(language: Language, one: Responsibility) -> Html:
    if one.stance is Stance.ACCEPTED:
        return language.say("owner.accepted_line", "{institution} aceptó hacerlo.", institution=one.name)
    return language.say("owner.declined_line", "{institution} dice que no le toca.", institution=one.name)


def deadline(language: Language, commitment: Commitment, mesa: Mesa, today: date) -> Html:
    """The clock: present deadline, the original where it moved and by what, the acta's literal words."""
    running = clock(commitment, today)
    phrase = clock_phrase(language, running, commitment.status)
    return lines(
        commitment.deadline
        and language.say("card.deadline", "Plazo: {date}", date=bold(day(language, commitment.deadline))),
        phrase and Html(f"{mark(running, commitment.status)} {phrase}"),
        running.extended
        and commitment.original_deadline
        and language.say(
            "card.original_deadline", "Plazo original: {date}", date=day(language, commitment.original_deadline)
        ),
        commitment.extended_by
        and language.say("card.extended_by", "Prorrogado por {instrument}.", instrument=commitment.extended_by),
        commitment.extended_why
        and language.say("card.extended_reason", "Razón de la prórroga: {reason}", reason=commitment.extended_why),
        commitment.deadline_words
        and language.say("card.deadline_words", "Plazo escrito en el acta: «{words}»", words=commitment.deadline_words),
        suspension(language, mesa),
    )


def reported(language: Language, commitment: Commitment) -> Html:
    """What the responsible party says, and its own words."""
    said_nothing_new = commitment.status is Status.NO_INFORMATION and commitment.status_words in ("", "no verificado")
    stands = language.say("card.status", "Estado: {status}", status=bold(status(language, commitment.status)))
    if said_nothing_new or not commitment.status_words:
        return stands
    when = commitment.status_date and loose(language, commitment.status_date)
    only_the_status = fold(commitment.status_words) == OUR_WORD.get(commitment.status)
    return lines(
        stands,
        when and language.say("card.last_news_date", "Noticia del {date}:", date=when),
        not only_the_status
        and language.say("card.status_words", "Con sus palabras: «{words}»", words=commitment.status_words),
    )


def community(language: Language, commitment: Commitment) -> Html:
    """The community's own truth; counts only from three voices up."""
    said = {
        Verification.UNVERIFIED: language.say("card.unverified", "sin verificar"),
        Verification.CONFIRMED: language.say("card.confirmed", "confirmado"),
        Verification.DISPUTED: language.say("card.disputed", "en disputa: unos dicen sí, otros dicen no"),
    }
    found = verification(commitment)
    says = language.say("card.community_says", "La comunidad dice:")
    return lines(
        Html(f"{says} {said[found]}"),
        found is not Verification.UNVERIFIED
        and language.say(
            "card.community_counts",
            "Sí se cumplió: {yes} · No se cumplió: {no}",
            yes=commitment.confirmations,
            no=commitment.disputes,
        ),
    )


def origin(language: Language, commitment: Commitment) -> Html:
    """The acta, its date, the note and the source; when our record last changed."""
    source = link(commitment.source, commitment.source.split("//")[-1].split("/")[0]) if commitment.source else ""
    updated = commitment.updated_at.astimezone(ZoneInfo("America/Lima")).date() if commitment.updated_at else None
    return lines(
        commitment.acta and acta(language, commitment.acta),
        commitment.acta_date
        and language.say("card.agreed_on", "Se acordó el: {date}", date=loose(language, commitment.acta_date)),
        commitment.note and language.say("card.note", "Nota: {note}", note=commitment.note),
        source and language.say("card.source", "Fuente: {source}", source=source),
        updated and language.say("card.updated", "Actualizado: {date}", date=numeric(updated)),
    )


def acta(language: Language, name: str) -> Html:
    """Many are called "Acta de …" already."""
    return escape(name) if name.casefold().startswith("acta") else language.say("card.acta", "Acta: {acta}", acta=name)


def card_buttons(language: Language, commitment: Commitment, mesa: Mesa, today: date, offers: Offers) -> Rows:
    evidence = Button(language.plain("button.evidence", "Ver evidencia"), buttons.evidence(commitment.id))
    change = Button(language.plain("button.change", "Cambiar"), buttons.beside(buttons.changing(commitment.id)))
    return (
        (Button(language.plain("button.who_must_act", "¿Quién debe actuar?"), buttons.who(commitment.id)),),
        (card_button(language, commitment, chosen=offers.chosen),),
        (
            Button(language.plain("button.history", "Historia"), buttons.history(commitment.id)),
            share_button(language, commitment, mesa, today),
        ),
        *(((evidence,),) if offers.evidence else ()),
        *word_buttons(language, commitment),
        *(((change,),) if offers.changes else ()),
        (Button(language.plain("button.commitments", "Compromisos"), buttons.listing(Ask(mesa.id), 0)),),
    )


def share_button(language: Language, commitment: Commitment, mesa: Mesa, today: date) -> Button:
    shared = shared_text(language, commitment, mesa, today)
    return Button(language.plain("button.share", "Compartir"), url=f"https://t.me/share/url?url={percent(shared)}")


def word_buttons(language: Language, commitment: Commitment) -> Rows:
    """The hard words of this card, each with its meaning; a reserved text gives none of its own away."""
    standing = language.glossary.standing_in(*words_on(language, commitment))
    each = [Button(f"¿{term.name}?", buttons.term(term.key, commitment.id)) for term in standing]
    return fitting(each, LETTERS_OF_A_ROW, MOST_ON_A_CARD)


def words_on(language: Language, commitment: Commitment) -> tuple[str, ...]:
    """What stands on the card in somebody's own words, from its head to its foot."""
    return (
        plain(text_of(language, commitment)),
        *(one.name for one in commitment.responsibilities),
        commitment.extended_by,
        commitment.extended_why,
        commitment.deadline_words,
        commitment.status_words,
        commitment.acta,
        commitment.note,
    )


def shared_text(language: Language, commitment: Commitment, mesa: Mesa, today: date) -> str:
    """Plain words to forward: who owes what to whom, and what the clock says; never who shared it."""
    told = lines(
        language.say("share.from", "Esto lo informa Yuyachiq:"),
        Html(f"{commitment.code} · {escape(mesa.name)}"),
        text_of(language, commitment, 300),
        owners(language, commitment),
        clock_phrase(language, clock(commitment, today), commitment.status) or status(language, commitment.status),
    )
    return plain(told)[:LONGEST_SHARED]


def who(
    language: Language,
    commitment: Commitment,
    owed: Sequence[tuple[Responsibility, Institution, Institution | None]],
    *,
    replaces: bool = False,
) -> Message:
    """Each body with its full name, its role and answer, and on whom it depends."""
    told = [acting(language, one, body, parent) for one, body, parent in owed]
    return Message(
        paragraphs(
            lines(Html(f"{bold(commitment.code)} {text_of(language, commitment, 110)}")),
            *(told or [bold(nobody(language))]),
        ),
        rows=((back(language, buttons.card(commitment.id)),),),
        replaces=replaces,
    )


def acting(language: Language, one: Responsibility, body: Institution, parent: Institution | None) -> Html:
    full = f"{body.name} ({body.acronym})" if body.acronym and body.acronym != body.name else body.name
    roles = {
        Role.RESPONSIBLE: language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=bold(full)),
        Role.CO_RESPONSIBLE: language.say("card.with", "Junto con: {institutions}", institutions=bold(full)),
        Role.PROVISIONAL: language.say(
            "owner.provisional_line", "Responsable provisional: {institution}", institution=bold(full)
        ),
    }
    return lines(
        roles[one.role],
        answered(language, one)
        if one.stance is not Stance.ASSIGNED
        else language.say("owner.unanswered", "todavía no responde"),
        quote(": ".join(filter(None, (one.said_by, one.why)))) if one.said_by or one.why else "",
        parent and language.say("owner.parent", "Depende de: {institution}", institution=parent.name),
    )
