"""Addresses as Telegram takes them in links and buttons. After TDLib's LinkManager::check_link and parse_url."""

import re

ADDRESS = re.compile(
    r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?:[^/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)(?::(?P<port>[^/?#]*))?(?:[/?#].*)?",
    re.DOTALL,
)
OWN = re.compile(r"(?:tg|ton):(?://)?(?P<host>[^/?#]*)", re.IGNORECASE)
HOST = re.compile(r"(?:[A-Za-z0-9._!$,~*'();&+=-]|[^\x00-\x7f]|%[0-9A-Fa-f]{2})*")


def check_link(url: str) -> None:
    """ValueError, with Telegram's reason, for what is no link to it."""
    own = OWN.match(url)
    if own is not None:
        if not own["host"]:
            raise ValueError("URL host is empty")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", own["host"]):
            raise ValueError("Unallowed characters in URL host")
        return
    found = ADDRESS.fullmatch(url)
    if found is None or found["host"] == "":
        raise ValueError("URL host is empty")
    if (found["scheme"] or "http").lower() not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    _check_port(found["port"])
    _check_host(found["host"])


def leads_somewhere(url: str) -> bool:
    """Whether Telegram makes a link of it."""
    try:
        check_link(url)
    except ValueError:
        return False
    return True


def _check_port(port: str | None) -> None:
    if port is not None and not (re.fullmatch(r"[0-9]{1,9}", port) and 0 < int(port) <= 65_535):
        raise ValueError("Wrong port number specified in the URL")


def _check_host(host: str) -> None:
    if host.startswith("["):
        return
    if host == ".":
        raise ValueError("Host is invalid")
    if not HOST.fullmatch(host):
        raise ValueError("Disallowed character in URL host")
    if "." not in host:
        raise ValueError("Wrong HTTP URL")
