"""A session with the other parts that a screen needs, in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any

from models.core.paging import Page
from models.queries.attempts import attempts_of
from models.queries.facts import fact_views_of
from models.queries.handoffs import newest_handoff_of
from models.queries.psa_pushes import push_view
from models.queries.psa_ticket_sessions import ticket_of
from models.queries.session_rows import SessionRow
from models.queries.session_signals import signal_views_of
from models.queries.session_views import view_of
from models.queries.steps import newest_steps_of
from models.queries.suggested_fixes import fixes_of
from models.queries.task_lane import lane_of
from models.suggested_fix import SuggestedFix
from models.user import User

STEPS = 50
"""The default size of a page of steps."""


class SessionPart(StrEnum):
    STEPS = "steps"
    FIXES = "fixes"
    FACTS = "facts"
    LANE = "lane"
    ATTEMPTS = "attempts"
    SIGNALS = "signals"
    HANDOFF = "handoff"
    PSA_PUSH = "psa_push"
    TICKET = "ticket"


class _Reader:
    """Reads the parts of one session for one user.  The fixes are read once, because the ledger needs them too."""

    def __init__(self, ai_session: SessionRow, by: User) -> None:
        self.ai_session, self.by = ai_session, by

    @cached_property
    def fixes(self) -> Sequence[SuggestedFix]:
        return fixes_of(self.ai_session)


_PARTS: dict[SessionPart, Callable[[_Reader], Any]] = {
    SessionPart.STEPS: lambda reader: newest_steps_of(reader.ai_session.id, limit=STEPS),
    SessionPart.FIXES: lambda reader: Page(reader.fixes, None),
    SessionPart.FACTS: lambda reader: Page(fact_views_of(reader.ai_session), None),
    SessionPart.LANE: lambda reader: Page(lane_of(reader.ai_session), None),
    SessionPart.ATTEMPTS: lambda reader: Page(attempts_of(reader.ai_session, fixes=reader.fixes), None),
    SessionPart.SIGNALS: lambda reader: Page(signal_views_of(reader.ai_session), None),
    SessionPart.HANDOFF: lambda reader: newest_handoff_of(reader.ai_session, reader.by),
    SessionPart.PSA_PUSH: lambda reader: push_view(reader.ai_session),
    SessionPart.TICKET: lambda reader: ticket_of(reader.ai_session),
}


def view_with_parts(ai_session: SessionRow, names: Sequence[str], *, by: User) -> dict[str, Any]:
    """The fields of `SessionView` and each part under its name; `names` are values of `SessionPart`.

    A part is read once even if it is named many times, so that one call cannot cost a thousand reads.
    """
    reader = _Reader(ai_session, by)
    parts = {name: _PARTS[SessionPart(name)](reader) for name in dict.fromkeys(names)}
    return vars(view_of(ai_session, by=by)) | parts
