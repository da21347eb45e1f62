"""A decision tree that the copilot drafts from a description or a resolved session."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from models.core.unit_of_work import db_session
from models.decision_trees.graph import Node, Nodes, node
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.tree_drafts import WrittenTree, fail_draft, locked_draft, save_draft
from models.tree import TreeDraft, TreeDraftStatus
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.tree_drafts import cleaner_of, tree_input
from tasks.actors.registry import actor
from tasks.context import Context
from tasks.integrations.assistant import AssistantError, CallRecord, NodeOut, TreeInput, TreeNotes, draft_tree
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    """`clean` takes secrets and names out of a text."""

    given: TreeInput
    clean: Callable[[str], str]


def give_up(draft_id: UUID, *, code: str) -> None:
    """The job is dead: the request has failed, and people can ask again."""
    draft = locked_draft(draft_id)
    if draft.status == TreeDraftStatus.PENDING:
        fail_draft(draft, code=code)


@actor(Job.TREE_DRAFT_WRITE, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_tree_draft(job: RunningJob, draft_id: UUID) -> None:
    """One structured call, whose tree is repaired and stored as a draft.

    Running twice is safe: the tree is made in the transaction that ends the request, and only while it is pending.
    A second result finds it ended and makes nothing.
    """
    with job.transaction():
        request = _prepare(draft_id)
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        draft = locked_draft(draft_id)
        record_calls(usage_rows(calls), ai_session_id=draft.ai_session_id, user_id=draft.requested_by_id)
        if draft.status != TreeDraftStatus.PENDING:
            return
        if isinstance(result, WrittenTree):
            save_draft(draft, result, clean=request.clean)
        else:
            fail_draft(draft, code=result)


def _prepare(draft_id: UUID) -> _Request | None:
    draft = db_session().get_one(TreeDraft, draft_id)
    if draft.status != TreeDraftStatus.PENDING:
        return None
    given = tree_input(draft)
    return _Request(given, cleaner_of(draft, given))


def _call(job: RunningJob, request: _Request) -> tuple[WrittenTree | str, list[CallRecord]]:
    """The tree, or the error code if there is none.  No database connection is held."""
    context = job.context
    deadline = time.monotonic() + context.settings.documentation_timeout_seconds
    try:
        notes, done = draft_tree(context.assistant, request.given, control_for(job, deadline=deadline))
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return _written(context, notes, request.given.guide_nodes, done.calls[-1]), list(done.calls)


def _written(context: Context, notes: TreeNotes, guide: Nodes, call: CallRecord) -> WrittenTree:
    return WrittenTree(
        title=notes.title,
        purpose=notes.purpose,
        root=notes.nodes[0].id if notes.nodes else "",
        nodes={one.id: _node(one, guide.get(one.id)) for one in reversed(notes.nodes)},
        prompt_hash=call.prompt_hash,
        provider=context.assistant.name,
        provider_label=context.assistant.label,
        model=call.model,
    )


def _node(one: NodeOut, of_guide: Node | None) -> Node:
    """A node that the guide has too keeps the script and the facts that the guide gives it."""
    same = of_guide if of_guide and of_guide["text"] == one.text else None
    fix = {
        "title": one.fix_title,
        "rationale": one.fix_rationale,
        "steps": one.fix_steps,
        "risk": one.fix_risk,
    }
    return node(
        {
            "kind": one.kind,
            "text": one.text,
            "help": one.help or None,
            "answers": [{"label": answer.label, "next": answer.next or None} for answer in one.answers],
            "next": one.next or None,
            "outcome": None if one.outcome == "none" else one.outcome,
            "fix": fix,
            "script_id": same and same["script_id"],
            "facts": same["facts"] if same else [],
        }
    )
