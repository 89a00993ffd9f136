"""What each wizard is told from its first word to its preview, and what it leaves in the history once it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.commitments import Responsibility
from tests.cast import DUE_SOON, HEALTH, LONG_OVERDUE, NEXT, NO_DEADLINE, ON_TIME, TODAY

ACCEPTED, DECLINED, INFORMED, PROVED = (
    replace(ON_TIME, code=code, responsibilities=(Responsibility(HEALTH.slug, HEALTH.short),))
    for code in ("MIN-1", "MIN-2", "MIN-3", "MIN-4")
)
LATER = f"{TODAY + timedelta(days=60):%d/%m/%Y}"


@dataclass(frozen=True)
class Talk:
    """steps: typed, pressed (the label in brackets) or, where bytes, sent as a file. cut: the step whose answer is lost with the
    process that made it. left: (subject, beginning of the key) of the one event that tells in the history what it was for;
    events: how many it leaves there in all. contact: of the ministry of health it is said, not of the mesa's team."""

    steps: tuple[str | bytes, ...]
    cut: int
    left: tuple[str, str]
    events: int = 1
    contact: bool = False


TALKS = {
    "status": Talk(
        (
            f"/estado {LONG_OVERDUE.code}",
            "[en proceso]",
            "40",
            "https://example.org/foto",
            "https://example.org/acta",
            "[Listo]",
        ),
        4,
        ("commitment", "valle/VAL-02"),
        events=3,
    ),
    "extend": Talk((f"/prorrogar {DUE_SOON.code}", LATER, "RM 9-2027", "Llueve"), 1, ("commitment", "valle/VAL-10")),
    "owe": Talk(
        (f"/responsable {NO_DEADLINE.code}", "[Nombrar responsable]", "minist", "[MINSA ·]"),
        1,
        ("commitment", "valle/VAL-3"),
    ),
    "create": Talk(
        (
            *("/compromiso", "VAL-40", "Construir el puente", "[Sin quechua]", "[Wayra]", "Acta del 3 de noviembre"),
            *("03/11/2026", "[el acta da la fecha]", "31/12/2026", "[No lo dice]", "MINSA"),
        ),
        1,
        ("commitment", "valle/VAL-40"),
    ),
    "rectify": Talk(
        (f"/corregir {ON_TIME.code}", "[Texto]", "Contratar docentes", "El acta no dice más"),
        1,
        ("commitment", "valle/VAL-11"),
    ),
    "load": Talk((b"codigo,compromiso\nVAL-04,Publicar el plan entero\n",), 0, ("commitment", "valle/VAL-04")),
    "contact": Talk(("/equipo invitar contacto", "SGSD"), 1, ("team", "valle/i-")),
    "accept": Talk((f"/aceptar {ACCEPTED.code}",), 0, ("commitment", "valle/MIN-1"), contact=True),
    "decline": Talk(
        (f"/declinar {DECLINED.code}", "No es nuestra función", "[No sabemos]"),
        1,
        ("commitment", "valle/MIN-2"),
        contact=True,
    ),
    "inform": Talk(
        (f"/informar {INFORMED.code}", "[en proceso]", "Hay avances", "[Sin prueba]"),
        1,
        ("commitment", "valle/MIN-3"),
        contact=True,
    ),
    "call": Talk(
        (
            *("/sesion nueva", "15/12/2026", "10:30", "[Todavía no se sabe]", "[Todas las comunidades]"),
            *("Agua y caminos", "PCM"),
        ),
        1,
        ("meeting", f"valle/S-{TODAY + timedelta(days=22)}"),
    ),
    "session": Talk((f"/sesion {NEXT.code}", "[Agenda]", "Agua"), 1, ("meeting", f"valle/{NEXT.code}")),
    "mesa": Talk(("/mesa suspender", "20/11/2026", "Paro en la ruta"), 1, ("mesa", "valle")),
    "announce": Talk(
        (
            "/anunciar",
            "[Toda la mesa]",
            "Mañana se corta el agua.",
            "Paqarin unuqa manam kanqachu.",
            "[Nada más]",
            "[Ahora]",
            "[No]",
        ),
        1,
        ("announcement", "valle/a-"),
    ),
    "withdraw": Talk((f"/retirar {PROVED.code} 1", "Era de otra obra"), 0, ("evidence", "valle/MIN-4/"), events=2),
}  # by the wizards' names
