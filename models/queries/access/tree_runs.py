"""Who may see or change a run of a decision tree.

In an AI session, the rights to the session are the rights to its runs.  A run outside any session is its starter's;
admins may read it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.errors import Forbidden, NotFound
from models.core.unit_of_work import current, db_session
from models.queries.access.sessions import may_write, session_to_read, workable_session
from models.tree_run import TreeRun
from models.user import User


class StarterRequired(Forbidden):
    code, message = "starter_required", "Only the person who started this run can answer in it."


def readable_run(run_id: UUID, *, by: User) -> tuple[TreeRun, bool]:
    """A run that `by` may read, and whether `by` may change it (see `workable_run`).  Raises NotFound."""
    run = _run(run_id)
    if run.ai_session_id:
        return run, may_write(session_to_read(run.ai_session_id, by=by), by)
    is_own = run.started_by_id == by.id
    if not is_own and not by.is_admin:
        raise NotFound
    return run, is_own and by.is_engineer


def workable_run(run_id: UUID, *, by: User) -> tuple[TreeRun, AiSession | None]:
    """A run that `by` may change, and the session that it writes into, both rows locked.

    Raises NotFound, StarterRequired, OwnerOrHandlerRequired (403), SessionClosed (409).
    """
    run = _run(run_id, lock=True)
    if run.ai_session_id is None:
        _check_starter(run, by)
        return run, None
    ai_session = workable_session(run.ai_session_id, by=by)
    ai_session.check_open()
    return run, ai_session


def own_run(run_id: UUID, *, by: User) -> TreeRun:
    """A run, its row locked, that `by` started outside any session, or one of a session that `by` may read.

    Raises NotFound, StarterRequired (403).
    """
    run = _run(run_id, lock=True)
    if run.ai_session_id:
        session_to_read(run.ai_session_id, by=by)
    else:
        _check_starter(run, by)
    return run


def _check_starter(run: TreeRun, by: User) -> None:
    if run.started_by_id != by.id:
        raise StarterRequired if by.is_admin else NotFound


def _run(run_id: UUID, *, lock: bool = False) -> TreeRun:
    """The query names `account_id` although row-level security does too, so that either of them suffices."""
    query = select(TreeRun).where(TreeRun.id == run_id, TreeRun.account_id == current().account_id)
    if lock:
        query = query.with_for_update(of=TreeRun, key_share=True).execution_options(populate_existing=True)
    run = db_session().scalars(query).one_or_none()
    if run is None:
        raise NotFound
    return run
