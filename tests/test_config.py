"""Settings: read once, typed, refused in one clear line that never repeats a secret."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsRefused, read_settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"BOT_{field.upper()}", raising=False)
    monkeypatch.delenv("BOT_TOKEN_FILE", raising=False)


def test_defaults_need_nothing() -> None:
    settings = read_settings()

    assert settings.database_url == "sqlite+aiosqlite:///yuyachiq.db"
    assert settings.api_url == "https://api.telegram.org"
    assert settings.keys_file == Path.home() / ".config/yuyachiq/keys.json"


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("BOT_TOKEN", "secreto", "BOT_TOKEN: no tiene la forma 123456:ABC…; cópielo de @BotFather"),
        ("BOT_API_URL", "api.telegram.org", "BOT_API_URL: debe empezar con http:// o https://"),
        (
            "BOT_DATABASE_URL",
            "mysql://x",
            "BOT_DATABASE_URL: debe empezar con sqlite+aiosqlite:/// o postgresql+psycopg://",
        ),
        (
            "BOT_WEB_BIND",
            "127.0.0.1:99999",
            "BOT_WEB_BIND: escriba equipo:puerto, por ejemplo 127.0.0.1:8080 (puerto 0: uno libre; vacío: sin web)",
        ),
        ("BOT_FAILPOINT", "ingest.before_commit:kill", "BOT_FAILPOINT y BOT_TEST_CLOCK solo valen con BOT_TEST=1"),
    ],
)
def test_nonsense_is_refused_in_one_line(setting: str, value: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, value)

    with pytest.raises(SettingsRefused) as refused:
        read_settings()

    assert str(refused.value) == line


def test_every_refused_setting_has_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "x")
    monkeypatch.setenv("BOT_API_URL", "x")

    with pytest.raises(SettingsRefused) as refused:
        read_settings()

    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["BOT_TOKEN", "BOT_API_URL"]


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("1000:from-a-file\n")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))

    assert read_settings().token.get_secret_value() == "1000:from-a-file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", "/no/hay")

    with pytest.raises(SettingsRefused, match="BOT_TOKEN_FILE: no puedo leer /no/hay"):
        read_settings()


def test_the_token_is_never_shown() -> None:
    assert "1000:secret" not in repr(read_settings(token="1000:secret"))
