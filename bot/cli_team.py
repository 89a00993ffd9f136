"""`python -m bot team …`: who coordinates a mesa, speaks in it for an institution, or administers the bot. Parses, calls, prints."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot import teams
from bot.config import read_settings
from bot.domain.offices import Turn

team_cli = typer.Typer(no_args_is_help=True, help="Cargos, por códigos: list, suspend, restore, remove.")

Code = Annotated[str, typer.Argument(help="El código, como lo da list; bastan cuatro letras.")]
Mesa = Annotated[str, typer.Option(help="La mesa (slug); sin ella, quienes administran el bot.")]
Institution = Annotated[str, typer.Option(help="De qué institución (slug), si es contacto de varias.")]


@team_cli.command("list")
def list_team(mesa: Mesa = "") -> None:
    """Uno por línea, con tabuladores: código, papel, institución, cómo está, desde qué semana."""
    for line in asyncio.run(teams.lines(read_settings(), mesa)):
        typer.echo(line)


@team_cli.command("suspend")
def suspend(code: Code, mesa: Mesa = "", institution: Institution = "") -> None:
    """Suspende a un coordinador de la mesa, o a un contacto en ella, hasta que se le restaure."""
    turned(code, Turn.SUSPENDED, mesa, institution)


@team_cli.command("restore")
def restore(code: Code, mesa: Mesa = "", institution: Institution = "") -> None:
    """Le devuelve el cargo a quien estaba suspendido."""
    turned(code, Turn.RESTORED, mesa, institution)


@team_cli.command("remove")
def remove(code: Code, mesa: Mesa = "", institution: Institution = "") -> None:
    """Termina un cargo; el de un contacto que invitó quien opera, en todas las mesas."""
    turned(code, Turn.REMOVED, mesa, institution)


def turned(code: str, what: Turn, mesa: str, institution: str) -> None:
    line = asyncio.run(teams.turn(read_settings(), code, what, mesa, institution))
    if line:
        typer.echo(line)
