"""A mesa named in a Spanish sentence: "la mesa Las Bambas", but "la Mesa de Diálogo de Espinar", "el Espacio de Diálogo".

The sentences are written with "la mesa {mesa}"; a name that says itself what it is takes only its article.
"""

from __future__ import annotations

import re

NAMED = "la mesa {mesa}"
_SAYS_ITSELF = re.compile(r"(?:<b>)?(?:(mesa)|espacio|grupo|comité)\b", re.IGNORECASE)
_WITH_ARTICLE = re.compile(r"(?:\b(de|a) )?" + re.escape(NAMED))
_MASCULINE = {None: "el", "de": "del", "a": "al"}


def named_once(template: str, name: str) -> str:
    """The sentence to put that name into. name: as it is put there."""
    found = _SAYS_ITSELF.match(name)
    if found is None:
        return template
    if found[1]:
        return template.replace(NAMED, "la {mesa}")
    return _WITH_ARTICLE.sub(lambda one: f"{_MASCULINE[one[1]]} {{mesa}}", template)
