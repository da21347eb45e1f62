"""What is said of an escalation by mail, push and chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.ai_session import AiSession
from models.core import clock
from models.handoff import Handoff
from models.jobs import Job, request
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations.notices import NewNotice, give_notice
from models.operations.notifications import subject_of
from models.queries.account_settings import account_settings
from models.queries.recipients import told_of
from models.user import User

PATIENCE_FOR_ASSESSMENT = timedelta(seconds=10)
"""How long the mail of an escalation waits for its assessment."""


def give_created(recipients: Sequence[User], handoff: Handoff, ai_session: AiSession, *, occasion: str = "") -> None:
    """Tell the recipients, and ask for the reminder in case that nobody claims it."""
    title = f"Escalation from {handoff.created_by.name}{subject_of(ai_session)}"
    mail_due = clock.now() + PATIENCE_FOR_ASSESSMENT
    _give(created_event(handoff), handoff, ai_session, title, recipients, occasion=occasion, mail_due=mail_due)
    if not occasion:
        waiting = timedelta(minutes=account_settings().escalation_waiting_minutes)
        request(Job.HANDOFF_ANNOUNCE_WAITING, due=clock.now() + waiting, handoff_id=handoff.id)


def give_waiting(recipients: Sequence[User], handoff: Handoff, ai_session: AiSession, *, minutes: int) -> None:
    title = waiting_title(ai_session, minutes=minutes)
    _give(NoticeEvent.ESCALATION_WAITING, handoff, ai_session, title, recipients, minutes=minutes)


def give_claimed(handoff: Handoff, ai_session: AiSession, *, by: User) -> None:
    """Tell the escalator who has it now."""
    told = [] if handoff.created_by.is_gone else [handoff.created_by]
    title = f"Picked up by {by.name}{subject_of(ai_session)}"
    _give(NoticeEvent.ESCALATION_CLAIMED, handoff, ai_session, title, told, by=by.name)


def give_withdrawn(handoff: Handoff, ai_session: AiSession, *, by: User) -> None:
    """Tell those who were told of the escalation and want to know."""
    told = [person for person in told_of(handoff) if person.id != by.id]
    title = f"Withdrawn by {by.name}{subject_of(ai_session)}"
    _give(NoticeEvent.ESCALATION_WITHDRAWN, handoff, ai_session, title, told, by=by.name)


def created_event(handoff: Handoff) -> NoticeEvent:
    is_targeted = handoff.target_user_id is not None
    return NoticeEvent.ESCALATION_TARGETED if is_targeted else NoticeEvent.ESCALATION_CREATED


def waiting_title(ai_session: AiSession, *, minutes: int) -> str:
    return f"Still waiting after {minutes} min{subject_of(ai_session)}"


def _give(
    event: NoticeEvent,
    handoff: Handoff,
    ai_session: AiSession,
    title: str,
    people: Sequence[User],
    *,
    occasion: str = "",
    mail_due: datetime | None = None,
    **more: str | int,
) -> None:
    is_open = event not in (NoticeEvent.ESCALATION_CLAIMED, NoticeEvent.ESCALATION_WITHDRAWN)
    new = NewNotice(
        event=event,
        subject_kind=SubjectKind.HANDOFF,
        subject_id=handoff.id,
        title=title,
        link=f"/pilot/{ai_session.id}" + ("?pickup=true" if is_open else ""),
        occasion=occasion,
        handoff_id=handoff.id,
        ai_session_id=ai_session.id,
        more=more,
        mail_due=mail_due,
        is_targeted=handoff.target_user_id is not None,
    )
    give_notice(new, people=people)
