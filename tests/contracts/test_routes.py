"""Deny by default: every route declares who may call it, and each is tried by those who may not.

The tests walk the URL map, so that a route is held to this from the moment it exists.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.delivery import Delivery
from models.invitation import Invitation
from models.user import ADMINS, ENGINEERS, EVERYONE, Role
from tests.support.cases import solved
from tests.support.channels import channel_with_call
from tests.support.desk import API, Desk, Person, expect, open_desk
from tests.support.files import attaches
from tests.support.lane import copilot_asks
from tests.support.routes import Route, api_routes, declared_routes, with_ids
from tests.support.script_builder import drafts, script_session, templatization_of
from tests.support.scripts import writes_script
from tests.support.tickets import connects, copy_of, ticket
from tests.support.tree_runs import makes_tree, starts
from web.edge.access import declared
from web.edge.application import FlowPilot
from web.edge.identity import SAFE_METHODS

UNDECLARED = {"api-docs.openapi_json", "asyncapi_json"}
"""The OpenAPI and the AsyncAPI document are for everybody."""
PUBLIC = {
    *("auth.register", "auth.log_in", "auth.accept_invitation"),
    *("auth.forgot_password", "auth.reset_password"),
    "shared.read_shared",
    "psa_webhooks.take_call",
}
UNGATED_ROOMS = {
    "auth",
    "personal_tokens",
    "preferences",
    "push_subscriptions",
    "account",
    "audit_log",
    "ai_budget",
    "billing",
    "shared",
    "psa_webhooks",
}
OWNERS = frozenset({Role.OWNER})
BODIES: dict[str, dict[str, Any]] = {
    "documentation.edit_documentation": {"time_spent_minutes": 5},
    "client_updates.edit_client_update": {"content": "We are on it."},
    "client_updates.post_client_update": {"reader": "Contoso"},
    "ai_sessions.post_message": {"content": "Did it come back?"},
    "attachments.rename": {"name": "Screenshot"},
    "attachments.rename_first": {"name": "Screenshot"},
    "ai_sessions.add_note": {"content": "Called the client"},
    "facts.add_fact": {"value": "FS01"},
    "hypotheses.add_hypothesis": {"cause": "A stale token"},
    "hypotheses.change_hypothesis": {"state": "investigating"},
    "task_lane.close_item": {"skipped": True},
    "psa_new_tickets.create_ticket": {"title": "No backup", "client_id": "250"},
    "session_ticket.spin_off_ticket": {"title": "No backup", "client_id": "250"},
    "session_ticket.link_ticket": {"psa_ticket_id": "48210"},
    "handoffs.escalate": {"escalation_reason": "Stuck"},
    "handoffs.create_handoff": {"intent": "escalate", "reason": "Stuck"},
    "scripts.edit_script": {"version": 1, "title": "Restart the spooler"},
    "scripts.restore_version": {"version": 1},
    "shares.share": {"expires_in_hours": 24, "include": ["steps"]},
    "notification_channels.change_channel": {"name": "Night shift"},
    "script_builder.post_script_message": {"content": "Restart the spooler"},
    "suggested_fixes.decide": {"decision": "one_off"},
    "suggested_fixes.draft": {"ai_drafted_script": "Get-Service"},
    "suggested_fixes.record_outcome": {"outcome": "applied_success"},
    "tree_runs.answer_node": {"node_id": "ping", "answer": "Yes"},
    "tree_runs.go_back": {"node_id": "ping"},
    "trees.save_tree": {"version": 1, "title": "Printer"},
    "trees.publish_tree": {"version": 1},
    "trees.restore_tree": {"version": 1},
}
"""What each route with an id takes, so that it is refused for the id and not for its body."""


@dataclass(frozen=True)
class Samples:
    """One of each thing of an account, by the name under which routes ask for its id."""

    desk: Desk
    ids: dict[str, str]


def samples_of(desk: Desk) -> Samples:
    ai_session = desk.junior.opens_session()
    fix = desk.proposes(ai_session)
    fact = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value="FS01"), 201)
    hypotheses = f"/ai-sessions/{ai_session['id']}/hypotheses"
    hypothesis = expect(desk.junior.post(hypotheses, cause="A full disk"), 201)
    note = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="password: Winter-2026"), 201)
    drafts(desk.junior, ai_session, fix)
    (item,) = copilot_asks(desk, ai_session, "Who is affected?")
    case = solved(desk.junior)
    share, kept_share = _share(desk, ai_session), _share(desk, ai_session)
    tree_id = makes_tree(desk)
    run = starts(desk.junior, tree_id, ai_session_id=ai_session["id"])
    handoff = desk.junior.escalates(ai_session)
    ids = {
        "session_id": ai_session["id"],
        "fix_id": fix["id"],
        "fact_id": fact["id"],
        "hypothesis_id": hypothesis["id"],
        "redaction_id": note["data"]["redactions"][0]["id"],
        "item_id": item["id"],
        "attachment_id": attaches(desk.junior, ai_session)["id"],
        "upload_id": attaches(desk.owner, None)["id"],
        "handoff_id": handoff["id"],
        "delivery_id": str(desk.rows(select(Delivery.id).where(Delivery.channel == "mail"))[0]),
        "share_id": share["id"],
        "case_id": case["id"],
        "tree_id": tree_id,
        "run_id": run["id"],
        "script_id": writes_script(desk.junior)["id"],
        "script_session_id": script_session(desk.owner)["id"],
        "templatization_id": templatization_of(desk.owner, fix)["id"],
        "draft_id": expect(desk.owner.post("/trees/draft", description="A printer is offline"), 202)["id"],
        "token": kept_share["url"].rpartition("/")[2],
        "notification_id": desk.owner.bell()[0]["id"],
        "user_id": desk.viewer.id,
        "invitation_id": _invitation(desk),
        "token_id": expect(desk.owner.post("/auth/tokens", name="Reports"), 201)["id"],
        "number": "48210",
        "webhook_id": str(uuid4()),
    }
    copy_of(desk).has(ticket(48210))
    return Samples(desk, ids | channel_with_call(desk))


def _invitation(desk: Desk) -> str:
    """Accepted, so that it can be named but not changed any more."""
    return str(desk.rows(select(Invitation.id))[0])


def _share(desk: Desk, ai_session: dict[str, Any]) -> dict[str, str]:
    path = f"/ai-sessions/{ai_session['id']}/shares"
    shared: dict[str, str] = expect(desk.junior.post(path, expires_in_hours=1, include=["steps"]), 201)
    return shared


@pytest.fixture(scope="module")
def samples(app: FlowPilot) -> Samples:
    return samples_of(open_desk(app))


@pytest.fixture(scope="module")
def strangers(app: FlowPilot) -> Desk:
    desk = open_desk(app)
    connects(desk)
    return desk


def call(person: Person, route: Route, ids: dict[str, str]) -> TestResponse:
    body: dict[str, Any] = {"json": BODIES.get(route.endpoint, {})} if route.is_unsafe else {}
    if route.access and route.access.takes_file:
        body = {"data": {"file": (io.BytesIO(b"a line"), "a.log")}}
    return person.send(route.method, route.filled(ids), **body)


def answers(person: Person, routes: list[Route], ids: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Status and code of every route that did not refuse; none of these may be a stream, which does not end."""
    found = {}
    for route in routes:
        response = call(person, route, ids)
        code = response.get_json()["code"] if response.status_code >= 400 else "(let in)"
        found[str(route)] = (response.status_code, code)
    return found


def test_every_route_declares_who_may_call_it(app: FlowPilot) -> None:
    assert {route.endpoint for route in api_routes(app) if route.access is None} == UNDECLARED


def test_outside_the_api_nothing_changes_anything(app: FlowPilot) -> None:
    """So every unsafe route has declared its access, and with it passes the transaction, login and CSRF checks."""
    outside = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - SAFE_METHODS and declared(app.view_functions[rule.endpoint]) is None
    }
    assert outside == set()


def test_only_the_known_routes_need_no_login(app: FlowPilot) -> None:
    assert {route.endpoint for route in declared_routes(app) if route.access.roles is None} == PUBLIC


def test_only_login_and_account_work_without_a_subscription(app: FlowPilot) -> None:
    ungated = {route.endpoint.partition(".")[0] for route in declared_routes(app) if not route.access.gated}
    assert ungated <= UNGATED_ROOMS


def test_a_route_admits_everybody_or_engineers_or_admins_or_owners(app: FlowPilot) -> None:
    assert {route.access.roles for route in declared_routes(app)} <= {None, EVERYONE, ENGINEERS, ADMINS, OWNERS}


def test_viewers_change_nothing_but_their_own_login_tokens_preferences_read_marks_and_presence(app: FlowPilot) -> None:
    open_to_viewers = {r.endpoint for r in declared_routes(app) if r.is_unsafe and r.access.roles == EVERYONE}
    assert open_to_viewers == {
        *("auth.log_out", "auth.change_password", "personal_tokens.create_token", "personal_tokens.revoke_token"),
        *("notifications.mark_read", "notifications.mark_all_read", "presence.show", "presence.sign_off"),
        *("push_subscriptions.subscribe", "push_subscriptions.unsubscribe"),
        "preferences.write_preferences",
    }


def test_without_a_login_every_route_is_401(app: FlowPilot, samples: Samples) -> None:
    closed = [route for route in declared_routes(app) if route.endpoint not in PUBLIC]
    client = app.test_client()
    statuses = {str(r): client.open(API + r.filled(samples.ids), method=r.method).status_code for r in closed}
    assert {route: status for route, status in statuses.items() if status != 401} == {}


def test_with_a_made_up_cookie_every_route_is_401(app: FlowPilot, samples: Samples) -> None:
    closed = [route for route in declared_routes(app) if route.endpoint not in PUBLIC]
    client = app.test_client()
    client.set_cookie("flowpilot", "made-up", domain="localhost")
    statuses = {str(r): client.open(API + r.filled(samples.ids), method=r.method).status_code for r in closed}
    assert {route: status for route, status in statuses.items() if status != 401} == {}


@pytest.mark.parametrize("role", ["viewer", "engineer", "admin"])
def test_a_role_that_is_not_declared_is_403(app: FlowPilot, samples: Samples, role: str) -> None:
    person = samples.desk.viewer if role == "viewer" else samples.desk.joins("Roy", role)
    closed = [route for route in declared_routes(app) if route.access.roles and role not in route.access.roles]
    wrong = {route: got for route, got in answers(person, closed, samples.ids).items() if got != (403, "role_required")}
    assert wrong == {}
    assert closed


def test_another_accounts_ids_are_404_on_every_route(app: FlowPilot, samples: Samples, strangers: Desk) -> None:
    routes = with_ids(declared_routes(app))
    wrong = {r: got for r, got in answers(strangers.owner, routes, samples.ids).items() if got != (404, "not_found")}
    assert wrong == {}


def test_unknown_ids_are_404_on_every_route(app: FlowPilot, samples: Samples) -> None:
    unknown = {name: str(uuid4()) for name in samples.ids}
    routes = with_ids(declared_routes(app))
    wrong = {r: got for r, got in answers(samples.desk.owner, routes, unknown).items() if got != (404, "not_found")}
    assert wrong == {}


def test_the_other_account_is_unchanged_by_all_that(app: FlowPilot, strangers: Desk) -> None:
    """And the ids were refused for their account: its own owner finds each."""
    samples = samples_of(open_desk(app))
    before = samples.desk.owner.reads({"id": samples.ids["session_id"]})
    answers(strangers.owner, with_ids(declared_routes(app)), samples.ids)
    assert samples.desk.owner.reads({"id": samples.ids["session_id"]}) == before
    readable = [r for r in with_ids(declared_routes(app)) if not r.is_unsafe and not r.endpoint.startswith("stream.")]
    found = answers(samples.desk.owner, readable, samples.ids)
    assert set(found.values()) == {(200, "(let in)")}


@pytest.mark.parametrize("status", ["locked", "canceled"])
def test_without_a_subscription_every_gated_route_is_402(app: FlowPilot, status: str) -> None:
    samples = samples_of(open_desk(app))
    options = [str(samples.desk.account_id), "--plan", "pro", "--status", status]
    assert app.test_cli_runner().invoke(args=["subscription", "set", *options]).exit_code == 0
    gated = [route for route in declared_routes(app) if route.access.gated]
    found = answers(samples.desk.owner, gated, samples.ids)
    assert {route: got for route, got in found.items() if got != (402, "subscription_locked")} == {}


def test_every_unsafe_route_with_a_cookie_needs_the_csrf_token(app: FlowPilot, samples: Samples) -> None:
    routes = [route for route in declared_routes(app) if route.is_unsafe and route.access.roles]
    client, found = samples.desk.owner.client, {}
    for route in routes:
        response = client.open(API + route.filled(samples.ids), method=route.method, json={})
        found[str(route)] = (response.status_code, response.get_json()["code"])
    assert {route: got for route, got in found.items() if got != (403, "csrf_failed")} == {}
