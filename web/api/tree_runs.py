"""/trees/{id}/sessions, /tree-sessions, /ai-sessions/{id}/tree-runs: going through decision trees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import SessionClosed
from models.core.errors import NotFound
from models.operations import tree_runs as operations
from models.operations.tree_runs import RunAndSession
from models.queries import access, tree_runs as queries
from models.queries.access import OwnerOrHandlerRequired, StarterRequired
from models.queries.session_views import SessionView, view_of
from models.queries.tree_figures import TreeFigures, tree_figures
from models.queries.tree_runs import TreeHasNoRoot
from models.queries.trees import readable_tree
from models.tree import TreeArchived, TreeNotPublished
from models.tree_run import IsTest, LeadsNowhere, MovedOn, RunAtStart, RunFinished, RunTooLong
from schemas.ai_sessions import SessionSchema
from schemas.tree_runs import (
    AnswerNodeSchema,
    BackSchema,
    FiguresQuery,
    StartRunSchema,
    ToAiSessionSchema,
    TreeFiguresSchema,
    TreeRunSchema,
    TreeRunsSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

tree_sessions = Resource(
    "tree_sessions", __name__, url_prefix="/trees/<uuid:tree_id>", description="Runs of one decision tree."
)
tree_runs = Resource("tree_runs", __name__, url_prefix="/tree-sessions", description="Going through a decision tree.")
session_tree_runs = Resource(
    "session_tree_runs", __name__, url_prefix="/ai-sessions/<uuid:session_id>", description="Runs in a session."
)

_NOT_YOURS = [NotFound, StarterRequired, OwnerOrHandlerRequired, SessionClosed]
_NOT_RUNNABLE = [NotFound, TreeArchived, TreeNotPublished, TreeHasNoRoot, OwnerOrHandlerRequired, SessionClosed]


@tree_sessions.route("/sessions", methods=["POST"], access=ENGINEERS_ONLY, errors=_NOT_RUNNABLE)
@tree_sessions.arguments(StartRunSchema)
@tree_sessions.response(201, TreeRunSchema)
def start_run(given: dict[str, Any], tree_id: UUID) -> dict[str, Any]:
    """Start a run, alone or in an AI session; it keeps the version that it begins with"""
    by, ai_session_id = current_user(), given["ai_session_id"]
    ai_session = access.workable_session(ai_session_id, by=by) if ai_session_id else None
    version = queries.version_to_run(tree_id, is_test=given["is_test"])
    return operations.start_run(version, ai_session=ai_session, is_test=given["is_test"], by=by).as_json()


@tree_sessions.route("/figures", access=MEMBERS, errors=[NotFound])
@tree_sessions.arguments(FiguresQuery, location="query")
@tree_sessions.response(200, TreeFiguresSchema)
def read_figures(query: dict[str, str], tree_id: UUID) -> TreeFigures:
    """Read how the runs of a tree went"""
    readable_tree(tree_id)
    return tree_figures(tree_id, period=query["period"])


@tree_runs.route("/<uuid:run_id>", access=MEMBERS, errors=[NotFound])
@tree_runs.response(200, TreeRunSchema)
def read_run(run_id: UUID) -> dict[str, Any]:
    """Read a run"""
    run, can_change = access.readable_run(run_id, by=current_user())
    return run.as_json(can_change=can_change)


@tree_runs.route(
    "/<uuid:run_id>/answer",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[*_NOT_YOURS, MovedOn, RunFinished, LeadsNowhere, RunTooLong],
)
@tree_runs.arguments(AnswerNodeSchema)
@tree_runs.response(200, TreeRunSchema)
def answer_node(given: dict[str, Any], run_id: UUID) -> dict[str, Any]:
    """Answer the current question, or say that the current step is done"""
    return operations.answer(_run(run_id), given["node_id"], given.get("answer"), by=current_user()).as_json()


@tree_runs.route(
    "/<uuid:run_id>/back", methods=["POST"], access=ENGINEERS_ONLY, errors=[*_NOT_YOURS, MovedOn, RunAtStart]
)
@tree_runs.arguments(BackSchema)
@tree_runs.response(200, TreeRunSchema)
def go_back(given: dict[str, Any], run_id: UUID) -> dict[str, Any]:
    """Take back the last answer; in an AI session, what it wrote stays"""
    return operations.go_back(_run(run_id), given["node_id"], by=current_user()).as_json()


@tree_runs.route("/<uuid:run_id>/leave", methods=["POST"], access=ENGINEERS_ONLY, errors=[*_NOT_YOURS, RunFinished])
@tree_runs.response(200, TreeRunSchema)
def leave_run(run_id: UUID) -> dict[str, Any]:
    """Leave a run before its end; any answer takes it up again"""
    return operations.leave(_run(run_id)).as_json()


@tree_runs.route(
    "/<uuid:run_id>/to-ai-session",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[NotFound, StarterRequired, IsTest],
)
@tree_runs.arguments(ToAiSessionSchema)
@tree_runs.response(201, SessionSchema)
def open_ai_session(given: dict[str, Any], run_id: UUID) -> SessionView:
    """Make an AI session of a run; asked again, it gives the same session"""
    by = access.active_engineer(current_user())
    run = access.own_run(run_id, by=by)
    return view_of(operations.to_ai_session(run, client_name=given["client_name"], by=by), by=by)


@session_tree_runs.route("/tree-runs", access=MEMBERS, errors=[NotFound])
@session_tree_runs.response(200, TreeRunsSchema)
def list_runs(session_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """List the runs of a session, newest first"""
    by = current_user()
    ai_session = access.session_to_read(session_id, by=by)
    can_change = access.may_write(ai_session, by)
    return {"items": [run.as_json(can_change=can_change) for run in queries.runs_of(ai_session)]}


def _run(run_id: UUID) -> RunAndSession:
    return RunAndSession(*access.workable_run(run_id, by=current_user()))
