"""Methods about the webhook."""

# ruff: noqa: ARG001 (every method has one shape, whether it needs all of it or not)

import re
from urllib.parse import urlsplit

from bot.simulator.calls import Call
from bot.simulator.chats import Json
from bot.simulator.refusals import bad_request
from bot.simulator.telegram import Telegram
from bot.simulator.webhook import LOOPBACK

PORTS = {80, 88, 443, 8443}
LONGEST_SECRET = 256


def _check_address(url: str) -> None:
    """https on Telegram's ports; on the loopback, like a local Bot API server, anything."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def set_webhook(telegram: Telegram, call: Call) -> bool:
    """setWebhook: from now on updates are pushed; an empty url is deleteWebhook."""
    url, secret = call.text("url"), call.text("secret_token")
    if url:
        _check_address(url)
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    telegram.updates.allow(call.given.get("allowed_updates"))
    if call.flag("drop_pending_updates"):
        telegram.updates.waiting.clear()
    telegram.updates.webhook = telegram.webhook.url = url
    telegram.webhook.secret = secret
    telegram.webhook.connections = min(max(call.number("max_connections", 40), 1), 100)
    telegram.webhook.error, telegram.webhook.error_at = "", 0
    telegram.bell.ring()
    return True


def delete_webhook(telegram: Telegram, call: Call) -> bool:
    """deleteWebhook: back to polling."""
    drop = {"drop_pending_updates": call.flag("drop_pending_updates")}
    return set_webhook(telegram, Call("deleteWebhook", drop))


def webhook_info(telegram: Telegram, call: Call) -> Json:
    """getWebhookInfo: where updates go and what last went wrong."""
    hook = telegram.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": telegram.pending,
    }
    if hook.url:
        info["max_connections"] = hook.connections
    if hook.error:
        info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
    if telegram.updates.allowed:
        info["allowed_updates"] = telegram.updates.allowed
    return info
