"""Requests a decision tree from the copilot, and stores what it drafts as a draft tree, which a person publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models import events
from models.ai_session import NotResolved, SessionStatus
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.decision_trees.graph import Node, Nodes, scripts_in
from models.decision_trees.repair import repaired
from models.jobs import Job, request
from models.operations.trees import NewTree, create_tree
from models.queries.session_rows import SessionRow
from models.queries.tree_drafts import NOTHING_FOUND
from models.queries.trees import usable_scripts
from models.tree import LONGEST_PURPOSE, LONGEST_TITLE, TreeDraft, TreeDraftStatus, TreeSource
from models.user import User


@dataclass(frozen=True, kw_only=True)
class WrittenTree:
    """A job's result, before repair: the root is one of the nodes, if there are any."""

    title: str
    purpose: str
    root: str
    nodes: Mapping[str, Node]
    prompt_hash: str | None
    provider: str
    provider_label: str
    model: str | None


def request_from_description(description: str, *, by: User) -> TreeDraft:
    return _requested(TreeDraft(account_id=by.account_id, description=description, requested_by_id=by.id))


def request_from_session(ai_session: SessionRow, *, by: User) -> TreeDraft:
    """`by` may read the session.  While a draft of it is being written for them, it is the same request.

    Raises NotResolved (409).
    """
    if ai_session.status != SessionStatus.RESOLVED:
        message = "Only a resolved session can become a decision tree."
        raise NotResolved(message, detail={"status": ai_session.status})
    return _pending(ai_session.id, by=by) or _requested(
        TreeDraft(account_id=by.account_id, ai_session_id=ai_session.id, requested_by_id=by.id)
    )


def locked_draft(draft_id: UUID) -> TreeDraft:
    return locked(TreeDraft, draft_id)


def save_draft(draft: TreeDraft, written: WrittenTree, *, clean: Callable[[str], str]) -> None:
    """Store the tree, repaired and with every text cleaned, as a draft of the person who asked.

    Expects the row to be locked and pending.
    """
    draft.provider, draft.provider_label, draft.model = written.provider, written.provider_label, written.model
    draft.prompt_hash = written.prompt_hash
    nodes = {name: _cleaned(node, clean) for name, node in written.nodes.items()}
    found = repaired(written.root, _with_usable_scripts(nodes)) if nodes else None
    if found is None:
        fail_draft(draft, code=NOTHING_FOUND)
        return
    root, kept = found
    by = db_session().get_one(User, draft.requested_by_id)
    new = NewTree(
        title=clean(written.title)[:LONGEST_TITLE].strip() or "Drafted decision tree",
        purpose=clean(written.purpose)[:LONGEST_PURPOSE].strip(),
        root=root,
        nodes=kept,
        source=TreeSource.SESSION if draft.ai_session_id else TreeSource.DESCRIPTION,
        ai_session_id=draft.ai_session_id,
    )
    draft.tree_id = create_tree(new, by=by).id
    _end(draft, TreeDraftStatus.READY)


def fail_draft(draft: TreeDraft, *, code: str) -> None:
    """Expects the row to be locked and pending."""
    draft.error = code
    _end(draft, TreeDraftStatus.FAILED)


def _end(draft: TreeDraft, status: TreeDraftStatus) -> None:
    draft.status, draft.finished_at = status, clock.now()
    events.tree_draft_ready(draft)


def _requested(draft: TreeDraft) -> TreeDraft:
    db_session().add(draft)
    db_session().flush()
    request(Job.TREE_DRAFT_WRITE, draft_id=draft.id)
    return draft


def _pending(ai_session_id: UUID, *, by: User) -> TreeDraft | None:
    """The request of this person that is under way.  Of two calls at once, the second waits and finds the first's."""
    locked(User, by.id)
    query = select(TreeDraft).where(
        TreeDraft.account_id == current().account_id,
        TreeDraft.ai_session_id == ai_session_id,
        TreeDraft.requested_by_id == by.id,
        TreeDraft.status == TreeDraftStatus.PENDING,
    )
    return db_session().scalars(query.limit(1)).one_or_none()


def _cleaned(node: Node, clean: Callable[[str], str]) -> Node:
    fix = node["fix"]
    return {
        **node,
        "text": clean(node["text"]),
        "help": clean(node["help"]) if node["help"] else None,
        "answers": [{"label": clean(answer["label"]), "next": answer["next"]} for answer in node["answers"]],
        "fix": fix
        and {
            "title": clean(fix["title"]),
            "rationale": clean(fix["rationale"]),
            "steps": [clean(step) for step in fix["steps"]],
            "risk": fix["risk"],
        },
    }


def _with_usable_scripts(nodes: Nodes) -> Nodes:
    usable = usable_scripts(scripts_in(nodes))
    return {
        name: {**node, "script_id": node["script_id"] if node["script_id"] in usable else None}
        for name, node in nodes.items()
    }
