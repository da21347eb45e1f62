"""The conversation of a session of the script builder: ask the copilot, stop it, ask again, store what it wrote.

Each function expects the row of the script session to be locked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from models import events
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.queries.script_sessions import count_messages, last_message, unfinished_message
from models.reply import NothingToRetry
from models.script_session import (
    MOST_MESSAGES,
    UNANSWERED_MESSAGE,
    ScriptMessage,
    ScriptMessageRole,
    ScriptMessageStatus,
    ScriptReplyRunning,
    ScriptSession,
    ScriptSessionFull,
)
from models.scripting.drafts import ScriptDraft
from models.titles import title_of

CANCELLED = "cancelled"
UNTITLED = "New script"
LONGEST_TITLE = 120


@dataclass(frozen=True)
class PostedMessage:
    message: ScriptMessage
    reply: ScriptMessage


@dataclass(frozen=True, kw_only=True)
class WrittenMessage:
    """How a reply of the copilot ended: its text, whole or partial, and the script that it wrote, if any.

    `source` has the columns `provider`, `provider_label`, `model` and `prompt_hash`.
    """

    status: ScriptMessageStatus
    text: str
    code: str | None = None
    draft: ScriptDraft | None = None
    source: JsonObject = field(default_factory=dict)


def post_script_message(script_session: ScriptSession, content: str) -> PostedMessage:
    """Record what the person wants and queue the copilot's reply.

    Raises ScriptSessionClosed, ScriptReplyRunning, ScriptSessionFull (409).
    """
    script_session.check_open()
    _check_may_ask(script_session)
    message = _new(script_session, ScriptMessageRole.USER, ScriptMessageStatus.FINISHED, content)
    if script_session.title == UNTITLED:
        script_session.title = title_of(content, LONGEST_TITLE)
    db_session().flush()
    return PostedMessage(message, _ask(script_session))


def retry_script_message(script_session: ScriptSession) -> ScriptMessage:
    """Ask again after a reply that failed or was stopped.  If one is queued or running already, it is returned.

    Raises ScriptSessionClosed, NothingToRetry, ScriptSessionFull (409).
    """
    script_session.check_open()
    last = last_message(script_session.id)
    if last is None or last.role != ScriptMessageRole.ASSISTANT or last.status == ScriptMessageStatus.FINISHED:
        raise NothingToRetry
    if last.status not in UNANSWERED_MESSAGE:
        return last
    _check_may_ask(script_session)
    return _ask(script_session)


def stop_script_message(script_session: ScriptSession) -> ScriptMessage | None:
    """Stop the running reply, whose text so far is kept; a queued one is cancelled at once.  None without either."""
    message = unfinished_message(script_session.id)
    if message is None:
        return None
    if message.status == ScriptMessageStatus.RUNNING:
        message.ask_to_stop()
    else:
        save_script_message(
            message, script_session, WrittenMessage(status=ScriptMessageStatus.CANCELLED, text="", code=CANCELLED)
        )
    return message


def start_script_message(message: ScriptMessage) -> None:
    """A worker starts the reply.  If an earlier worker died, the text starts again from the beginning."""
    message.start()
    events.script_reply_started(message)


def save_script_message(message: ScriptMessage, script_session: ScriptSession, written: WrittenMessage) -> None:
    """Store the text, and the script as the next version of the draft unless the session was closed meanwhile."""
    message.end(written.status, content=written.text, code=written.code)
    for column, value in written.source.items():
        setattr(message, column, value)
    if written.draft and script_session.is_open:
        _save_draft(message, script_session, written.draft)
    script_session.touch()
    events.script_changed(script_session)
    if written.status == ScriptMessageStatus.FINISHED:
        events.script_reply_finished(message)
    else:
        events.script_reply_failed(message)


def _save_draft(message: ScriptMessage, script_session: ScriptSession, draft: ScriptDraft) -> None:
    stored: JsonObject = {**draft}
    is_first = script_session.draft_version == 0
    script_session.set_draft(stored)
    message.draft, message.draft_version = stored, script_session.draft_version
    if is_first and draft["title"]:
        script_session.title = draft["title"]


def _check_may_ask(script_session: ScriptSession) -> None:
    if unfinished_message(script_session.id):
        raise ScriptReplyRunning
    if count_messages(script_session.id) + 2 > MOST_MESSAGES:
        raise ScriptSessionFull


def _ask(script_session: ScriptSession) -> ScriptMessage:
    reply = _new(script_session, ScriptMessageRole.ASSISTANT, ScriptMessageStatus.QUEUED, "")
    request(Job.SCRIPT_MESSAGE_WRITE, message_id=reply.id)
    script_session.touch()
    events.script_changed(script_session)
    return reply


def _new(
    script_session: ScriptSession, role: ScriptMessageRole, status: ScriptMessageStatus, content: str
) -> ScriptMessage:
    message = ScriptMessage(
        account_id=script_session.account_id,
        script_session_id=script_session.id,
        role=role,
        status=status,
        content=content,
    )
    current().add(message)
    return message
