"""A decision tree in a test's words, and people who go through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from models.core import clock
from models.core.unit_of_work import db_session
from models.tree import Tree, TreeStatus, TreeVersion
from tests.support.desk import Desk, Person, expect

Run = dict[str, Any]

NODES: dict[str, Any] = {
    "ping": {
        "kind": "question",
        "text": "Does it answer a ping?",
        "help": "From the same subnet.",
        "answers": [{"label": "Yes", "next": "spooler"}, {"label": "No", "next": "power"}],
    },
    "power": {"kind": "step", "text": "Turn it off and on.", "next": "ping"},
    "spooler": {
        "kind": "question",
        "text": "Is the spooler running?",
        "answers": [{"label": "Yes", "next": "escalate"}, {"label": "No", "next": "restart"}],
        "facts": [{"kind": "device", "value": "PRN-02"}],
    },
    "restart": {
        "kind": "outcome",
        "outcome": "try_fix",
        "text": "Restart the spooler.",
        "fix": {"title": "Restart the spooler", "rationale": "It hangs.", "steps": ["Restart it"], "risk": "low"},
    },
    "escalate": {"kind": "outcome", "outcome": "escalate", "text": "Ask the vendor."},
}


def makes_tree(desk: Desk, *, title: str = "Printer is offline", nodes: Any = NODES, status: str = "published") -> str:
    """A tree of the account, by id."""
    with desk.unit() as unit:
        by = {"created_by_id": desk.owner.id, "account_id": desk.account_id}
        content = {"title": title, "purpose": "", "tags": [], "root": "ping", "nodes": nodes}
        is_published = status == TreeStatus.PUBLISHED
        tree = Tree(
            **by,
            **content,
            status=status,
            folded_text=title.lower(),
            updated_by_id=desk.owner.id,
            published_version=1 if is_published else None,
            published_at=clock.now() if is_published else None,
        )
        unit.db_session.add(tree)
        unit.db_session.flush()
        unit.db_session.add(TreeVersion(**by, **content, tree_id=tree.id, version=1, is_published=is_published))
        return str(tree.id)


def publishes_newer(desk: Desk, tree_id: str, *, title: str) -> None:
    """A newer version of the tree without its first question."""
    with desk.unit():
        tree = db_session().scalars(select(Tree).where(Tree.id == tree_id)).one()
        nodes = {name: node for name, node in NODES.items() if name not in ("ping", "power")}
        tree.title, tree.root, tree.nodes = title, "spooler", nodes
        tree.version += 1
        tree.published_version = tree.version
        content = {"title": title, "purpose": "", "tags": [], "root": "spooler", "nodes": nodes}
        db_session().add(
            TreeVersion(
                **content,
                account_id=tree.account_id,
                created_by_id=tree.created_by_id,
                tree_id=tree.id,
                version=tree.version,
                is_published=True,
            )
        )


def starts(person: Person, tree_id: str, **body: Any) -> Run:
    run: Run = expect(person.post(f"/trees/{tree_id}/sessions", **body), 201)
    return run


def path_of(run: Mapping[str, Any], call: str = "") -> str:
    return f"/tree-sessions/{run['id']}" + (f"/{call}" if call else "")


def answers(person: Person, run: Mapping[str, Any], *labels: str | None) -> Run:
    """Answer one node after the other, None for a step that was done; the run afterwards."""
    now = dict(run)
    for label in labels:
        said: dict[str, Any] = {"done": True} if label is None else {"answer": label}
        now = expect(person.post(path_of(now, "answer"), node_id=now["node"], **said), 200)
    return now


def count_of(desk: Desk, table: Any) -> int:
    with desk.unit() as unit:
        return unit.db_session.scalar(select(func.count()).select_from(table)) or 0
