"""Documentation that can rot is tested: every command, setting and subcommand stands in the README."""

from pathlib import Path

import typer.main

from bot.chat.request import Kind
from bot.chat.routes import routes
from bot.cli import cli
from bot.config import Settings
from bot.texts import keywords
from bot.texts.language import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    assert [name for name in Settings.model_fields if f"`BOT_{name.upper()}`" not in README] == []


def test_every_subcommand_is_documented() -> None:
    group = typer.main.get_command(cli)
    subcommands = group.list_commands(None)  # type: ignore[attr-defined]  # a group, as it has several commands
    assert [name for name in subcommands if f"| `{name}" not in README] == []


def test_every_chat_command_is_documented() -> None:
    commands = [
        name
        for route in routes(load(ROOT / "locales"), keywords.load(ROOT / "locales"))
        if route.kind is Kind.COMMAND
        for name in route.names
    ]
    assert [name for name in commands if f"`/{name}" not in README] == []


def test_what_the_readme_names_is_there() -> None:
    folders = [line.split()[0] for line in README.split("## Mapa del código")[1].split("```")[1].strip().splitlines()]
    assert [name for name in folders if not (ROOT / name).exists()] == []
    assert (ROOT / "bot/simulator/demo.png").stat().st_size > 10_000
