"""`python -m bot …`: parses, calls, prints; no logic. stdout is data only; refusals are one line on stderr.

Exit codes: 0 done, 1 refused or failed, 2 usage, 70 deaf, 78 wrong or missing keys.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer

from bot import announce, app, archive, change, doctor, matrix, understanding
from bot.cli_mesas import mesa_cli, session_cli
from bot.cli_team import team_cli
from bot.config import SettingsRefused, read_settings
from bot.services.commanding import NotChangeable, Wanted
from bot.services.erasing import NothingToErase
from bot.services.inviting import NotInvitable, Office
from bot.services.loading import LoadRefused
from bot.services.reporting import render_report
from bot.store.backups import BackupRefused
from bot.store.database import DatabaseUnavailable
from bot.store.keys import RecoveryRefused, WrongKeys
from bot.store.lockfile import RunLocked
from bot.web.listening import CannotListen

REFUSED, WRONG_KEYS = 1, 78
REFUSALS = (
    app.Refused,
    BackupRefused,
    CannotListen,
    DatabaseUnavailable,
    LoadRefused,
    NotChangeable,
    NotInvitable,
    NothingToErase,
    RecoveryRefused,
    RunLocked,
    SettingsRefused,
)

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Yuyachiq: hace recordar lo que se acordó en una mesa.",
)

cli.add_typer(session_cli, name="session")
cli.add_typer(mesa_cli, name="mesa")
cli.add_typer(team_cli, name="team")


@cli.command()
def run() -> None:
    """Atiende Telegram (sondeo largo) hasta SIGTERM o Ctrl+C."""
    finish(app.run(read_settings(), announce=print))


@cli.command(name="demo")
def demo_command(
    terminal: Annotated[bool, typer.Option("--terminal", help="La conversación en esta terminal.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Puerto de la página; 0: uno libre.")] = 0,
) -> None:
    """Conversa con el bot sin cuenta ni token, con datos de demostración."""
    from bot import demo  # noqa: PLC0415 (Telegram's simulator and its web: 4 MB that no other command needs)

    finish(demo.run(terminal=terminal, port=port))


@cli.command()
def migrate() -> None:
    """Crea o actualiza la base de datos; crea las claves la primera vez e imprime una vez la clave de papel."""
    finish(app.migrate(read_settings(), announce=print))


@cli.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="CSV de mesas, instituciones, compromisos o sesiones.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Solo dice qué cambiaría.")] = False,
    mesa: Annotated[str, typer.Option(help="La mesa de las filas que no la nombran.")] = "",
) -> None:
    """Carga una matriz de compromisos: todo o nada."""
    report = asyncio.run(matrix.load(read_settings(), files, dry_run=dry_run, mesa=mesa))
    typer.echo("\n".join(render_report(report)))


@cli.command()
def export(
    mesa: Annotated[str, typer.Option(help="La mesa (slug).")],
    output: Annotated[Path, typer.Option("--output", "-o", help="La carpeta donde se escriben.")],
) -> None:
    """Escribe las tablas de una mesa en CSV, que se cargan otra vez sin cambios; dice qué archivos escribió."""
    for path in asyncio.run(matrix.export(read_settings(), mesa, output)):
        typer.echo(path)


@cli.command()
def ask(
    text: Annotated[str, typer.Argument(help="Un comando, un código o palabras.")],
    language: Annotated[str, typer.Option(help="es o qu.")] = "es",
    mesa: Annotated[str, typer.Option(help="La mesa (slug).")] = "",
) -> None:
    """La respuesta que recibiría una persona, como texto."""
    typer.echo(asyncio.run(app.ask(read_settings(), text, language=language, mesa=mesa)))


@cli.command()
def understand(
    language: Annotated[str, typer.Option(help="es o qu: la que se supone si las palabras no lo dicen.")] = "es",
    report: Annotated[
        Path | None,
        typer.Option(
            help="Un archivo de preguntas conocidas (idioma, pregunta, intención): qué tan bien se entienden."
        ),
    ] = None,
) -> None:
    """Lee preguntas, una por línea; dice intención, seguridad e idioma de cada una, con tabuladores."""
    if report is not None:
        typer.echo("\n".join(understanding.report_of(report)))
        return
    for line in understanding.lines_of(sys.stdin, language):
        typer.echo(line)


@cli.command()
def invite(
    role: Annotated[Office, typer.Option(help="Qué será quien abra el enlace.")],
    mesa: Annotated[str, typer.Option(help="La mesa (slug) que coordinará.")] = "",
    institution: Annotated[str, typer.Option(help="La institución (slug) de la que será contacto.")] = "",
) -> None:
    """Da un enlace de un solo uso, que vence a los siete días, para coordinar, ser contacto o administrar."""
    typer.echo(asyncio.run(app.invite(read_settings(), role, mesa=mesa, institution=institution)))


@cli.command(name="change")
def change_command(
    code: Annotated[str, typer.Argument(help="El código del compromiso.")],
    mesa: Annotated[str, typer.Option(help="Su mesa (slug).")],
    status: Annotated[str, typer.Option(help="Cómo va: pendiente, en proceso, cumplido …")] = "",
    note: Annotated[str, typer.Option(help="Lo que dice el responsable, con sus palabras.")] = "",
    deadline: Annotated[str, typer.Option(help="Nueva fecha (dd/mm/aaaa): una prórroga.")] = "",
    instrument: Annotated[str, typer.Option(help="El documento que la dice.")] = "",
    reason: Annotated[str, typer.Option(help="Su razón.")] = "",
    link: Annotated[list[str], typer.Option(help="Un enlace que lo prueba; puede repetirse.")] = [],  # noqa: B006 (typer's form)
) -> None:
    """Cambia el estado o el plazo de un compromiso; queda en la historia y se avisa a quien coordina la mesa."""
    wanted = Wanted(status, note, deadline, instrument, reason, tuple(link))
    if wanted == Wanted():
        raise typer.BadParameter("diga qué cambia: --status, --note, --deadline o --link")
    typer.echo("\n".join(asyncio.run(change.change(read_settings(), code, mesa, wanted))))


@cli.command()
def withdraw(
    code: Annotated[str, typer.Argument(help="El código del compromiso.")],
    mesa: Annotated[str, typer.Option(help="Su mesa (slug).")],
    number: Annotated[int | None, typer.Argument(help="El número de la prueba; sin él, se listan las que hay.")] = None,
    reason: Annotated[str, typer.Option(help="Por qué; queda en la historia.")] = "",
) -> None:
    """Retira una prueba de un compromiso: nadie más la ve, y la historia dice que la hubo y por qué se retiró."""
    typer.echo("\n".join(asyncio.run(change.withdraw(read_settings(), code, mesa, number, reason))))


@cli.command(name="announce")
def announce_command(
    mesa: Annotated[list[str], typer.Option(help="La mesa (slug) a cuyos seguidores va; puede repetirse.")],
    es: Annotated[str, typer.Option(help="El texto en castellano.")],
    qu: Annotated[str, typer.Option(help="El texto en quechua; sin él se dice que falta.")] = "",
    at: Annotated[str, typer.Option(help="Cuándo sale: AAAA-MM-DD HH:MM, hora de la mesa.")] = "",
    urgent: Annotated[bool, typer.Option("--urgent", help="También de noche.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Sin preguntar.")] = False,
) -> None:
    """Anuncia algo a quienes siguen una mesa: muestra cómo llega, pregunta, y sale un minuto después."""

    def sure(preview: str) -> bool:
        typer.echo(preview)
        if yes:
            return True
        typer.echo("¿Anunciar? Escriba sí: ", err=True, nl=False)
        return sys.stdin.readline().strip().casefold() in ("s", "si", "sí")

    typer.echo(asyncio.run(announce.run(read_settings(), announce.Wanted(mesa, es, qu, at, urgent), sure)))


@cli.command()
def verify(
    heads: Annotated[Path | None, typer.Option(help="Huellas publicadas antes (heads.txt).")] = None,
    head: Annotated[list[str], typer.Option(help="Una huella, como la recibió un teléfono: «812 4f2a 91c0».")] = [],  # noqa: B006 (typer's form)
) -> None:
    """Comprueba la cadena de la historia, las huellas publicadas y que las tablas digan lo mismo."""
    verdict = asyncio.run(archive.verify(read_settings(), heads, head))
    if not verdict.ok:
        refuse(archive.verdict_line(verdict))
    typer.echo(archive.verdict_line(verdict))


@cli.command(name="export-history")
def export_history(
    file: Annotated[Path, typer.Option("--output", "-o", help="Un archivo nuevo: JSON, un suceso por línea.")],
    without_words: Annotated[bool, typer.Option("--without-words", help="Sin los textos, solo sus huellas.")] = False,
) -> None:
    """Escribe la historia entera, para comprobarla con bot/web/verificar.py (o /historia/verificar.py)."""
    count = asyncio.run(archive.export_history(read_settings(), file, with_words=not without_words))
    typer.echo(f"{count} eventos en {file}")


@cli.command()
def erase(
    what: Annotated[
        str, typer.Argument(help="El número de un evento, o «mesa/CÓDIGO», o el slug de una mesa o institución.")
    ],
    field: Annotated[str, typer.Argument(help="El campo: text, note, status_words, responsibility_words…")],
) -> None:
    """Borra para siempre unas palabras, de las tablas y de la historia; la cadena sigue íntegra y lo dice."""
    typer.echo("\n".join(asyncio.run(archive.erase(read_settings(), what, field))))


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Un archivo nuevo; nunca se escribe sobre otro.")],
) -> None:
    """Copia la base de datos (SQLite) junto al bot en marcha, y comprueba la copia y su historia."""
    typer.echo(asyncio.run(archive.backup(read_settings(), file)))


@cli.command()
def restore(
    file: Annotated[Path | None, typer.Argument(help="Una copia de  backup; nada, si pg_restore ya la puso.")] = None,
    heads: Annotated[
        Path | None, typer.Option(help="Huellas publicadas (heads.txt), si no están junto a las claves.")
    ] = None,
) -> None:
    """Vuelve a una copia, con el bot detenido: nada se envía dos veces, y lo que se borró se borra otra vez."""
    typer.echo("\n".join(asyncio.run(archive.restore(read_settings(), file, heads))))


@cli.command(name="doctor")
def doctor_command(
    trust_clock: Annotated[
        bool,
        typer.Option(
            "--trust-clock", help="La hora del servidor es la correcta: créala, aunque esté lejos de la última."
        ),
    ] = False,
) -> None:
    """Revisa ajustes, claves, base de datos, token, reloj y disco."""
    if trust_clock:
        typer.echo(asyncio.run(doctor.trust_clock(read_settings())))
        return
    findings = asyncio.run(doctor.examine(read_settings()))
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(0 if all(finding.ok for finding in findings) else REFUSED)


@cli.command(name="recover-key")
def recover_key() -> None:
    """Rehace el archivo de claves con la clave de papel, que se escribe por la entrada estándar."""
    typer.echo(app.recover_key(read_settings(), sys.stdin.read()))


def finish(work: Coroutine[None, None, int]) -> None:
    """Run to the end and leave with its exit code."""
    raise typer.Exit(asyncio.run(work))


def refuse(line: str, code: int = REFUSED) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(code)


def main() -> None:
    """Every refusal we foresee is said in its one line; anything else is a bug and keeps its traceback."""
    try:
        cli()
    except WrongKeys as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(WRONG_KEYS)
    except REFUSALS as refused:
        sys.stderr.write(f"{refused}\n")
        sys.exit(REFUSED)
