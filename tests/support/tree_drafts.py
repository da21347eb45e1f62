"""Asks the copilot for a decision tree, and reads what it drafted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models.core import clock
from models.user import User
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener
from web.demo.people import DemoUsers
from web.demo.scenario import Scenario
from web.demo.seeding import seed_scenario

Tree = dict[str, Any]


def drafted(person: Person, heard: EventListener, **asked: Any) -> tuple[dict[str, Any], Tree | None]:
    """The request once it has ended, and its tree."""
    request = expect(person.post("/trees/draft", **asked), 202)
    assert request["status"] == "pending"
    heard.wait_for("tree_draft_ready", request_id=request["id"])
    ended = expect(person.get(f"/trees/draft/{request['id']}"), 200)
    return ended, expect(person.get(f"/trees/{ended['tree_id']}"), 200) if ended["tree_id"] else None


def seeded(desk: Desk, scenario: Scenario) -> str:
    """A session of the demo's seed in this account, by id."""
    with desk.unit() as unit:
        sam, priya, morgan = (
            unit.db_session.get_one(User, UUID(one.id)) for one in (desk.junior, desk.senior, desk.owner)
        )
        users = DemoUsers(sam=sam, priya=priya, morgan=morgan)
        played = seed_scenario(scenario, users=users, now=clock.now(), settings=desk.app.flowpilot_settings)
        return str(played.id)


def told(tree: Mapping[str, Any]) -> str:
    """The tree as an outline, for a reader."""
    lines = [f"{tree['title']}", f"  ({tree['purpose']})"]
    for name in [tree["root"], *(name for name in tree["nodes"] if name != tree["root"])]:
        node = tree["nodes"][name]
        lines.append(
            f"  [{name}] {node['kind']}: {node['text']}" + (f" ({node['outcome']})" if node["outcome"] else "")
        )
        lines += [f"      {line}" for line in (node["help"] or "").splitlines()]
        lines += [f"      {answer['label']} -> {answer['next']}" for answer in node["answers"]]
        lines += [f"      then -> {node['next']}"] if node["next"] else []
        lines += [f"      fix: {'; '.join(node['fix']['steps'])}"] if node["fix"] else []
    return "\n".join(lines)


def texts_of(tree: Mapping[str, Any]) -> str:
    """Everything that a reader sees of it."""
    return told(tree)
