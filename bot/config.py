"""The settings, read once from the environment; nonsense is refused at start with one clear line.

Secrets may come from a file: `BOT_TOKEN_FILE=/run/secrets/token` instead of `BOT_TOKEN`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.quiet import read_hour, read_quiet_hours

PREFIX = "BOT_"
SECRETS = ("BOT_TOKEN",)
DEFAULT_DATABASE = "sqlite+aiosqlite:///yuyachiq.db"
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{4,}")
_zones = cache(available_timezones)  # it looks through hundreds of files
_BIND = re.compile(r"[^\s:]+:[0-9]{1,5}")


class SettingsRefused(Exception):
    """One line a setting: its name, what is wrong, what to write."""


class Settings(BaseSettings):
    """What an operator can choose. Every field is documented in README.md (a test compares)."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    database_url: str = DEFAULT_DATABASE
    keys_file: Path = Path("~/.config/yuyachiq/keys.json")
    web_bind: str = "127.0.0.1:8080"
    timezone: str = "America/Lima"
    quiet_hours: str = "21:00-06:00"
    remind_at: str = "08:00"
    sends_per_second: float = Field(default=25.0, ge=0, le=10_000)
    tick_seconds: float = Field(default=60.0, ge=0.05, le=3600)
    log_format: Literal["console", "json"] = "console"
    quechua: Literal["all", "reviewed"] = "all"
    test: bool = False
    failpoint: str = ""
    test_clock: Path | None = Field(default=None)

    @field_validator("token")
    @classmethod
    def token_has_its_form(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("no tiene la forma 123456:ABC…; cópielo de @BotFather")
        return token

    @field_validator("api_url")
    @classmethod
    def api_is_an_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("debe empezar con http:// o https://")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def database_is_one_we_know(cls, url: str) -> str:
        if not url.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
            raise ValueError("debe empezar con sqlite+aiosqlite:/// o postgresql+psycopg://")
        return url

    @field_validator("keys_file")
    @classmethod
    def home_is_meant(cls, path: Path) -> Path:
        return path.expanduser()

    @field_validator("web_bind")
    @classmethod
    def bind_is_host_and_port(cls, bind: str) -> str:
        if bind and not (_BIND.fullmatch(bind) and int(bind.rsplit(":", 1)[1]) < 65_536):
            raise ValueError("escriba equipo:puerto, por ejemplo 127.0.0.1:8080 (puerto 0: uno libre; vacío: sin web)")
        return bind

    @field_validator("quiet_hours")
    @classmethod
    def quiet_hours_can_be_read(cls, words: str) -> str:
        read_quiet_hours(words)
        return words

    @field_validator("remind_at")
    @classmethod
    def hour_can_be_read(cls, words: str) -> str:
        read_hour(words)
        return words

    @field_validator("timezone")
    @classmethod
    def zone_is_known(cls, name: str) -> str:
        if name not in _zones():
            raise ValueError("no es una zona horaria; por ejemplo America/Lima")
        return name


def read_settings(**chosen: object) -> Settings:
    """The settings of the environment; `chosen` wins. Raises SettingsRefused with one line a setting."""
    try:
        settings = Settings(**{**secrets_from_files(os.environ), **chosen})  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as refused:
        raise SettingsRefused("\n".join(clear_line(error["loc"], error["msg"]) for error in refused.errors())) from None
    if not settings.test and (settings.failpoint or settings.test_clock):
        raise SettingsRefused("BOT_FAILPOINT y BOT_TEST_CLOCK solo valen con BOT_TEST=1")
    return settings


def secrets_from_files(given: Mapping[str, str]) -> dict[str, str]:
    """`BOT_TOKEN_FILE` → the words of that file, without the line's end."""
    found = {}
    for name in SECRETS:
        path = given.get(f"{name}_FILE")
        if path is None:
            continue
        try:
            found[name.removeprefix(PREFIX).lower()] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsRefused(f"{name}_FILE: no puedo leer {path} ({type(error).__name__})") from None
    return found


def clear_line(where: tuple[int | str, ...], why: str) -> str:
    """Never the value itself: it may be a secret."""
    field = str(where[0]) if where else ""
    return f"{PREFIX}{field.upper()}: {why.removeprefix('Value error, ')}"
