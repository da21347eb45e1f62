"""Decides who is notified about each change of an escalation, and by which channel.

| it is          | live stream (`models.events`)                   | notifications (`bells`)      | notices       |
| -------------- | ----------------------------------------------- | ---------------------------- | ------------- |
| created        | all members; a targeted one: its target, admins | a new one for each recipient | to recipients |
| opened to all  | all members                                     | a new one for each recipient | to recipients |
| still waiting  | none                                            | a new one for each recipient | to recipients |
| claimed        | as when it was created, and the escalator       | all say so, count as read    | to escalator  |
| withdrawn      | as when it was created, and the escalator       | all say so, count as read    | to recipients |

`models.queries.recipients` says who the recipients are.  Except for the reminder that it still waits, the session's own
log says it too.  Notices are what leaves the app, by mail, push and chat (`escalation_notices`); `end_deliveries`
cancels those that are only planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.handoff import Handoff, HandoffStatus
from models.notification import Outcome
from models.operations.assessments import request_round
from models.operations.escalations import bells, escalation_notices
from models.operations.steps import add_log_entry
from models.queries.psa_ticket_sessions import LinkedTicket, ticket_of
from models.queries.recipients import told_of
from models.user import User


def announce_escalation(
    handoff: Handoff,
    ai_session: AiSession,
    *,
    ticket: LinkedTicket | None,
    recipients: Sequence[User],
    assessment_budget: timedelta,
) -> None:
    """The stream delivers events in the order of these lines, so the queue comes first."""
    by, target = handoff.created_by, handoff.target_user
    # Before the event, whose row of the queue says that the assessment is awaited.
    handoff.await_assessment(until=clock.now() + assessment_budget)
    _add_to_queue(handoff, ai_session, ticket)
    to = f"to {target.name}" if target else "to the team"
    add_log_entry(ai_session, f"{by.name} escalated {to}: {handoff.reason}", kind="escalated", by=by)
    events.session_changed(ai_session)
    bells.notify(recipients, handoff, ai_session)
    request_round(handoff)
    escalation_notices.give_created(recipients, handoff, ai_session)


def announce_opening_to_team(
    handoff: Handoff, ai_session: AiSession, *, former_target: User, recipients: Sequence[User]
) -> None:
    """Its target can no longer work: the recipients are notified as of a new escalation."""
    ticket = ticket_of(ai_session)
    add_log_entry(ai_session, f"{former_target.name} left; this is open to the team", kind="opened")
    events.session_changed(ai_session)
    _add_to_queue(handoff, ai_session, ticket)
    bells.notify(recipients, handoff, ai_session)
    escalation_notices.give_created(recipients, handoff, ai_session, occasion="opened")


def _add_to_queue(handoff: Handoff, ai_session: AiSession, ticket: LinkedTicket | None) -> None:
    """The queue shows client and priority as the PSA has them."""
    client_name = (ticket.client_name if ticket else "") or ai_session.client_name
    events.handoff_created(
        handoff, ai_session, client_name=client_name, priority=(ticket.priority or None) if ticket else None
    )


def announce_if_waiting(handoff: Handoff, ai_session: AiSession) -> None:
    """If nobody has claimed it so far, tell those who were told of it once more.  Expects both rows to be locked."""
    if handoff.status != HandoffStatus.OPEN or not ai_session.is_waiting:
        return
    recipients = told_of(handoff)
    minutes = max(1, round((clock.now() - handoff.created_at) / timedelta(minutes=1)))
    bells.notify_waiting(recipients, handoff, ai_session, minutes=minutes)
    escalation_notices.give_waiting(recipients, handoff, ai_session, minutes=minutes)


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
    escalation_notices.give_claimed(handoff, ai_session, by=by)


def announce_withdrawal(handoff: Handoff, ai_session: AiSession, *, by: User) -> None:
    """Expects that `end_deliveries` was called."""
    events.handoff_withdrawn(handoff)
    add_log_entry(ai_session, f"{by.name} withdrew the escalation", kind="withdrawn", by=by)
    events.session_changed(ai_session)
    escalation_notices.give_withdrawn(handoff, ai_session, by=by)


def announce_legacy_claim(ai_session: AiSession, *, at: datetime, target_id: UUID | None, by: User) -> None:
    """The claim of a session that was escalated before handoffs were rows; it has no notifications."""
    add_log_entry(ai_session, f"{by.name} picked this up", kind="claimed", by=by)
    # Before `session_changed`, as in `announce_claim`.
    events.legacy_session_claimed(ai_session, by, at=at, target_id=target_id)
    events.session_changed(ai_session)
