"""Events about decision trees: a run in a session, and a draft by the copilot."""

from __future__ import annotations

from models.core.outgoing import live
from models.events.publishing import publish, publish_in_session
from models.events.types import EventType
from models.tree import TreeDraft
from models.tree_run import TreeRun


def tree_run_changed(run: TreeRun) -> None:
    """A run began in its session, or went on, back or to its end."""
    if run.ai_session_id:
        publish_in_session(EventType.TREE_RUN_CHANGED, run.ai_session_id, {"run_id": run.id, "status": run.state})


def tree_draft_ready(draft: TreeDraft) -> None:
    """Tell the person who asked for it; the code says why there is none."""
    data = {"request_id": draft.id, "tree_id": draft.tree_id, "code": draft.error}
    publish(EventType.TREE_DRAFT_READY, [live.user_topic(draft.requested_by_id)], data)
