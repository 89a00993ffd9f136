"""The fourteen things a question can want (DESIGN section 4: where one ends)."""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    LIST_COMMITMENTS = "list_commitments"
    OVERDUE_COMMITMENTS = "overdue_commitments"
    COMMITMENT_DETAIL = "commitment_detail"
    NEXT_SESSION = "next_session"
    PAST_SESSIONS = "past_sessions"
    WHO_IS_RESPONSIBLE = "who_is_responsible"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    CHANGE_LANGUAGE = "change_language"
    HELP = "help"
    REPORT_PROBLEM = "report_problem"
    FORGET_ME = "forget_me"
    GREETING = "greeting"
    OUT_OF_SCOPE = "out_of_scope"


ABOUT_COMMITMENTS = frozenset(
    {Intent.LIST_COMMITMENTS, Intent.OVERDUE_COMMITMENTS, Intent.COMMITMENT_DETAIL, Intent.WHO_IS_RESPONSIBLE}
)
