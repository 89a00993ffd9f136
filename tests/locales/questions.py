"""What a native speaker is asked first: Quechua words of which no source could tell us how they sound."""

from __future__ import annotations

import re

FEW = 2  # texts that carry each question: enough to answer it, few enough to read

COMMAND = re.compile(r"/\w+")  # the same in every language
QUESTIONS = (
    ("qatipa", "«qatipay» para «seguir»: ¿podría sonar a «perseguir»?"),
    ("arí ni", "¿Se entiende que aceptó la responsabilidad?"),
    ("qaqa manam ni", "¿Se entiende que dijo que no es su responsabilidad?"),
    ("chayamuchka", "¿Se entiende que la fecha está cerca, pero todavía no pasó?"),
    ("astasqa", "¿Sirve igual para «prorrogado» (un plazo) y para «postergada» (una reunión)?"),
    ("sapa kuti", "¿Se entiende «permanente»: que se debe hacer siempre?"),
    ("manaraqmi pipas willanchu", "¿Se entiende sin acusar a nadie? Solo dice que nadie informó."),
    ("pakasqata", "Privacidad: ¿se entiende qué se guarda y que nadie más lo ve?"),
    ("pichasaq", "Privacidad: ¿se entiende que los datos se borran para siempre?"),
    ("chaykamalla", "¿Se entiende «provisional», solo por ahora?"),
    ("waqyaq", "¿Se entiende «quien convoca»?"),
    ("upalla", "¿Se entiende «guardar silencio unos días», sin sonar a regaño?"),
    ("pakapi", "«pakapi» para «discreto»: ¿se entiende que el aviso no dice de qué es?"),
    ("p'unchawqa pasasqañam", "¿Se entiende que pasó la fecha de la mesa, sin decir que la mesa ya no existe?"),
    ("willakuyqa hukchasqañam", "¿Se entiende que cambió lo que decía el aviso?"),
    ("qatipasqaykikunatapas", "¿Se entiende que también se borró lo que seguía?"),
    ("qhipa willakuy", "¿Se entiende «la última noticia»?"),
    ("tatisqa", "«tatisqa» para «suspendido»: ¿o mejor «sayachisqa»?"),
    ("hap'ini", "«hap'ini» para «entiendo»: ¿se dice así?"),
    ("firmasqa", "¿Se dice así «firmado»?"),
    ("compromiso", "¿Se entiende «compromiso», o hay una palabra mejor?"),
    ("acuerdo", "¿Se entiende «acuerdo», o hay una palabra mejor?"),
    ("hunt'ana p'unchaw", "«hunt'ana p'unchaw» para «plazo»: ¿se entiende?"),
    ("ruwaq", "«ruwaq» para «responsable»: ¿se entiende sin sonar a «culpable»?"),
    ("evidencia", "¿Se entiende «evidencia», o hay una palabra mejor?"),
)


def asked(texts: dict[str, str]) -> dict[str, list[str]]:
    """The questions of each key: each one at the first FEW texts with its words. texts: key → Quechua."""
    said = {key: COMMAND.sub("", text).casefold() for key, text in texts.items()}
    found: dict[str, list[str]] = {}
    for words, question in QUESTIONS:
        for key in [key for key, text in said.items() if words in text][:FEW]:
            found.setdefault(key, []).append(question)
    return found
