"""Who was asked to act answers: accepts it, or declines and may name another; and who has not answered. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.commitments import Commitment, Responsibility, Role, Stance, Status


@dataclass(frozen=True)
class Answered:
    """One line of the story of a responsibility: who was asked (ASSIGNED), or what that one answered. named: a name, or "".

    gone: it has no part in it any more. on: the day of an answer where it is known; by: who said it.
    """

    institution: str  # slug
    name: str
    role: Role
    stance: Stance
    on: date | None = None
    by: str = ""
    why: str = ""
    named: str = ""
    gone: bool = False


CLOSED = frozenset({Status.DONE, Status.UNFEASIBLE})
MUST_ANSWER = frozenset({Role.RESPONSIBLE, Role.PROVISIONAL})


def accepted(one: Commitment, institution: str, said_by: str, today: date) -> Commitment:
    """institution: slug. Who was asked provisionally is responsible from then on."""

    def answer(of: Responsibility) -> Responsibility:
        role = Role.RESPONSIBLE if of.role is Role.PROVISIONAL else of.role
        return replace(
            of, role=role, stance=Stance.ACCEPTED, said_by=said_by, said_on=today, why="", named="", named_name=""
        )

    return _answered(one, institution, answer)


def declined(
    one: Commitment, institution: str, said_by: str, today: date, reason: str, named: tuple[str, str] = ("", "")
) -> Commitment:
    """named: slug and name of whom it says it is up to, ("", "") = nobody."""

    def answer(of: Responsibility) -> Responsibility:
        told = replace(of, stance=Stance.DECLINED, said_by=said_by, said_on=today, why=reason)
        return replace(told, named=named[0], named_name=named[1])

    return _answered(one, institution, answer)


def _answered(one: Commitment, institution: str, answer: Callable[[Responsibility], Responsibility]) -> Commitment:
    return replace(
        one,
        responsibilities=tuple(answer(of) if of.institution == institution else of for of in one.responsibilities),
    )


def owes(one: Commitment, institution: str) -> Responsibility | None:
    """What part that institution (slug) has in it, whatever it answered."""
    return next((of for of in one.responsibilities if of.institution == institution), None)


def silent(one: Commitment) -> tuple[Responsibility, ...]:
    """Who was asked to act and has said neither yes nor no; nobody where nothing is left to do."""
    if one.status in CLOSED:
        return ()
    return tuple(of for of in one.responsibilities if of.role in MUST_ANSWER and of.stance is Stance.ASSIGNED)


def named_instead(one: Commitment) -> tuple[Responsibility, ...]:
    """Those that declined and named another, who was not asked yet."""
    asked = {of.institution for of in one.responsibilities}
    return tuple(
        of for of in one.responsibilities if of.stance is Stance.DECLINED and of.named and of.named not in asked
    )


def asked_instead(one: Commitment, institution: str) -> Commitment:
    """That one, which was named, is asked too: provisionally, until it answers."""
    found = next(of for of in named_instead(one) if of.named == institution)
    new = Responsibility(found.named, found.named_name, Role.PROVISIONAL)
    return replace(one, responsibilities=(*one.responsibilities, new))
