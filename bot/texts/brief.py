"""What people wrote, short enough for a message that is read on an old phone, or aloud on the radio."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.commitments import Commitment
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa
from bot.domain.told import Told
from bot.texts.markup import clean, shorten

NAME, WORDS, TEXT = 80, 150, 300  # letters


def brief(told: Told) -> Told:
    """The same facts, each text cut; so that whatever is told of one thing fits into one message."""
    return replace(
        told,
        mesa=brief_mesa(told.mesa),
        commitments={number: brief_commitment(one) for number, one in told.commitments.items()},
        meetings={number: brief_meeting(one) for number, one in told.meetings.items()},
        before={number: brief_meeting(one) for number, one in told.before.items()},
        parents={number: short(name) for number, name in told.parents.items()},
    )


def brief_mesa(mesa: Mesa) -> Mesa:
    return replace(mesa, name=short(mesa.name), suspended_why=short(mesa.suspended_why, WORDS))


def brief_commitment(commitment: Commitment) -> Commitment:
    return replace(
        commitment,
        code=label(commitment.code),
        text=short(commitment.text, TEXT),
        text_quechua=short(commitment.text_quechua, TEXT),
        extended_by=short(commitment.extended_by),
        extended_why=short(commitment.extended_why, WORDS),
        status_words=short(commitment.status_words, WORDS),
        status_date=short(commitment.status_date),
        responsibilities=tuple(replace(one, name=short(one.name)) for one in commitment.responsibilities),
    )


def brief_meeting(meeting: Meeting) -> Meeting:
    """Without its source: an address is neither read aloud nor remembered."""
    return replace(
        meeting,
        code=label(meeting.code),
        subgroup=short(meeting.subgroup),
        place=short(meeting.place, WORDS),
        agenda=short(meeting.agenda, TEXT),
        convener=short(meeting.convener),
        note=short(meeting.note, WORDS),
        source="",
    )


def short(words: str, most: int = NAME) -> str:
    """One line."""
    return shorten(" ".join(clean(words).split()), most)


def label(code: str) -> str:
    """For a button, which Telegram refuses without a letter on it: one bad code must not silence a whole reminder."""
    return short(code) or "…"
