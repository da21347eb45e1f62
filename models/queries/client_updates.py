"""The client update of a session as one user sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from models.ai_session import AiSession
from models.client_guard import Internal
from models.client_update import ClientUpdate
from models.core.unit_of_work import db_session
from models.handoff import Handoff
from models.queries.clients import all_clients
from models.queries.documentation import WriteUpView, view_of_write_up
from models.queries.session_rows import SessionRow
from models.queries.suggested_fixes import fixes_of
from models.step import Step, StepKind
from models.user import User


@dataclass(frozen=True, kw_only=True)
class ClientUpdateView(WriteUpView):
    reader: str | None
    """The session's client, who would see the text; None if it has none."""


def client_update_view(ai_session: AiSession | SessionRow, *, by: User) -> ClientUpdateView:
    query = select(ClientUpdate).where(ClientUpdate.ai_session_id == ai_session.id)
    return view_of_client_update(ai_session, db_session().scalars(query).one_or_none(), by=by)


def internal_of(ai_session: AiSession) -> Internal:
    """What a text for this session's client must not mention."""
    notes = select(Step.content).where(Step.ai_session_id == ai_session.id, Step.kind == StepKind.NOTE)
    texts = [*db_session().scalars(notes), *reasons_and_notes_of_fixes(ai_session)]
    return Internal(client_name=ai_session.client_name, other_clients=other_clients_of(ai_session), texts=texts)


def other_clients_of(ai_session: AiSession) -> list[str]:
    own = (ai_session.client_name or "").casefold()
    return [name for name in all_clients() if name.casefold() != own]


def reasons_and_notes_of_fixes(ai_session: AiSession) -> Iterator[str]:
    """The reasons of its escalations, and what people noted when they recorded the outcome of a fix."""
    reasons = select(Handoff.reason).where(Handoff.ai_session_id == ai_session.id, Handoff.reason.is_not(None))
    yield from filter(None, db_session().scalars(reasons))
    for fix in fixes_of(ai_session):
        yield from filter(None, (fix.pending_reason, fix.partial_notes, fix.failure_reason))


def view_of_client_update(
    ai_session: AiSession | SessionRow, row: ClientUpdate | None, *, by: User
) -> ClientUpdateView:
    """Stale too if the text was written for another client than the session's."""
    shared = view_of_write_up(ai_session, row, by=by)
    is_for_another = bool(row and row.content is not None and row.client_name != ai_session.client_name)
    shared["stale"] = shared["stale"] or is_for_another
    return ClientUpdateView(**shared, reader=ai_session.client_name)
