"""What is said to whoever follows something, stops, or chooses how to be told. Nobody else is told any of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import buttons
from bot.domain.commitments import Commitment
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Button, Message
from bot.domain.people import Settings
from bot.domain.recipients import MOST_SUBGROUPS, Choice, Rhythm, Wishes
from bot.texts import start
from bot.texts.commitments import menu, text_of
from bot.texts.language import Language, Languages
from bot.texts.markup import Html, bold, lines, paragraphs, plain
from bot.texts.paging import Rows, in_rows
from bot.texts.questions import spanish_from

SILENCES = (7, 30)  # days, each a button; by command any number
LETTERS_OF_A_TITLE = 80


@dataclass(frozen=True)
class Followed:
    """What is followed, or was: a commitment, a subgroup by its name, else the whole mesa. private: not in a group."""

    mesa: Mesa
    commitment: Commitment | None = None
    subgroup: str = ""
    private: bool = True


def following(language: Language, what: Followed, *, new: bool) -> Message:
    """What one will hear of; to a person also that nobody will know."""
    if not what.private and not what.commitment and not what.subgroup:
        return group_follows(language, what.mesa)
    told = lines(
        not new and language.say("follow.already", "Usted ya lo sigue."),
        will_tell(language, what),
        what.subgroup and language.say("wish.some_done", "Le avisaré solo sobre lo que eligió."),
    )
    narrower = () if what.commitment or what.subgroup else subgroup_buttons(language, what.mesa, "")
    rows = (*narrower, (notices_button(language),))
    return Message(paragraphs(told, privacy(language) if what.private else ""), rows=rows)


def will_tell(language: Language, what: Followed) -> Html:
    if what.commitment:
        title = titled(language, what.commitment)
        return language.say("follow.done_commitment", "Le avisaré sobre el compromiso «{title}».", title=title)
    if what.subgroup:
        return language.say(
            "follow.done_community", "Le avisaré sobre la comunidad {community}.", community=bold(what.subgroup)
        )
    return language.say("follow.done_mesa", "Le avisaré sobre la mesa {mesa}.", mesa=bold(what.mesa.name))


def group_hears(language: Language, mesa: Mesa) -> Html:
    return language.say("group.mesa", "Este grupo recibe los avisos de: {mesa}", mesa=bold(mesa.name))


def group_follows(language: Language, mesa: Mesa) -> Message:
    return Message(group_hears(language, mesa), rows=((notices_button(language),),))


def privacy(language: Language) -> Html:
    return language.say("follow.privacy", "Nadie sabrá qué sigue usted.")


def titled(language: Language, commitment: Commitment) -> Html:
    return Html(f"{commitment.code} {text_of(language, commitment, LETTERS_OF_A_TITLE)}")


def in_short(language: Language, *, new: bool, private: bool) -> str:
    """As `following`, over a card whose button was pressed."""
    done = language.plain("follow.done", "Listo. Le avisaré.")
    said = done if new else language.plain("follow.already", "Usted ya lo sigue.")
    return f"{said} {plain(privacy(language))}" if private else said


def too_many(language: Language, mesa: Mesa) -> Message:
    said = language.say("follow.too_many", "No puede elegir más uno por uno. Puede seguir toda la mesa.")
    return Message(spanish_from(language, "follow.too_many", said), rows=((follow_all(language, mesa),),))


def stopped(language: Language, what: Followed) -> Html:
    if what.commitment:
        title = titled(language, what.commitment)
        return language.say("unfollow.done_commitment", "Ya no le avisaré sobre «{title}».", title=title)
    return language.say("unfollow.done", "Ya no le avisaré.")


def whole_still(language: Language) -> Html:
    """One thing cannot be left out of a mesa that is followed whole."""
    said = language.say(
        "unfollow.whole", "Usted sigue toda la mesa, y con ella esto. En /avisos puede pedir solo lo que elija."
    )
    return spanish_from(language, "unfollow.whole", said)


def never_followed(language: Language) -> Html:
    return language.say("unfollow.nothing", "No estaba siguiendo nada.")


def leaving(language: Language, said: Html, others: Sequence[Mesa], *, nothing: bool) -> Message:
    """others: mesas that are followed still, each to be left by a button. nothing: `said` is true only without them."""
    still = still_told(language, others)
    stop = language.plain("button.unfollow", "Dejar de seguir")
    rows = tuple((Button(f"{stop}: {mesa.name}", buttons.stop(mesa.id)),) for mesa in others)
    return Message(lines("" if others and nothing else said, *still), rows=rows or menu(language))


def still_told(language: Language, others: Sequence[Mesa]) -> list[Html]:
    return [will_tell(language, Followed(mesa)) for mesa in others]


def none_here(language: Language, others: Sequence[Mesa]) -> Html:
    """Nothing more of the mesa at hand; of these mesas still."""
    return lines(language.say("unfollow.done", "Ya no le avisaré."), *still_told(language, others))


def entered(language: Language, mesa: Mesa, subgroup: str, *, followed: bool, private: bool) -> Message:
    """A mesa has just been chosen: a person is offered to follow it, a group follows it by that."""
    if not private:
        return start.entered(language, mesa, subgroup, group_hears(language, mesa))
    if followed:
        return start.entered(language, mesa, subgroup)
    question = lines(bold(language.say("follow.question", "¿Qué quiere seguir?")), privacy(language))
    return start.entered(language, mesa, subgroup, question, offer(language, mesa, subgroup))


def offer(language: Language, mesa: Mesa, subgroup: str) -> Rows:
    """To follow the mesa, or only the community at hand."""
    return ((follow_all(language, mesa),), *(subgroup_buttons(language, mesa, subgroup) if subgroup else ()))


def which_mesa(language: Language, found: Sequence[Mesa], button: Callable[[int], str]) -> Message:
    rows = tuple((Button(one.name, button(one.id)),) for one in found)
    return Message(language.say("error.several", "Encontré estos. Elija uno:"), rows=rows)


def follow_all(language: Language, mesa: Mesa) -> Button:
    return Button(language.plain("button.follow_all", "Seguir todo"), buttons.follow(mesa.id))


def subgroup_buttons(language: Language, mesa: Mesa, subgroup: str) -> Rows:
    """The community at hand, or the first ones where none is."""
    named = [one for one in mesa.subgroups if subgroup in ("", one)][:MOST_SUBGROUPS]
    follow = language.plain("button.follow", "Seguir")
    each = [Button(f"{follow}: {one}", buttons.follow(mesa.id, mesa.subgroups.index(one) + 1)) for one in named]
    return in_rows(each, 2)


def card_button(language: Language, commitment: Commitment, *, chosen: bool) -> Button:
    if chosen:
        return Button(language.plain("button.unfollow", "Dejar de seguir"), buttons.stop_commitment(commitment.id))
    return Button(language.plain("button.follow", "Seguir"), buttons.follow_commitment(commitment.id))


def notices_button(language: Language) -> Button:
    return Button(language.plain("button.notices", "Avisos"), buttons.notices())


@dataclass(frozen=True)
class Standing:
    """How a chat is told. wishes: in the mesa at hand, None = it follows nothing there. chosen: codes and communities."""

    mesa: Mesa | None
    wishes: Wishes | None
    settings: Settings
    today: date
    chosen: tuple[str, ...] = ()


def notices(language: Language, standing: Standing, said: Html | str = "", *, replaces: bool = False) -> Message:
    """/avisos: how one is told now, and a button for each choice, which edits it. said: what has just been chosen."""
    mesa = standing.mesa
    text = paragraphs(
        said,
        lines(
            mesa and language.say("card.mesa", "Mesa: {mesa}", mesa=bold(mesa.name)),
            standing.wishes and current(language, standing.wishes, discreet=standing.settings.discreet),
            *chosen_ones(language, standing),
            silence(language, standing) if not said else "",
        ),
        bold(language.say("notices.question", "¿Cómo quiere recibir los avisos?")),
    )
    return Message(text, rows=notices_rows(language, standing), replaces=replaces)


def chosen_ones(language: Language, standing: Standing) -> tuple[Html | str, ...]:
    """What was chosen one by one; nothing where the whole mesa is followed, and these with it."""
    if standing.wishes is None or standing.wishes.whole or not standing.chosen:
        return ()
    followed = language.say("list.followed", "Lo que usted sigue ({n}):", n=len(standing.chosen))
    return followed, ", ".join(standing.chosen)


def current(language: Language, wishes: Wishes, *, discreet: bool) -> Html:
    rhythms = {
        Rhythm.AT_ONCE: language.plain("wish.at_once", "al momento"),
        Rhythm.WEEKLY: language.plain("wish.weekly", "resumen semanal"),
        Rhythm.NONE: language.plain("wish.none", "ninguno"),
    }
    some = [] if wishes.whole else [language.plain("wish.some", "solo lo elegido")]
    hidden = [language.plain("wish.discreet", "discreto")] if discreet else []
    wish = ", ".join([rhythms[wishes.rhythm], *some, *hidden])
    return language.say("notices.current", "Sus avisos: {wish}", wish=wish)


def silence(language: Language, standing: Standing) -> Html | str:
    if not standing.settings.snoozed(standing.today):
        return ""
    return silent(language, (date.fromisoformat(standing.settings.snoozed_until) - standing.today).days)


def silent(language: Language, days: int) -> Html:
    """0: no more."""
    if not days:
        return language.say("snooze.end", "Desde ahora le aviso otra vez.")
    return language.say("snooze.done", "Guardaré silencio {n} días.", n=days)


def notices_rows(language: Language, standing: Standing) -> Rows:
    wishes, labels = standing.wishes, choice_labels(language)
    on = {Choice.DISCREET} if standing.settings.discreet else set()
    if wishes:
        on |= {Choice(wishes.rhythm.value)} | (set() if wishes.whole else {Choice.SOME})
    each = {
        choice: Button(f"✓ {label}" if choice in on else label, buttons.wish(choice))
        for choice, label in labels.items()
    }
    rhythms = ((each[Choice.AT_ONCE], each[Choice.WEEKLY]), (each[Choice.SOME], each[Choice.NONE])) if wishes else ()
    begin = ((follow_all(language, standing.mesa),),) if standing.mesa and not (wishes and wishes.whole) else ()
    if standing.mesa and wishes and wishes.empty:
        begin = (*begin, *subgroup_buttons(language, standing.mesa, ""))
    return (*rhythms, *begin, snooze_buttons(language, standing), (each[Choice.DISCREET],))


def snooze_buttons(language: Language, standing: Standing) -> tuple[Button, ...]:
    if standing.settings.snoozed(standing.today):
        return (Button(language.plain("snooze.end", "Desde ahora le aviso otra vez."), buttons.snooze(0)),)
    snooze = language.plain("button.snooze", "Silencio")
    days = [(n, language.plain("button.snooze_days", "{n} días", n=n)) for n in SILENCES]
    return tuple(Button(f"{snooze}: {label}", buttons.snooze(n)) for n, label in days)


def choice_labels(language: Language) -> dict[Choice, str]:
    return {
        Choice.AT_ONCE: language.plain("button.at_once", "Al momento"),
        Choice.WEEKLY: language.plain("button.weekly", "Cada semana"),
        Choice.SOME: language.plain("button.some", "Solo algunos"),
        Choice.NONE: language.plain("button.none", "Ninguno"),
        Choice.DISCREET: language.plain("button.discreet", "Discreto"),
    }


def choices(languages: Languages) -> dict[str, Choice]:
    """What may stand behind /avisos: each button's words, folded, in every language."""
    return {fold(label): choice for one in languages.values() for choice, label in choice_labels(one).items()}


def nothing_chosen(language: Language) -> Html:
    """Only some, and none of them yet."""
    return language.say("follow.question", "¿Qué quiere seguir?")


def chosen(language: Language, choice: Choice, *, discreet: bool) -> Html:
    """What comes of a choice. discreet: as it is now."""
    if choice is Choice.DISCREET and not discreet:
        return language.say("follow.done", "Listo. Le avisaré.")
    return {
        Choice.AT_ONCE: language.say("wish.at_once_done", "Le avisaré al momento."),
        Choice.WEEKLY: language.say("wish.weekly_done", "Cada semana recibirá un solo resumen."),
        Choice.SOME: language.say("wish.some_done", "Le avisaré solo sobre lo que eligió."),
        Choice.NONE: language.say("wish.none_done", "No le avisaré nada."),
        Choice.DISCREET: language.say("wish.discreet_done", "Desde ahora solo diré: «Tiene un aviso»."),
    }[choice]
