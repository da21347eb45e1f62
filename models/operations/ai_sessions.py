"""Opens sessions, adds messages and notes to them, and resolves, abandons or reopens them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models import events
from models.ai_session import AiSession, NotResolved, SessionStatus, TitleBy, VerifiedBy
from models.core.database.tables import JsonObject
from models.core.graphemes import cut
from models.core.unit_of_work import db_session
from models.documentation import Documentation, Section
from models.fix_transitions import FixStatus
from models.handoff import AlreadyEscalated
from models.mentions import client_in, ticket_in
from models.notification import Outcome
from models.operations import cases
from models.operations.attachments import bind_attachments, take_attachments
from models.operations.closing_notices import note_reopened, note_session_end, notify_resolved
from models.operations.documentation import Change, document_resolution, mark_write_ups_outdated
from models.operations.fix_reminders import renew_reminders
from models.operations.psa_tickets import describe_by_ticket
from models.operations.replies import end_unfinished_replies, request_reply
from models.operations.steps import add_log_entry, add_step
from models.operations.suggested_fixes import confirm_pending, unconfirm_pending
from models.operations.withdrawals import withdraw_open_handoff
from models.queries import access
from models.queries.clients import known_clients
from models.queries.handoffs import has_open_handoff
from models.queries.steps import newest_step
from models.queries.suggested_fixes import fixes_of
from models.reply import Reply
from models.step import Step, StepKind
from models.titles import title_of
from models.user import User

WHAT_FIXED_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Problem:
    problem: str
    client_name: str | None = None
    psa_ticket_id: str | None = None
    attachment_ids: Sequence[UUID] = ()
    """Uploads that no session has yet."""


@dataclass(frozen=True)
class Posted:
    step: Step
    reply: Reply


@dataclass(frozen=True)
class Closed:
    """A closed session; `stopped` is the reply that was running, so that the caller can stop its worker."""

    ai_session: AiSession
    stopped: Reply | None


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What the person who resolves a session says about it; `documentation` is their final text, if they give one."""

    resolution: str | None = None
    documentation: Change = field(default_factory=Change)
    verified_by: VerifiedBy | None = None
    watch_until: datetime | None = None

    @property
    def words(self) -> str | None:
        """How it was solved, in the person's words."""
        return (self.resolution or "").strip() or self.documentation.resolution


@dataclass(frozen=True)
class Resolved(Closed):
    documentation: Documentation


def open_session(given: Problem, *, by: User, asks_copilot: bool = True) -> AiSession:
    """Create a session with the problem as its first step, and request the copilot's reply unless nobody asks for one.

    Raises Invalid (422) for attachments that the message may not use.
    """
    attachments = take_attachments(given.attachment_ids, ai_session_id=None, by=by)
    ai_session = AiSession(
        account_id=by.account_id,
        user_id=by.id,
        title=title_of(given.problem),
        problem=given.problem,
        client_name=given.client_name or None,
        psa_ticket_id=given.psa_ticket_id,
        offers=_offers(given),
        step_count=0,
    )
    db_session().add(ai_session)
    db_session().flush()
    describe_by_ticket(ai_session)
    step = add_step(ai_session, StepKind.USER_MESSAGE, given.problem, by=by)
    bind_attachments(attachments, step)
    if asks_copilot:
        request_reply(ai_session)
    return ai_session


def _offers(given: Problem) -> JsonObject:
    """The ticket and client that the problem mentions but nobody entered.  The person decides whether to link them."""
    offers = {
        "psa_ticket_id": None if given.psa_ticket_id else ticket_in(given.problem),
        "client_name": None if given.client_name else client_in(given.problem, known_clients()),
    }
    return {name: offered for name, offered in offers.items() if offered}


def post_message(ai_session: AiSession, content: str, *, by: User, attachment_ids: Sequence[UUID] = ()) -> Posted:
    """Add a message and request a reply.  If a reply is queued already, it answers this message too.

    Expects the session's row to be locked.  Raises SessionClosed (409), Invalid (422) for attachments that the message
    may not use.
    """
    ai_session.check_open()
    attachments = take_attachments(attachment_ids, ai_session_id=ai_session.id, by=by)
    reply = request_reply(ai_session)
    ai_session.bump_state_version()
    step = add_step(ai_session, StepKind.USER_MESSAGE, content, by=by)
    bind_attachments(attachments, step)
    return Posted(step, reply)


def add_note(ai_session: AiSession, content: str, *, by: User) -> Step:
    """Add a note for people, which the copilot does not answer.

    Expects the session's row to be locked.  Raises SessionClosed (409).
    """
    ai_session.check_open()
    ai_session.bump_state_version()
    return add_step(ai_session, StepKind.NOTE, content, by=by)


def describe_session(ai_session: AiSession, changed: Mapping[str, str | None]) -> AiSession:
    """Change the title, client or ticket to the values in `changed`.  A blank client or ticket removes it.

    Setting or removing a value also settles the offer of it.  A ticket names the client of a session that has none.
    Previews name the client and the ticket, so a change of either makes them stale.  Expects the session's row to be
    locked.
    """
    before, named = _description_of(ai_session), (ai_session.client_name, ai_session.psa_ticket_id)
    for name, value in changed.items():
        if name == "title":
            ai_session.set_title(str(value), by=TitleBy.ENGINEER)
        else:
            setattr(ai_session, name, value or None)
        ai_session.remove_offer(name)
    if changed.get("psa_ticket_id"):
        describe_by_ticket(ai_session)
    if named != (ai_session.client_name, ai_session.psa_ticket_id):
        ai_session.bump_state_version()
    if before != _description_of(ai_session):
        events.session_changed(ai_session)
    return ai_session


def _description_of(ai_session: AiSession) -> tuple[object, ...]:
    return ai_session.title, ai_session.client_name, ai_session.psa_ticket_id, ai_session.offers


def reopen_session(ai_session: AiSession, *, by: User) -> AiSession:
    """Reopen a resolved session, and undo what resolving it changed.

    A fix that became a success by resolving waits for verification again, and a question whose reply was stopped is
    asked again.  A withdrawn escalation stays withdrawn, because escalating again is for a person to decide.
    Expects the session's row to be locked.  Raises NotResolved (409).
    """
    if ai_session.status != SessionStatus.RESOLVED:
        raise NotResolved(detail={"status": ai_session.status})
    resolved = newest_step(ai_session, [SessionStatus.RESOLVED])
    ai_session.reopen()
    note_reopened(ai_session, by=by)
    add_log_entry(ai_session, f"Reopened by {by.name}", kind="reopened", by=by)
    unconfirm_pending(ai_session, by=by)
    renew_reminders(ai_session)
    mark_write_ups_outdated(ai_session)
    cases.mark_reopened(ai_session)
    if resolved and resolved.data.get("silenced"):
        request_reply(ai_session)
    events.session_changed(ai_session)
    return ai_session


def resolve_session(ai_session: AiSession, conclusion: Conclusion, *, by: User) -> Resolved:
    """Close the session as solved.  A pending active fix becomes a success; an unclaimed escalation is withdrawn.

    Raises SessionClosed, AlreadyEscalated (409, another request has just escalated it), Invalid (422).
    """
    ai_session = _lock_for_closing(ai_session, by=by)
    ai_session.verify(conclusion.verified_by, watch_until=conclusion.watch_until)
    confirm_pending(ai_session, by=by)
    closed = _close(ai_session, SessionStatus.RESOLVED, words="Resolved", resolution=conclusion.words, by=by)
    documentation = document_resolution(ai_session, conclusion.documentation, by=by)
    notify_resolved(ai_session, fixed_by=_what_fixed(ai_session, documentation), by=by)
    return Resolved(ai_session, closed.stopped, documentation)


def abandon_session(ai_session: AiSession, *, by: User) -> Closed:
    """Close the session without a solution; an unclaimed escalation is withdrawn.  Raises as `resolve_session`."""
    ai_session = _lock_for_closing(ai_session, by=by)
    return _close(ai_session, SessionStatus.ABANDONED, words="Abandoned", resolution=None, by=by)


def _lock_for_closing(ai_session: AiSession, *, by: User) -> AiSession:
    """Lock the handoff's row and then the session's, in the order of a claim, to avoid a deadlock."""
    withdraw_open_handoff(ai_session, by=by)
    locked = access.workable_session(ai_session.id, by=by)
    locked.check_open()
    if has_open_handoff(locked.id):
        raise AlreadyEscalated
    return locked


def _close(ai_session: AiSession, status: SessionStatus, *, words: str, resolution: str | None, by: User) -> Closed:
    ended = end_unfinished_replies(ai_session)
    content = f"{words} by {by.name}" + (f": {resolution}" if resolution else "")
    add_log_entry(ai_session, content, kind=str(status), by=by, silenced=ended.was_unanswered)
    ai_session.close(status, resolution=resolution)
    note_session_end(ai_session, Outcome(status), by=by)
    events.session_changed(ai_session)
    return Closed(ai_session, ended.running)


def _what_fixed(ai_session: AiSession, documentation: Documentation) -> str | None:
    """One line on what solved the problem: the person's own text, otherwise the fix that worked.

    Of a documentation that a person wrote, its cause is the second choice.  The copilot's text, which nobody has
    confirmed, is not passed on.
    """
    edited = documentation.sections if documentation.is_edited else {}
    for text in (ai_session.resolution, edited.get(Section.RESOLUTION), edited.get(Section.CAUSE)):
        if line := " ".join((text or "").split()):
            return cut(line, WHAT_FIXED_LENGTH)
    worked = (fix.title for fix in fixes_of(ai_session) if fix.status == FixStatus.APPLIED_SUCCESS)
    return next(worked, None)
