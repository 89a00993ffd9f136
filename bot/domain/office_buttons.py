"""What the buttons about offices carry, as those of bot/domain/buttons.py."""

from __future__ import annotations

from bot.domain.callbacks import pack
from bot.domain.offices import Turn
from bot.domain.recipients import Role


def team(mesa_id: int) -> str:
    """Who coordinates it; 0: who administers the bot."""
    return pack("tl", mesa_id)


def member(mesa_id: int, actor: str) -> str:
    """actor: "c-4f2a91c0"."""
    return pack("tp", mesa_id, actor)


def turn(mesa_id: int, actor: str, turn: Turn) -> str:
    """Suspends, restores or removes."""
    return pack("tc", mesa_id, actor, turn.value)


def invite(mesa_id: int, role: Role) -> str:
    """0: into the administrators."""
    return pack("ti", mesa_id, role.value)


def revoke(mesa_id: int, invite_id: int) -> str:
    return pack("tr", mesa_id, invite_id)


def speakers(mesa_id: int, page: int = 1) -> str:
    """A page of who speaks for an institution in that mesa."""
    return pack("kl", mesa_id, page)


def speaker(mesa_id: int, institution_id: int, actor: str) -> str:
    """actor: "i-4f2a91c0"."""
    return pack("kp", mesa_id, institution_id, actor)


def speaker_turn(mesa_id: int, institution_id: int, actor: str, turn: Turn) -> str:
    """Suspends, restores or removes."""
    return pack("kt", mesa_id, institution_id, actor, turn.value)
