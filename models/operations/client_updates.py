"""Writes, edits and posts the text for a session's client.  Each function expects the session's row to be locked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models import events
from models.ai_session import AiSession
from models.client_guard import internal_sentences, without_internal
from models.client_update import ClientUpdate, InternalText, NothingToPost
from models.core.database.tables import JsonObject, set_loaded
from models.core.unit_of_work import db_session
from models.destinations import ClientText, check_reader, client_text
from models.jobs import Job, request
from models.queries.client_updates import internal_of
from models.user import User
from models.write_up import NoDraft, WriteUpStatus

NOTHING_LEFT = "invalid_output"
"""The error of a text in which every sentence broke a rule: the assistant's code for an answer that cannot be used."""


@dataclass(frozen=True)
class WrittenUpdate:
    """A job's result: a text, or `error`, which says why there is none."""

    state_version: int
    client_name: str | None
    text: str | None = None
    written_by: JsonObject | None = None
    error: str | None = None


def ask_for_client_update(ai_session: AiSession) -> ClientUpdate:
    """Request a (new) text from the copilot.  However many people ask, one job runs.

    A person's text stays; the job then writes a draft beside it.
    """
    client_update = client_update_of(ai_session) or _new(ai_session)
    if not client_update.is_pending:
        client_update.await_text()
        request(Job.CLIENT_UPDATE_WRITE, client_update_id=client_update.id, round_number=client_update.round)
    return client_update


def edit_client_update(ai_session: AiSession, content: str, *, by: User) -> ClientUpdate:
    """Store a person's text.  From here on, jobs only write drafts beside it."""
    client_update = client_update_of(ai_session) or _new(ai_session)
    client_update.edit(content, state_version=ai_session.state_version, by=by)
    client_update.client_name = ai_session.client_name
    if client_update.status == WriteUpStatus.FAILED:
        client_update.end(WriteUpStatus.READY)
    return _announced(client_update, by=by)


def accept_update_draft(ai_session: AiSession, *, by: User) -> ClientUpdate:
    """Put the draft in the place of the text, which stays a text for the draft's client.  Raises NoDraft (409)."""
    client_update = client_update_of(ai_session)
    if client_update is None:
        raise NoDraft
    client_update.take_draft(by=by)
    client_update.client_name, client_update.draft_client_name = client_update.draft_client_name, None
    return _announced(client_update, by=by)


def save_client_update(client_update: ClientUpdate, ai_session: AiSession, written: WrittenUpdate) -> None:
    """Store a job's result, without what is internal: as the text, or as the draft beside a person's text."""
    text = without_internal(written.text or "", internal_of(ai_session))
    if text:
        _store(client_update, text, written)
        client_update.end(WriteUpStatus.READY)
    else:
        has_text = client_update.content is not None
        error = written.error or NOTHING_LEFT
        client_update.end(WriteUpStatus.READY if has_text else WriteUpStatus.FAILED, error=error)
    events.client_update_ready(client_update)


def text_to_post(ai_session: AiSession, *, reader: str) -> ClientText:
    """The session's text for the client named by `reader`.

    A person's text is checked like the copilot's.  Raises NothingToPost (409), also if the text was written for
    another client; WrongReader, InternalText (422).
    """
    check_reader(reader, client_name=ai_session.client_name)
    client_update = client_update_of(ai_session)
    if client_update is None or not (client_update.content or "").strip():
        raise NothingToPost
    if client_update.client_name != ai_session.client_name:
        raise NothingToPost("The session's client has changed since this was written. Check and save the text again.")
    text = client_text(str(client_update.content), reader=reader, client_name=ai_session.client_name)
    if found := internal_sentences(text.text, internal_of(ai_session)):
        raise InternalText(detail={"content": [f"Not for the client: {sentence}" for sentence in found]})
    return text


def client_update_of(ai_session: AiSession) -> ClientUpdate | None:
    query = select(ClientUpdate).where(ClientUpdate.ai_session_id == ai_session.id)
    return db_session().scalars(query).one_or_none()


def _store(client_update: ClientUpdate, text: str, written: WrittenUpdate) -> None:
    if client_update.is_edited:
        client_update.set_draft(text, state_version=written.state_version)
        client_update.draft_client_name = written.client_name
        return
    client_update.set_text(text, state_version=written.state_version)
    client_update.client_name, client_update.written_by = written.client_name, written.written_by


def _announced(client_update: ClientUpdate, *, by: User) -> ClientUpdate:
    set_loaded(client_update, edited_by=by)
    events.client_update_ready(client_update)
    return client_update


def _new(ai_session: AiSession) -> ClientUpdate:
    client_update = ClientUpdate(
        account_id=ai_session.account_id, ai_session_id=ai_session.id, state_version=ai_session.state_version
    )
    set_loaded(client_update, edited_by=None)
    db_session().add(client_update)
    db_session().flush()
    return client_update
