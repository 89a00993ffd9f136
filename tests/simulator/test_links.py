"""Addresses Telegram takes in links and buttons, and why it does not take others."""

import pytest

from bot.simulator.links import check_link


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=1#c",
        "http://example.org:8080",
        "example.org",
        "https://ñandú.pe/",
        "https://ana@example.org/",
        "http://[::1]/",
        "tg://resolve?domain=yuyachiq_bot",
        "https://t.me/yuyachiq_bot?start=m-espinar",
    ],
)
def test_an_address_telegram_takes(url: str) -> None:
    check_link(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "URL host is empty"),
        ("https:///x", "URL host is empty"),
        ("tg://", "URL host is empty"),
        ("tg://a b", "Unallowed characters in URL host"),
        ("ftp://example.org", "Unsupported URL protocol"),
        ("javascript:alert(1)", "Wrong port number specified in the URL"),
        ("http://example.org:70000/", "Wrong port number specified in the URL"),
        ("http://localhost/plan", "Wrong HTTP URL"),
        ("http://./", "Host is invalid"),
        ("http://a b.org/", "Disallowed character in URL host"),
    ],
)
def test_an_address_telegram_does_not_take(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        check_link(url)
