"""The languages as `locales` has them: read once for all tests of a process, and for the bots that these start in it."""

from __future__ import annotations

from bot import app
from bot.config import read_settings

LANGUAGES = app.languages(read_settings(quechua="all"))
