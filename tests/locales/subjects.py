"""What the texts are about: the first part of each key, in words for people who do not program."""

SUBJECTS = {
    "start": "primeros pasos",
    "greeting": "saludo",
    "help": "ayuda",
    "language": "idioma",
    "button": "botones",
    "command": "comandos",
    "list": "listas",
    "empty": "cuando no hay nada",
    "paging": "páginas de una lista",
    "card": "ficha de un compromiso",
    "sheet": "cargar y exportar tablas",
    "status": "estados",
    "clock": "plazos",
    "date": "fechas",
    "owner": "responsables",
    "mesa": "mesa de diálogo",
    "scope": "comunidad y subgrupo",
    "meeting": "sesiones",
    "remind": "recordatorios",
    "digest": "resumen de la semana",
    "head": "huella de la historia",
    "follow": "seguir",
    "unfollow": "dejar de seguir",
    "wish": "cómo recibir avisos",
    "snooze": "silencio",
    "announce": "anuncios",
    "announced": "anuncios de otros coordinadores (coordinación)",
    "announcing": "anunciar (coordinación)",
    "channel": "canales (coordinación)",
    "notice": "aviso",
    "notices": "avisos",
    "acknowledge": "darse por enterado",
    "deliveries": "envíos (coordinación)",
    "contact": "contactos de una institución",
    "panel": "panel (coordinación)",
    "wizard": "preguntas paso a paso (coordinación)",
    "record": "registrar un cambio (coordinación)",
    "office": "equipo e invitaciones (coordinación)",
    "compose": "cambiar la mesa (coordinación)",
    "session": "convocar y cambiar sesiones (coordinación)",
    "field": "nombres de los campos (coordinación)",
    "team": "cambios de otros coordinadores (coordinación)",
    "extend": "prorrogar (coordinación)",
    "evidence": "pruebas de un cambio (coordinación)",
    "withdraw": "retirar una prueba (coordinación)",
    "owe": "asignar responsables (coordinación)",
    "create": "compromiso nuevo (coordinación)",
    "rectify": "corregir con razón (coordinación)",
    "menu": "comandos de quien tiene un cargo (coordinación)",
    "invite": "invitaciones",
    "verify": "verificar",
    "report": "reportar",
    "group": "grupos",
    "share": "compartir",
    "listen": "escuchar",
    "media": "fotos, voz y archivos",
    "glossary": "glosario",
    "term": "palabras difíciles",
    "error": "errores",
    "limit": "demasiados mensajes",
    "privacy": "privacidad",
    "forget": "borrar datos",
    "thanks": "gracias",
    "key": "códigos",
}


def name(subject: str) -> str:
    """Its Spanish name; a new subject goes by its own until somebody names it here."""
    return SUBJECTS.get(subject, f"`{subject}`")


def order(subject: str) -> tuple[int, str]:
    """As in the list above, those without a name last."""
    known = list(SUBJECTS)
    return (known.index(subject) if subject in SUBJECTS else len(known), subject)
