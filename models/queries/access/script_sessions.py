"""Who may read and change a session of the script builder: the person whose it is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from models.core.errors import NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.queries.access.sessions import session_to_read, workable_session
from models.script_session import ScriptSession
from models.user import User


def own_script_session(script_session_id: UUID, *, by: User) -> ScriptSession:
    """A session of the script builder that `by` opened; an inline one only while `by` may read its AI session.

    Raises NotFound.
    """
    wanted = select(ScriptSession).where(
        ScriptSession.id == script_session_id,
        ScriptSession.account_id == current().account_id,
        ScriptSession.user_id == by.id,
    )
    found = db_session().scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    if found.ai_session_id:
        session_to_read(found.ai_session_id, by=by)
    return found


def script_session_to_change(script_session_id: UUID, *, by: User) -> ScriptSession:
    """The same, with its row locked.  Raises NotFound."""
    return locked(ScriptSession, own_script_session(script_session_id, by=by).id)


def script_session_to_write(script_session_id: UUID, *, by: User) -> ScriptSession:
    """A session of the script builder in which `by` may let the copilot write, its row locked.

    For an inline one, its AI session has to be open and `by` has to be its owner or handler.  Raises NotFound,
    OwnerOrHandlerRequired (403), SessionClosed (409).
    """
    found = own_script_session(script_session_id, by=by)
    if found.ai_session_id:
        workable_session(found.ai_session_id, by=by).check_open()
    return locked(ScriptSession, found.id)
