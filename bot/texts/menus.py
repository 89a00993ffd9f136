"""The commands of those who have an office, for their menu and their help. Coordinators' screens: Spanish."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.messages import Menu
from bot.domain.recipients import Role
from bot.texts.language import Language
from bot.texts.markup import Html, bold, lines
from bot.texts.start import command_menu, parted


def menu(language: Language, offices: Collection[Role]) -> Menu:
    """Everybody's commands after those of the offices held, each once."""
    each = [one for role in ORDER if role in offices for one in of_office(language, role)]
    return tuple(dict.fromkeys((*each, *command_menu(language))))


def sections(language: Language, offices: Collection[Role]) -> list[Html]:
    """A paragraph for each office held."""
    titles = {
        Role.COORDINATOR: language.say("menu.coordinating", "Para coordinar su mesa:"),
        Role.CONTACT: language.say("menu.speaking", "Para responder por su institución:"),
        Role.ADMIN: language.say("menu.administering", "Para administrar el bot:"),
    }
    return [
        lines(bold(titles[role]), *(Html(f"/{command}: {what}") for command, what in of_office(language, role)))
        for role in ORDER
        if role in offices
    ]


ORDER = (Role.COORDINATOR, Role.CONTACT, Role.ADMIN)


def of_office(language: Language, role: Role) -> Menu:
    panel = language.plain("menu.panel", "/panel: qué necesita atención")
    tables = (
        language.plain("menu.cargar", "/cargar: cargar sus tablas CSV"),
        language.plain("menu.exportar", "/exportar: descargar sus tablas CSV"),
    )
    team = language.plain("menu.equipo", "/equipo: quiénes coordinan, invitar")
    given_up = language.plain("menu.cancelar", "/cancelar: dejar lo que está escribiendo")
    if role is Role.ADMIN:
        return parted(panel, team, *tables, given_up)
    if role is Role.CONTACT:
        return parted(
            language.plain("menu.mis_compromisos", "/mis_compromisos: lo que debe su institución"),
            language.plain("menu.informar", "/informar: decir cómo va un compromiso"),
            language.plain("menu.aceptar", "/aceptar: aceptar un compromiso"),
            language.plain("menu.declinar", "/declinar: decir que no le toca"),
            given_up,
        )
    return parted(
        panel,
        language.plain("menu.estado", "/estado: anotar cómo va un compromiso"),
        language.plain("menu.retirar", "/retirar: quitar una prueba que no era"),
        language.plain("menu.prorrogar", "/prorrogar: anotar una prórroga"),
        language.plain("menu.responsable", "/responsable: nombrar o quitar responsables"),
        language.plain("menu.compromiso", "/compromiso: registrar uno nuevo"),
        language.plain("menu.corregir", "/corregir: corregir lo mal registrado"),
        language.plain("menu.enterado", "/enterado: no repetirme un aviso"),
        language.plain("menu.preguntar", "/preguntar: preguntar a la institución nombrada"),
        language.plain("menu.sesion", "/sesion: convocar o cambiar sesiones"),
        language.plain("menu.mesa", "/mesa: integrantes, vigencia, subgrupos"),
        language.plain("menu.anunciar", "/anunciar: anunciar a quienes siguen la mesa"),
        language.plain("menu.anuncios", "/anuncios: cómo van sus anuncios"),
        language.plain("menu.envios", "/envios: cuántos avisos llegaron"),
        language.plain("menu.canal", "/canal: canales que reciben los avisos"),
        *tables,
        team,
        given_up,
    )
