"""What Telegram answers instead of a result: an error code and its own words."""

from typing import Any


class Refused(Exception):
    """A Bot API error: `code` as in HTTP, `description` in Telegram's words, `parameters` as ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON object Telegram sends: ok, error_code, description and, where there are any, parameters."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refused:
    """400: the request can never succeed as it is."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403: this chat does not let the bot in."""
    return Refused(403, f"Forbidden: {reason}")


def too_many(seconds: int) -> Refused:
    """429: come back after `seconds` whole seconds."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
