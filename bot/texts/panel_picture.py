"""A mesa's commitments as bars, institution by institution, and the same numbers in words."""

from __future__ import annotations

from datetime import date

from bot.domain.charts import Bar, Chart, Series
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.domain.overview import Counted, Overview, Standing
from bot.texts.attention import nothing
from bot.texts.brief import short
from bot.texts.dates import numeric
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines, paragraphs

MOST_BARS = 10  # of institutions; the others together


def picture(language: Language, mesa: Mesa, found: Overview, today: date) -> Message:
    """The bars, and in its caption the same numbers."""
    if not found.whole.total:
        return Message(nothing(language, found))
    names = standings(language)
    kept = [one for one in Standing if one is not Standing.UNFEASIBLE or found.whole.of(one)]
    bars = institutions(language, found)
    chart = Chart(
        short(mesa.name),
        numeric(today),
        tuple(Series(names[one], found.whole.of(one)) for one in kept),
        tuple(Bar(name, tuple(counted.of(one) for one in kept)) for name, counted in bars),
        language.plain("panel.counted_in_each", "Un compromiso de varias instituciones cuenta en cada una."),
    )
    said = paragraphs(
        lines(bold(short(mesa.name)), numeric(today), numbers(names, found.whole)),
        lines(*(Html(f"{bold(name)} · {numbers(names, counted)}") for name, counted in bars)),
    )
    return Message(said, chart=chart)


def standings(language: Language) -> dict[Standing, str]:
    return {
        Standing.OVERDUE: language.plain("button.overdue", "Vencidos"),
        Standing.DUE_SOON: language.plain("button.due_soon", "Por vencer"),
        Standing.ON_TIME: language.plain("panel.on_time", "A tiempo"),
        Standing.NO_DEADLINE: language.plain("button.no_deadline", "Sin plazo"),
        Standing.DONE: language.plain("button.done", "Cumplidos"),
        Standing.UNFEASIBLE: language.plain("panel.unfeasible", "No viables"),
    }


def institutions(language: Language, found: Overview) -> list[tuple[str, Counted]]:
    """A bar each, the last of many together, and what is nobody's."""
    bars = [(short(one.name), one.counted) for one in found.owing]
    if len(bars) > MOST_BARS:
        rest = [counted for _, counted in bars[MOST_BARS - 1 :]]
        together = Counted({one: sum(each.of(one) for each in rest) for one in Standing})
        others = language.plain("panel.others", "Otras instituciones ({n})", n=len(rest))
        bars = [*bars[: MOST_BARS - 1], (others, together)]
    nobody = language.plain("panel.unowned", "Sin institución")
    return [*bars, *([(nobody, found.unowned)] if found.unowned.total else [])]


def numbers(names: dict[Standing, str], counted: Counted) -> Html:
    return Html(" · ".join(f"{name}: {counted.of(one)}" for one, name in names.items() if counted.of(one)))
