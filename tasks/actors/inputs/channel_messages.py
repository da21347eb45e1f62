"""What a notification channel is told of a notice."""

from __future__ import annotations

from models.ai_session import AiSession
from models.core.graphemes import cut
from models.core.redaction import Redactor
from models.core.unit_of_work import db_session
from models.handoff import Handoff
from models.notice import Notice
from models.notice_event import WAITING_FOR_A_CLAIM
from tasks.integrations.chatops import ChatMessage

LONGEST_PROBLEM = 1_000
LONGEST_REASON = 1_000


def message_of(notice: Notice, *, public_url: str) -> ChatMessage:
    """The title and the link are those of the bell.  As long as somebody is to pick the escalation up, the message also
    says what it is about.  Secrets are masked everywhere, because the channel belongs to another company.
    """
    is_open = notice.event in WAITING_FOR_A_CLAIM
    handoff = db_session().get(Handoff, notice.handoff_id) if notice.handoff_id else None
    ai_session = db_session().get(AiSession, notice.ai_session_id) if notice.ai_session_id else None
    redact = Redactor().redact
    return ChatMessage(
        id=str(notice.id),
        event=notice.event,
        at=notice.created_at,
        title=redact(notice.content["title"]),
        link=f"{public_url}{notice.content['link']}",
        link_text="Open and pick up" if is_open else "Open",
        problem=cut(redact(ai_session.problem), LONGEST_PROBLEM) if ai_session and is_open else "",
        lines=tuple((label, redact(text)) for label, text in _lines(handoff, ai_session) if text) if is_open else (),
        handoff_id=str(handoff.id) if handoff else None,
        session_id=str(ai_session.id) if ai_session else None,
    )


def _lines(handoff: Handoff | None, ai_session: AiSession | None) -> list[tuple[str, str | None]]:
    """Label and text, most important first: what does not fit is cut from the end."""
    lines: list[tuple[str, str | None]] = []
    if handoff:
        lines.append(("For", handoff.target_user.name if handoff.target_user else None))
        lines.append(("Reason", cut(handoff.reason or "", LONGEST_REASON)))
    if ai_session:
        lines.append(("Client", ai_session.client_name))
        lines.append(("Ticket", f"#{ai_session.psa_ticket_id}" if ai_session.psa_ticket_id else None))
    return lines
