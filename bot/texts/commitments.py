"""Lists of commitments, each line beginning with its code, and what is said when there is nothing to list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain import buttons
from bot.domain.asking import Ask, Page, Tally, Which
from bot.domain.commitments import Commitment, Role, clock, without_responsible
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.texts.clock import clock_phrase, mark, status
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs, shorten
from bot.texts.paging import foot, in_rows, turning

MOST_LETTERS = 110  # of a commitment's text in a list: two lines on an old phone
EXAMPLES = "agua, hospital, carretera"
# Narrowed and empty, these are told by their title: "Compromisos cumplidos (0):", for there may be others.
_TOLD_BY_TITLE = frozenset(
    {Which.NO_DEADLINE, Which.NO_RESPONSIBLE, Which.UNANSWERED, Which.CONTESTED, Which.DONE, Which.PENDING}
)


def listing(
    language: Language,
    page: Page,
    tally: Tally | None,
    today: date,
    mesa: Mesa,
    *,
    elsewhere: Mapping[str, str] | None = None,
    subgroup_index: int = 0,
    institution_id: int = 0,
    replaces: bool = False,
) -> Message:
    """One page of a list, with its buttons: the cards, the other pages, the other lists. elsewhere: other mesas' names by slug."""
    others = {slug: name for slug, name in (elsewhere or {}).items() if slug != mesa.slug}
    items = [item(language, one, today, others.get(one.mesa, "")) for one in page.items]
    body = paragraphs(*items) if items else empty(language, page)
    narrowed = narrowing(language, page)
    head = lines(
        language.say("card.mesa", "Mesa: {mesa}", mesa=bold(page.mesa_name)),
        page.ask.subgroup
        and language.say("start.community_chosen", "Comunidad: {community}", community=page.ask.subgroup),
        bold(title(language, page)) if items or (narrowed and page.ask.which in _TOLD_BY_TITLE) else "",
        *narrowed,
        tally and summary(language, tally),
    )
    rows = (
        *card_rows(page.items),
        paging(language, page, mesa, institution_id),
        *filters(language, page.ask, subgroup_index),
    )
    shown = tuple(row for row in rows if row)
    return Message(paragraphs(head, body, foot(language, page.ask.page, page.pages)), rows=shown, replaces=replaces)


def narrowing(language: Language, page: Page) -> tuple[Html, ...]:
    """By what else the list is narrowed than what its title tells."""
    ask, told = page.ask, []
    if ask.institution and ask.which is not Which.INSTITUTION:
        told.append(language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=page.institution_name))
    if ask.query and ask.which is not Which.TOPIC:
        told.append(language.say("list.about", "Sobre: {topic}", topic=ask.query))
    if ask.due:
        first, last = ask.due
        days = numeric(first) if first == last else f"{numeric(first)} – {numeric(last)}"
        told.append(language.say("card.deadline", "Plazo: {date}", date=days))
    return tuple(told)


def title(language: Language, page: Page) -> Html:
    """What the list holds, and how many."""
    n = page.total
    titles = {
        Which.ALL: language.say("list.commitments", "Compromisos ({n}):", n=n),
        Which.OVERDUE: language.say("list.overdue", "Compromisos vencidos ({n}):", n=n),
        Which.DUE_SOON: language.say("list.due_soon", "Compromisos por vencer ({n}):", n=n),
        Which.NO_DEADLINE: language.say("list.no_deadline", "Compromisos sin plazo ({n}):", n=n),
        Which.NO_RESPONSIBLE: language.say("list.no_responsible", "Compromisos sin responsable ({n}):", n=n),
        Which.UNANSWERED: language.say("list.unanswered", "Compromisos sin respuesta del responsable ({n}):", n=n),
        Which.CONTESTED: language.say("list.contested", "Compromisos que alguien declina ({n}):", n=n),
        Which.DONE: language.say("list.done", "Compromisos cumplidos ({n}):", n=n),
        Which.PENDING: language.say("list.pending", "Compromisos pendientes ({n}):", n=n),
        Which.INSTITUTION: language.say(
            "list.of_institution", "Compromisos de {institution} ({n}):", institution=page.institution_name, n=n
        ),
        Which.TOPIC: language.say("list.found", "Encontré {n} sobre «{query}»:", query=page.ask.query, n=n),
    }
    return titles[page.ask.which]


def empty(language: Language, page: Page) -> Html:
    """Nothing to list, said as what it means: of a narrowed list never that there are none, nor that all have what it lacks."""
    of_any = {
        Which.OVERDUE: language.say("empty.overdue", "No hay compromisos vencidos."),
        Which.DUE_SOON: language.say("empty.due_soon", "No hay compromisos por vencer."),
    }
    of_all = {
        Which.NO_DEADLINE: language.say("empty.no_deadline", "Todos los compromisos tienen plazo."),
        Which.NO_RESPONSIBLE: language.say("empty.no_responsible", "Todos los compromisos tienen responsable."),
        Which.UNANSWERED: language.say("empty.unanswered", "Ningún compromiso espera la respuesta de su responsable."),
        Which.CONTESTED: language.say("empty.contested", "Nadie declina un compromiso."),
        Which.INSTITUTION: language.say(
            "empty.institution", "{institution} no tiene compromisos.", institution=page.institution_name
        ),
        Which.TOPIC: language.say("empty.search", "No encontré nada sobre «{query}».", query=page.ask.query),
    }
    nothing = of_any if narrowing(language, page) else of_any | of_all
    return nothing.get(page.ask.which, language.say("empty.commitments", "No hay compromisos."))


def summary(language: Language, tally: Tally) -> Html:
    return language.say(
        "list.summary",
        "Cumplidos: {done} · En proceso: {doing} · Vencidos: {late}",
        done=tally.done,
        doing=tally.in_progress,
        late=tally.overdue,
    )


def item(language: Language, commitment: Commitment, today: date, mesa_name: str = "") -> Html:
    """Code and text, then the clock, or the status where no clock runs, then who owes it. mesa_name: of another mesa."""
    running = clock(commitment, today)
    stands = clock_phrase(language, running, commitment.status) or status(language, commitment.status)
    return lines(
        Html(f"{bold(commitment.code)} {text_of(language, commitment, MOST_LETTERS)}"),
        Html(f"{mark(running, commitment.status)} {stands}"),
        mesa_name and language.say("card.mesa", "Mesa: {mesa}", mesa=mesa_name),
        owed_by(language, commitment),
    )


def owed_by(language: Language, commitment: Commitment) -> Html:
    """The first three that have a part in it; where nobody is responsible, nobody is said to be."""
    if not without_responsible(commitment):
        return language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=first_three(commitment))
    with_them = first_three(commitment, Role.CO_RESPONSIBLE)
    if provisional := first_three(commitment, Role.PROVISIONAL):
        return language.say("owner.provisional_line", "Responsable provisional: {institution}", institution=provisional)
    nobody = language.say("owner.none", "sin responsable")
    return lines(
        commitment.responsibilities
        and language.say("card.who", "Quién debe hacerlo: {institutions}", institutions=nobody),
        with_them and language.say("card.with", "Junto con: {institutions}", institutions=with_them),
    )


def first_three(commitment: Commitment, role: Role | None = None) -> str:
    owed = [one.name for one in commitment.responsibilities if role in (None, one.role)]
    return ", ".join(dict.fromkeys(owed[:3]))


def text_of(language: Language, commitment: Commitment, most: int = 10_000) -> Html:
    """The commitment's words: in Quechua where the acta or the matrix has them; "texto reservado" is a value too."""
    if commitment.reserved:
        return language.say("card.reserved", "texto reservado")
    words = commitment.text_quechua if language.code == "qu" and commitment.text_quechua else commitment.text
    return lines(shorten(" ".join(words.split()), most))


def card_rows(items: Sequence[Commitment]) -> tuple[tuple[Button, ...], ...]:
    """One button a commitment, its code, three in a row."""
    each = [Button(one.code, buttons.card(one.id)) for one in items]
    return in_rows(each, 3)


def paging(language: Language, page: Page, mesa: Mesa, institution_id: int) -> tuple[Button, ...]:
    """Every page is of the same list: of the community it was made for, not of the one at hand."""
    of = page.ask.subgroup
    subgroup_index = mesa.subgroups.index(of) + 1 if of in mesa.subgroups else 0

    def data(number: int) -> str:
        return buttons.listing(replace(page.ask, page=number), subgroup_index, institution_id)

    return turning(language, page.ask.page, page.pages, data)


def filters(language: Language, ask: Ask, subgroup_index: int) -> tuple[tuple[Button, ...], ...]:
    """The other lists of the same mesa."""
    names = {
        Which.ALL: language.plain("button.all", "Todos"),
        Which.OVERDUE: language.plain("button.overdue", "Vencidos"),
        Which.DUE_SOON: language.plain("button.due_soon", "Por vencer"),
        Which.NO_DEADLINE: language.plain("button.no_deadline", "Sin plazo"),
        Which.NO_RESPONSIBLE: language.plain("button.no_responsible", "Sin responsable"),
        Which.DONE: language.plain("button.done", "Cumplidos"),
    }
    plain = Ask(ask.mesa, subgroup=ask.subgroup)
    each = [
        Button(name, buttons.listing(replace(plain, which=which), subgroup_index))
        for which, name in names.items()
        if which is not ask.which
    ]
    everyone = language.plain("start.all_communities", "Todas las comunidades")
    wider = Button(everyone, buttons.listing(replace(plain, which=ask.which, subgroup=""), 0))
    narrowed = ask.subgroup and ask.which not in (Which.INSTITUTION, Which.TOPIC)
    return (*in_rows(each, 2), *(((wider,),) if narrowed else ()))


def menu(language: Language, mesa: Mesa | None = None, subgroup_index: int = 0) -> tuple[tuple[Button, ...], ...]:
    """What can always be asked, as buttons under a message."""
    home = Button(language.plain("button.start", "Inicio"), buttons.home())
    helping = Button(language.plain("button.help", "Ayuda"), buttons.help_())
    if mesa is None:
        return ((home, helping),)
    everything, overdue = Ask(mesa.id), Ask(mesa.id, Which.OVERDUE)
    return (
        (
            Button(language.plain("button.commitments", "Compromisos"), buttons.listing(everything, subgroup_index)),
            Button(language.plain("button.overdue", "Vencidos"), buttons.listing(overdue, subgroup_index)),
        ),
        (
            Button(
                language.plain("button.next_meeting", "Próxima sesión"),
                buttons.meetings(mesa.id, past=False, subgroup_index=subgroup_index),
            ),
            Button(
                language.plain("button.responsibles", "Responsables"), buttons.responsibles(mesa.id, subgroup_index)
            ),
        ),
        (helping,),
    )


def found_several(language: Language, found: Sequence[Commitment]) -> Message:
    rows = tuple((Button(f"{one.code} · {one.mesa}", buttons.card(one.id)),) for one in found)
    return Message(language.say("error.several", "Encontré estos. Elija uno:"), rows=rows)


def code_unknown(language: Language, code: str) -> Message:
    said = language.say("error.code_unknown", "No encontré ese código: {code}", code=shorten(code, 40))
    return Message(said, rows=menu(language))


def gone(language: Language) -> Message:
    """What an old button names is no longer there."""
    return Message(language.say("error.old_button", "Esto ya no sirve. Elija otra vez."), rows=menu(language))


def ask_what_to_search(language: Language) -> Message:
    return Message(language.say("error.few_words", "Pregunte con pocas palabras, así: {example}", example=EXAMPLES))
