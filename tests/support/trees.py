"""Decision trees for tests, as the API takes them."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Person, expect

Node = dict[str, Any]


def question(text: str, /, **answers: str | None) -> Node:
    """`Yes="fix"`: the answer and where it leads."""
    return {
        "kind": "question",
        "text": text,
        "answers": [{"label": label, "next": target} for label, target in answers.items()],
    }


def step(text: str, after: str | None, **more: Any) -> Node:
    return {"kind": "step", "text": text, "next": after, **more}


def outcome(text: str, how: str | None = "solved", **more: Any) -> Node:
    return {"kind": "outcome", "text": text, "outcome": how, **more}


def fix(title: str = "Clear the print queue", **more: Any) -> Node:
    fields = {"title": title, "rationale": "A job is stuck.", "steps": ["Stop the spooler", "Delete the jobs"]}
    return outcome(title, "try_fix", fix=fields | {"risk": "medium"} | more)


def printer_tree(**more: Any) -> dict[str, Any]:
    """A tree without faults."""
    nodes = {
        "ping": question("Does it answer a ping?", Yes="queue", No="panel"),
        "queue": question("Is the queue stuck on a server?", Yes="clear", No="escalate"),
        "panel": step("Read the address on its panel", "queue", help="Menu, network"),
        "clear": fix(),
        "escalate": outcome("Escalate with site contact", "escalate"),
    }
    return {"title": "Printer shows offline", "tags": ["printing"], "root": "ping", "nodes": nodes} | more


def tree_of(person: Person, **more: Any) -> dict[str, Any]:
    """A draft of this person."""
    created: dict[str, Any] = expect(person.post("/trees", **printer_tree(**more)), 201)
    return created


def publishes(person: Person, tree: dict[str, Any]) -> dict[str, Any]:
    published: dict[str, Any] = expect(person.post(f"/trees/{tree['id']}/publish", version=tree["version"]), 200)
    return published
