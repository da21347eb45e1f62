"""Tells a session's people that its write-up does not reach the ticket."""

from __future__ import annotations

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.unit_of_work import current, db_session
from models.delivery import Channel
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.notification import Notification, NotificationKind
from models.operations.notices import NewNotice, give_notice
from models.operations.notifications import subject_of
from models.preferences import preferences_of
from models.psa_push import PsaPush
from models.user import User


def tell_of_failure(push: PsaPush) -> None:
    """The owner and the handler learn that FlowPilot has stopped trying, each time that it has."""
    ai_session = db_session().get_one(AiSession, push.ai_session_id)
    people = _people_of(ai_session)
    title, link = f"Not posted to its ticket{subject_of(ai_session)}", f"/pilot/{ai_session.id}"
    for person in people:
        if preferences_of(person).wants(NoticeEvent.PSA_PUSH_FAILED, Channel.BELL):
            notification = Notification(
                account_id=ai_session.account_id,
                user_id=person.id,
                ai_session_id=ai_session.id,
                kind=NotificationKind.PSA_PUSH_FAILED,
                title=title,
                link=link,
                note=push.error,
            )
            current().add(notification)
            events.notification_created(notification)
    new = NewNotice(
        event=NoticeEvent.PSA_PUSH_FAILED,
        subject_kind=SubjectKind.AI_SESSION,
        subject_id=ai_session.id,
        occasion=f"{push.id} {clock.rfc3339(push.tried_since)}",
        title=title,
        link=link,
        ai_session_id=ai_session.id,
        more={"reason": push.error},
    )
    give_notice(new, people=people)


def _people_of(ai_session: AiSession) -> list[User]:
    both = [ai_session.user, ai_session.handler]
    return [person for person in both if person is not None and person.can_work]
