"""Starts runs of decision trees, takes answers, and writes a run into an AI session.

A run's row is locked before its session's; nothing locks them in the other order.
"""

from __future__ import annotations

from dataclasses import dataclass

from models import events
from models.ai_session import AiSession
from models.core.database.tables import set_loaded
from models.core.errors import Invalid
from models.core.graphemes import cut
from models.core.unit_of_work import db_session
from models.operations.ai_sessions import Problem, open_session
from models.operations.tree_run_record import one_change, record_answer, record_back, record_outcome
from models.queries import access
from models.queries.trees import RunnableTree
from models.titles import TITLE_LENGTH
from models.tree_run import IsTest, TreeRun
from models.user import User

MOST_LINES, LONGEST_LINE = 40, 200
"""Of the problem of a session that a run became: every answer is a step of its own there."""


@dataclass(frozen=True)
class RunAndSession:
    """A run that its person may change, and the open AI session that it writes into; both rows are locked."""

    run: TreeRun
    ai_session: AiSession | None


def start_run(tree: RunnableTree, *, ai_session: AiSession | None, is_test: bool, by: User) -> TreeRun:
    """Begin at the tree's root.  Expects the session's row to be locked.

    Raises SessionClosed (409), Invalid (422) for a test in a session.
    """
    if ai_session and is_test:
        raise Invalid(detail={"is_test": ["A test writes into no session."]})
    if ai_session:
        ai_session.check_open()
    run = TreeRun(
        account_id=by.account_id,
        tree_id=tree.id,
        version=tree.version,
        title=tree.title,
        root=tree.root,
        nodes=dict(tree.nodes),
        node=tree.root,
        path=[],
        is_test=is_test,
        ai_session_id=ai_session.id if ai_session else None,
        started_by_id=by.id,
    )
    set_loaded(run, started_by=by)
    db_session().add(run)
    db_session().flush()
    run.stand_at(run.root)
    if ai_session and run.is_finished:
        with one_change(ai_session):
            record_outcome(ai_session, run, by=by)
    return _changed(run)


def answer(found: RunAndSession, node: str, label: str | None, *, by: User) -> TreeRun:
    """Answer the current node, or with None say that a step is done.

    Raises MovedOn, RunFinished, LeadsNowhere, RunTooLong (409), Invalid (422).
    """
    run, ai_session = found.run, found.ai_session
    run.check_at(node)
    run.advance(run.target_of(label), label, by=by)
    if ai_session:
        with one_change(ai_session):
            record_answer(ai_session, run, len(run.path) - 1, by=by)
            if run.is_finished:
                record_outcome(ai_session, run, by=by)
    return _changed(run)


def go_back(found: RunAndSession, node: str, *, by: User) -> TreeRun:
    """Take back the last answer; in an AI session, what it wrote stays, and a step says so.

    Raises MovedOn, RunAtStart (409).
    """
    run, ai_session = found.run, found.ai_session
    run.check_at(node)
    run.go_back()
    if ai_session:
        with one_change(ai_session):
            record_back(ai_session, run, by=by)
    return _changed(run)


def leave(found: RunAndSession) -> TreeRun:
    """Stop before an outcome is reached.  A repeated call changes nothing.  Raises RunFinished (409)."""
    found.run.leave()
    return _changed(found.run)


def to_ai_session(run: TreeRun, *, client_name: str | None, by: User) -> AiSession:
    """The AI session that the run became: its path, facts and outcome are written there, and so is what comes next.

    Expects the run's row to be locked; a repeated call gives the same session.  Raises IsTest (409).
    """
    if run.is_test:
        raise IsTest
    if run.ai_session_id:
        return access.readable_session(run.ai_session_id, by=by)
    # A fix that the reply proposes would supersede the one that the run ended with, which nobody has tried.
    problem = Problem(problem=_problem_of(run), client_name=client_name)
    ai_session = open_session(problem, by=by, asks_copilot=not _ends_with_fix(run))
    ai_session.title = cut(run.title, TITLE_LENGTH)
    run.ai_session_id = ai_session.id
    with one_change(ai_session):
        for place in range(len(run.path)):
            record_answer(ai_session, run, place, by=by)
        if run.is_finished:
            record_outcome(ai_session, run, by=by)
    _changed(run)
    return ai_session


def _ends_with_fix(run: TreeRun) -> bool:
    return run.is_finished and run.nodes[run.node].get("outcome") == "try_fix"


def _problem_of(run: TreeRun) -> str:
    """The tree's title, and what was found so far."""
    newest = run.path[-MOST_LINES:]
    lines = [f"- {cut(run.nodes[entry['node']]['text'], LONGEST_LINE)} {entry['answer'] or 'Done'}" for entry in newest]
    return "\n".join([run.title, *(["", "Checked so far:", *lines] if lines else [])])


def _changed(run: TreeRun) -> TreeRun:
    if run.ai_session_id:
        events.tree_run_changed(run)
    return run
