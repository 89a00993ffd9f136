"""What an institution's contact reads while answering for it. Contacts are officials: their screens are Spanish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain import buttons
from bot.domain.commitments import Commitment, Role, Stance, Status
from bot.domain.evidence import Piece
from bot.domain.messages import Button, Message
from bot.texts.attaching import attached
from bot.texts.clock import status
from bot.texts.commitments import item
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, quote
from bot.texts.paging import LETTERS_OF_A_ROW, Rows, fitting, foot, in_rows, turning
from bot.texts.recording import head

Making = Callable[[str, str], Button]
NOT_REPORTED = frozenset({Status.NO_INFORMATION})  # to report nothing is no report


def usage(language: Language, command: str) -> Message:
    example = f"/{command} ESP-10"
    say = language.say("contact.usage", "Escriba el código del compromiso, así: {example}", example=example)
    return Message(say, rows=((mine_button(language),),))


def mine_button(language: Language) -> Button:
    return Button(language.plain("contact.mine", "Mis compromisos"), buttons.owed_by_me())


def acting(language: Language, commitment_id: int) -> Rows:
    """What can be done with one commitment."""
    accept = Button(language.plain("contact.accept", "Acepto"), buttons.answer(commitment_id, "a"))
    decline = Button(language.plain("contact.decline", "No nos corresponde"), buttons.answer(commitment_id, "d"))
    inform = Button(language.plain("contact.inform", "Informar cómo va"), buttons.answer(commitment_id, "i"))
    return (*fitting([accept, decline], LETTERS_OF_A_ROW, 2), (inform,))


def mine(
    language: Language,
    items: Sequence[Commitment],
    total: int,
    page: int,
    pages: int,
    today: date,
    mesas: Mapping[str, str],
    *,
    replaces: bool,
) -> Message:
    """One page of what their institutions owe. mesas: names by slug."""
    told = [item(language, one, today, mesas.get(one.mesa, "")) for one in items]
    nothing = language.say("contact.owes_nothing", "Su institución no tiene compromisos abiertos.")
    title = language.say("contact.mine_title", "Compromisos de su institución ({n}):", n=total)
    codes = in_rows([Button(one.code, buttons.mine(one.id)) for one in items], 3)
    ways = turning(language, page, pages, buttons.owed_by_me)
    return Message(
        paragraphs(bold(title) if told else nothing, *told, foot(language, page, pages)),
        rows=tuple(row for row in (*codes, ways) if row),
        replaces=replaces,
    )


def one_of_mine(language: Language, one: Commitment, mesa: str, today: date, stance: Stance) -> Message:
    """One commitment with what can be done. stance: what their institution answered."""
    answered = {
        Stance.ASSIGNED: language.say("contact.not_answered", "Su institución todavía no responde si lo hará."),
        Stance.ACCEPTED: language.say("contact.has_accepted", "Su institución aceptó hacerlo."),
        Stance.DECLINED: has_declined(language),
    }
    return Message(
        paragraphs(item(language, one, today, mesa), answered[stance]),
        rows=(
            *acting(language, one.id),
            (_card(language, one),),
            (mine_button(language),),
        ),
    )


def has_declined(language: Language) -> Html:
    return language.say("contact.has_declined", "Su institución dijo que no le corresponde.")


def accept_preview(language: Language, one: Commitment, institution: str, role: Role) -> Message:
    shares = language.say(
        "contact.accepts_beside", "{institution} acepta hacerlo junto con otros.", institution=institution
    )
    alone = language.say("contact.accepts", "{institution} acepta ser responsable.", institution=institution)
    return Message(
        paragraphs(head(language, one), bold(shares if role is Role.CO_RESPONSIBLE else alone), _nothing_yet(language))
    )


def which_reason(language: Language, one: Commitment, institution: str) -> Message:
    asks = language.say(
        "contact.which_reason", "¿Por qué no le corresponde a {institution}? Escriba la razón.", institution=institution
    )
    public = language.say("contact.public", "Todos podrán leerla.")
    return Message(paragraphs(head(language, one), lines(bold(asks), public)))


def reason_in_words(language: Language, most: int) -> Html:
    return language.say("contact.reason_in_words", "Escriba la razón en palabras, hasta {most} letras.", most=most)


def which_instead(language: Language, suggested: Sequence[tuple[int, str]], button: Making, none: str) -> Message:
    """suggested: (row number, name). none: the choice that names nobody."""
    each = [button(name, str(number)) for number, name in suggested]
    unknown = button(language.plain("contact.names_nobody", "No sabemos"), none)
    asks = language.say(
        "contact.which_instead", "¿A qué institución le corresponde? Púlsela, o escriba su nombre o sus siglas."
    )
    return Message(bold(asks), rows=(*fitting(each, LETTERS_OF_A_ROW, 2), (unknown,)))


def institution_unknown(language: Language, words: str) -> Html:
    return language.say("contact.institution_unknown", "No conozco esa institución: {name}", name=words)


def itself(language: Language) -> Html:
    return language.say("contact.itself", "Esa es su propia institución.")


def decline_preview(language: Language, one: Commitment, institution: str, reason: str, named: str) -> Message:
    return Message(
        paragraphs(
            head(language, one),
            lines(
                bold(
                    language.say("owner.declined_line", "{institution} dice que no le toca.", institution=institution)
                ),
                language.say("owner.reason", "Su razón: {reason}", reason=reason),
                named and language.say("owner.names", "Dice que le toca a: {institution}", institution=named),
            ),
            _nothing_yet(language),
        )
    )


def _nothing_yet(language: Language) -> Html:
    return language.say("record.nothing_yet", "Todavía no guardé nada.")


def which_status(language: Language, one: Commitment, button: Making) -> Message:
    each = [button(status(language, of), of.value) for of in Status if of not in NOT_REPORTED]
    return Message(
        paragraphs(
            head(language, one),
            language.say("record.status_now", "Hoy dice: {status}", status=status(language, one.status)),
            bold(language.say("record.which_status", "¿Cómo va este compromiso?")),
        ),
        rows=fitting(each, LETTERS_OF_A_ROW, 2),
    )


def which_words(language: Language, none: Button) -> Message:
    asks = language.say(
        "contact.which_words", "¿Qué quiere informar, con sus palabras? Escríbalo, o pulse «{none}».", none=none.label
    )
    return Message(lines(asks, language.say("contact.public", "Todos podrán leerla.")), rows=((none,),))


def according_to(language: Language, words: str, reported: Status, institution: str) -> str:
    """The words of a report, which tell who said them; without words, the status."""
    said = words or status(language, reported)
    return language.plain("contact.according", "{words} (según {institution})", words=said, institution=institution)


def inform_preview(language: Language, before: Commitment, after: Commitment, shown: Sequence[Piece]) -> Message:
    change = language.say(
        "record.from_to",
        "Estado: {before} → {after}",
        before=status(language, before.status),
        after=status(language, after.status),
    )
    return Message(
        paragraphs(
            head(language, before),
            change,
            quote(after.status_words),
            attached(language, shown),
            _nothing_yet(language),
        )
    )


def kept(language: Language, one: Commitment) -> Message:
    thanks = language.say("contact.kept", "Guardado: {code}. Se lo digo a la coordinación de la mesa.", code=one.code)
    return Message(thanks, rows=((_card(language, one),), (mine_button(language),)))


def asked_instead(language: Language, one: Commitment, names: Sequence[str]) -> Message:
    """To a coordinator. names: who is asked now."""
    said = language.say(
        "owner.asked_instead",
        "{code}: queda como responsable provisional {institutions}. Le preguntaré si lo hará.",
        code=one.code,
        institutions=", ".join(names),
    )
    return Message(said, rows=((_card(language, one),),))


def nobody_to_ask(language: Language, one: Commitment) -> Message:
    said = language.say("owner.nobody_to_ask", "{code}: no hay a quién más preguntar.", code=one.code)
    return Message(said, rows=((_card(language, one),),))


def _card(language: Language, one: Commitment) -> Button:
    return Button(language.plain("record.see_card", "Ver el compromiso"), buttons.beside(buttons.card(one.id)))
