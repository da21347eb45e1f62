"""What a run writes into its AI session: each answer as a step, the facts of its nodes, and its outcome.

Each function expects the session's row to be locked.  The caller counts the session's version once for each call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.ai_session import AiSession
from models.core.database.tables import JsonObject
from models.fact import FactKnown, FactLimit, value_of
from models.operations.confidence import update_confidence
from models.operations.facts import NewFact, add_fact
from models.operations.steps import add_log_entry, add_step
from models.operations.suggested_fixes import ProposedFix, propose_fix
from models.queries.tree_runs import guide_of_tree
from models.step import Step, StepKind
from models.tree_run import TreeRun
from models.user import User

TREE_ANSWER, TREE_OUTCOME, TREE_BACK = "tree_answer", "tree_outcome", "tree_back"
"""The `data.kind` of the steps that a run writes."""
_ENDS = {"solved": "Solved", "escalate": "Escalate", "try_fix": "Try this fix"}


@contextmanager
def one_change(ai_session: AiSession) -> Iterator[None]:
    """However many parts of the session the block changes, previews see one change."""
    before = ai_session.state_version
    yield
    ai_session.state_version = before + 1
    update_confidence(ai_session)


def record_answer(ai_session: AiSession, run: TreeRun, place: int, *, by: User) -> None:
    """Add what was answered at a place of the run's path, with the facts of the node that it led to."""
    entry = run.path[place]
    text, answer = run.nodes[entry["node"]]["text"], entry["answer"]
    content = f"Done: {text}" if answer is None else f"{text} {answer}"
    said = {"node": entry["node"], "question": text, "answer": answer, "answered_at": entry["at"]}
    data = {**_about(run, TREE_ANSWER), **said}
    step = add_step(ai_session, StepKind.ACTION, content, by=by, data=data)
    if place == 0:
        _add_facts(ai_session, run.nodes[run.root], step, by=by)
    after = run.path[place + 1]["node"] if place + 1 < len(run.path) else run.node
    _add_facts(ai_session, run.nodes[after], step, by=by)


def record_outcome(ai_session: AiSession, run: TreeRun, *, by: User) -> None:
    """Say where the run ended.  An outcome that is a fix suggests it, as the copilot does."""
    node = run.current
    content = f"{_ENDS[node['outcome']]}: {node['text']}"
    data = {**_about(run, TREE_OUTCOME), "node": run.node, "outcome": node["outcome"]}
    step = add_step(ai_session, StepKind.ACTION, content, by=by, data=data)
    if not run.path:
        _add_facts(ai_session, node, step, by=by)
    fix = node.get("fix")
    if node["outcome"] == "try_fix" and fix:
        run.fix_id = propose_fix(ai_session, _proposed(run, fix), step=step).id


def record_back(ai_session: AiSession, run: TreeRun, *, by: User) -> None:
    """Say that an answer was taken back; what it wrote stays on record."""
    words = f"{by.name} went back in \u201c{run.title}\u201d to: {run.current['text']}"
    add_log_entry(ai_session, words, kind=TREE_BACK, by=by, run_id=str(run.id), node=run.node)


def _about(run: TreeRun, kind: str) -> JsonObject:
    return {"kind": kind, "run_id": str(run.id), "tree_id": str(run.tree_id), "tree": run.title}


def _proposed(run: TreeRun, fix: dict[str, Any]) -> ProposedFix:
    """A fix of the library's guide is known as one, with its script."""
    guide = guide_of_tree(run.tree_id)
    own = next((one for one in guide.fixes if one.title == fix["title"]), None) if guide else None
    return ProposedFix(
        title=fix["title"],
        rationale=fix.get("rationale") or "",
        steps=fix.get("steps") or (),
        risk=fix.get("risk") or "medium",
        script=own.script.body if own and own.script else None,
        guide_id=guide.id if guide and own else None,
        guide_fix_id=own.id if own else None,
    )


def _add_facts(ai_session: AiSession, node: JsonObject, step: Step, *, by: User) -> None:
    """A fact that the session has already, or for which it has no room, is left out."""
    for fact in node.get("facts") or ():
        if value_of(fact["value"]):
            _add_fact(ai_session, NewFact(kind=fact["kind"], value=fact["value"], step_id=step.id), by=by)


def _add_fact(ai_session: AiSession, new: NewFact, *, by: User) -> None:
    try:
        add_fact(ai_session, new, by=by)
    except (FactKnown, FactLimit):
        return
