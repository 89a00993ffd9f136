"""`python -m bot session …` and `python -m bot mesa …`: what coordinators do in chat. Parses, calls, prints."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from bot import coordinating
from bot.app import Refused
from bot.config import read_settings
from bot.domain.composing import concluded, divided, has_subgroup, resumed, seated, suspended, unseated
from bot.domain.convening import begins, moved, published, treats, went
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa

session_cli = typer.Typer(no_args_is_help=True, help="Sesiones de una mesa: list, new, change.")
mesa_cli = typer.Typer(no_args_is_help=True, help="Una mesa: show, change.")

Slug = Annotated[str, typer.Argument(help="La mesa (slug).")]
Code = Annotated[str, typer.Argument(help="El código de la sesión.")]
Day = Annotated[str, typer.Option(help="aaaa-mm-dd.")]
Hour = Annotated[str | None, typer.Option(help="15:30, o «sin hora».")]
Words = Annotated[str | None, typer.Option()]
Map = Annotated[str, typer.Option("--map", help="latitud,longitud en grados.")]


@session_cli.command("list")
def list_sessions(mesa: Slug) -> None:
    """Una por línea, con tabuladores: código, día, hora, estado, subgrupo, lugar."""
    for line in asyncio.run(coordinating.sessions(read_settings(), mesa)):
        typer.echo(line)


@session_cli.command("new")
def new_session(
    mesa: Slug,
    day: Day,
    hour: Hour = None,
    place: Words = None,
    where: Map = "",
    subgroup: Words = None,
    agenda: Words = None,
    convener: Words = None,
) -> None:
    """Convoca una sesión e imprime su código; quienes siguen la mesa lo saben enseguida."""

    def new(of: Mesa, today: date) -> Meeting:
        on = coordinating.day("--day", day, today)
        if on < today:
            raise Refused(f"--day {day}: ese día ya pasó")
        bare = coordinating.put(coordinating.bare(of, on), place or "", where)
        starts = coordinating.hour(hour) if hour else None
        return replace(bare, starts=starts, subgroup=subgroup or "", agenda=agenda or "", convener=convener or "")

    typer.echo(asyncio.run(coordinating.call(read_settings(), mesa, new)))


@session_cli.command("change")
def change_session(
    mesa: Slug,
    code: Code,
    day: Annotated[str, typer.Option(help="Otro día.")] = "",
    hour: Hour = None,
    place: Words = None,
    where: Map = "",
    agenda: Words = None,
    outcome: Annotated[
        str, typer.Option(help="realizada, postergada, sin quórum, suspendida, cancelada, sin firma.")
    ] = "",
    note: Annotated[str, typer.Option(help="El motivo, o cómo fue.")] = "",
    acta: Annotated[str, typer.Option(help="El día en que se publicó el acta.")] = "",
    link: Annotated[str, typer.Option(help="Dónde se lee el acta.")] = "",
) -> None:
    """Cambia una sesión, dice cómo fue o que su acta se publicó."""

    def change(one: Meeting, today: date) -> Meeting:
        if day:
            one = moved(one, coordinating.day("--day", day, today), note)
        if hour is not None:
            one = begins(one, coordinating.hour(hour))
        if place is not None:
            one = coordinating.put(one, place, where)
        if agenda is not None:
            one = treats(one, agenda)
        if outcome:
            one = went(one, coordinating.outcome(outcome, one, today), note)
        if acta:
            one = published(one, coordinating.day("--acta", acta, today), coordinating.link(link))
        return one

    if not any((day, hour is not None, place is not None, agenda is not None, outcome, acta)):
        raise typer.BadParameter("diga qué cambia")
    typer.echo(asyncio.run(coordinating.change_session(read_settings(), mesa, code, change)))


@mesa_cli.command("show")
def show_mesa(mesa: Slug) -> None:
    """Su estado, vigencia, integrantes y subgrupos, con tabuladores."""
    for line in asyncio.run(coordinating.mesa_lines(read_settings(), mesa)):
        typer.echo(line)


@mesa_cli.command("change")
def change_mesa(
    mesa: Slug,
    add: Annotated[str, typer.Option(help="Integra una institución (slug).")] = "",
    role: Annotated[str, typer.Option(help="Su papel.")] = "",
    remove: Annotated[str, typer.Option(help="Retira una institución (slug).")] = "",
    suspend: Annotated[str, typer.Option(help="Suspendida desde ese día.")] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Vuelve a empezar.")] = False,
    conclude: Annotated[bool, typer.Option("--conclude", help="Terminó.")] = False,
    term: Annotated[str, typer.Option(help="Vigencia hasta ese día.")] = "",
    instrument: Annotated[str, typer.Option(help="Con qué documento se amplía.")] = "",
    why: Annotated[str, typer.Option(help="El motivo o la nota.")] = "",
    subgroup: Annotated[str, typer.Option(help="Un subgrupo más.")] = "",
) -> None:
    """Cambia la mesa; que se suspende, vuelve o termina lo saben sus seguidores enseguida. Ningún plazo se detiene."""

    def change(one: Mesa, today: date) -> Mesa:
        if add:
            one = seated(one, add, role)
        if remove:
            if remove not in {seat.institution for seat in one.seats}:
                raise Refused(f"--remove {remove}: no integra la mesa")
            one = unseated(one, remove)
        if subgroup:
            named = coordinating.name("--subgroup", subgroup)
            one = one if has_subgroup(one, named) else divided(one, named)
        if term:
            one = coordinating.longer(one, coordinating.day("--term", term, today), instrument, why)
        if suspend:
            one = suspended(one, coordinating.day("--suspend", suspend, today), coordinating.said("--why", why))
        if resume:
            one = resumed(one)
        return concluded(one, why) if conclude else one

    if not any((add, remove, suspend, resume, conclude, term, subgroup)):
        raise typer.BadParameter("diga qué cambia")
    if sum((bool(suspend), resume, conclude)) > 1:
        raise typer.BadParameter("--suspend, --resume y --conclude se excluyen")
    for line in asyncio.run(coordinating.change_mesa(read_settings(), mesa, change)):
        typer.echo(line)
