"""The side-by-side sheet: one HTML page for a native speaker, which needs nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.locales import subjects
from tests.locales.answers import SHEET
from tests.locales.questions import asked
from tests.locales.rows import Row

NAME = re.compile(r"(\{[a-z_]+\})")
NAMES = {
    "acta": "un acta",
    "actor": "quién lo hizo, en clave",
    "after": "cómo queda",
    "ago": "hace cuánto",
    "agenda": "los temas",
    "before": "cómo estaba",
    "code": "un código, como ESP-07",
    "codes": "unos códigos",
    "command": "un comando, como /avisos",
    "community": "una comunidad",
    "date": "una fecha",
    "day": "el día",
    "days": "cuántos días",
    "doing": "cuántos, en número",
    "done": "cuántos, en número",
    "field": "un dato, como el plazo",
    "evidence": "una prueba: qué es y qué muestra",
    "example": "un ejemplo",
    "hash": "letras y cifras, como 4f2a 91c0",
    "gone": "el nombre de un archivo de antes",
    "institution": "una institución",
    "institutions": "una o varias instituciones",
    "instrument": "un documento",
    "items": "una lista de cosas",
    "kind": "qué es: foto, archivo o enlace",
    "kinds": "qué son: fotos, archivos o enlaces",
    "late": "cuántos, en número",
    "link": "un enlace",
    "mesa": "una mesa",
    "mesas": "una o varias mesas",
    "month": "el mes",
    "most": "cuántos, a lo más",
    "n": "un número",
    "name": "un nombre",
    "names": "varios nombres",
    "no": "cuántos dicen no",
    "none": "un botón",
    "note": "una nota",
    "notice": "el número de un aviso",
    "number": "un número",
    "numeric": "la fecha en números",
    "outcome": "cómo fue la sesión",
    "page": "el número de la página",
    "pages": "cuántas páginas hay",
    "place": "un lugar",
    "places": "una o varias mesas o instituciones",
    "query": "lo que la persona buscó",
    "ready": "un botón",
    "reason": "una razón",
    "reasons": "razones, cada una con su número",
    "sessions": "una o varias sesiones",
    "role": "un cargo",
    "source": "un documento o un diario",
    "state": "cómo está",
    "status": "un estado",
    "text": "un texto",
    "time": "una hora",
    "title": "un título",
    "topic": "un tema",
    "total": "cuántos en total",
    "url": "una dirección de internet",
    "weekday": "el día de la semana",
    "wish": "lo que la persona eligió",
    "word": "una palabra",
    "words": "palabras escritas por otros",
    "year": "el año",
    "yes": "cuántos dicen sí",
}


def page(rows: Sequence[Row]) -> str:
    """The whole page, with every text of a catalog escaped."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FileSystemLoader(Path(__file__).parent),
    )
    environment.filters["pieces"] = NAME.split
    environment.filters["names"] = names
    ordered = sorted(rows, key=lambda row: (subjects.order(row.subject), row.key))
    return environment.get_template("sheet.html.jinja").render(
        rows=ordered,
        questions=asked({row.key: row.quechua for row in ordered}),
        subjects=list(dict.fromkeys(row.subject for row in ordered)),
        subject_name=subjects.name,
        sheet=SHEET,
    )


def names(spanish: Sequence[str]) -> list[tuple[str, str]]:
    """The {names} of a text with what the bot puts there."""
    found = dict.fromkeys(name for text in spanish for name in NAME.findall(text))
    return [(name, NAMES.get(name.strip("{}"), "lo pone el bot")) for name in found]
