"""Decides who is notified about each change of an escalation, and by which channel.

| it is          | live stream (`models.events`)                   | notifications (`bells`)      | jobs           |
| -------------- | ----------------------------------------------- | ---------------------------- | -------------- |
| created        | all members; a targeted one: its target, admins | a new one for each recipient | the assessment |
| opened to all  | all members                                     | a new one for each recipient | none           |
| claimed        | as when it was created, and the escalator       | all say so, count as read    | none           |
| withdrawn      | as when it was created, and the escalator       | all say so, count as read    | none           |

`models.queries.recipients` says who the recipients are.  In each case the session's own log says it too.  A new channel
(mail, chat-ops, push) is a module beside `bells` with two functions, which `announce_escalation` and `end_deliveries`
call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.handoff import Handoff
from models.notification import Outcome
from models.operations.assessments import request_assessment
from models.operations.escalations import bells
from models.operations.steps import add_log_entry
from models.user import User


def announce_escalation(
    handoff: Handoff, ai_session: AiSession, *, recipients: Sequence[User], assessment_budget: timedelta
) -> None:
    """The stream delivers events in the order of these lines, so the queue comes first."""
    by, target = handoff.created_by, handoff.target_user
    events.handoff_created(handoff, ai_session)
    to = f"to {target.name}" if target else "to the team"
    add_log_entry(ai_session, f"{by.name} escalated {to}: {handoff.reason}", kind="escalated", by=by)
    events.session_changed(ai_session)
    bells.notify(recipients, handoff, ai_session)
    request_assessment(handoff, budget=assessment_budget)


def announce_opening_to_team(
    handoff: Handoff, ai_session: AiSession, *, former_target: User, recipients: Sequence[User]
) -> None:
    """Its target can no longer work: the recipients are notified as of a new escalation."""
    add_log_entry(ai_session, f"{former_target.name} left; this is open to the team", kind="opened")
    events.session_changed(ai_session)
    events.handoff_created(handoff, ai_session)
    bells.notify(recipients, handoff, ai_session)


def end_deliveries(handoff: Handoff, outcome: Outcome, *, by: User) -> None:
    """No recipient has to act any more: notifications show the outcome, and planned deliveries are canceled.

    Call this before the session's row is changed, which saves an UPDATE: a query flushes changed rows.
    """
    bells.end(handoff, outcome, by=by)


def announce_claim(handoff: Handoff, ai_session: AiSession, *, by: User) -> None:
    """Expects that `end_deliveries` was called."""
    # Before `session_changed`: with that event, the stream of a user who may no longer read the session ends.
    events.handoff_claimed(handoff)
    add_log_entry(ai_session, f"{by.name} picked this up", kind="claimed", by=by)
    events.session_changed(ai_session)


def announce_withdrawal(handoff: Handoff, ai_session: AiSession, *, by: User) -> None:
    """Expects that `end_deliveries` was called."""
    events.handoff_withdrawn(handoff)
    add_log_entry(ai_session, f"{by.name} withdrew the escalation", kind="withdrawn", by=by)
    events.session_changed(ai_session)


def announce_legacy_claim(ai_session: AiSession, *, at: datetime, target_id: UUID | None, by: User) -> None:
    """The claim of a session that was escalated before handoffs were rows; it has no notifications."""
    add_log_entry(ai_session, f"{by.name} picked this up", kind="claimed", by=by)
    # Before `session_changed`, as in `announce_claim`.
    events.legacy_session_claimed(ai_session, by, at=at, target_id=target_id)
    events.session_changed(ai_session)
