"""What the machine does next: any route, with ids of one's own or of somebody else's in path, query and body."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from models.core import curve
from tests.support.desk import Person
from tests.support.psa_settings import psa_body
from tests.support.routes import Route, declared_routes
from tests.support.scripts import new_script
from tests.tenancy.world import Tenant, Thing, World
from web.edge.application import FlowPilot

FOREIGN_SHARE = 0.5
# Asked for by what they would do to the people of the play: sign them out, or make an account for nobody.
LEFT_OUT = frozenset({"auth.log_out", "auth.change_password"})
# Of one's own people these may not be asked; of others' they must be refused.
ONLY_FOREIGN = frozenset({"account.change_member", "account.delete_member"})


@dataclass
class Act:
    tenant: Tenant
    person: Person
    route: Route
    path: str
    ids: Thing
    foreign: Thing = field(default_factory=dict)
    """Ids of the path that are another account's: the answer must be 404."""
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    must_fail: bool = False
    """A foreign id in query or body: whatever the answer is, it is a refusal."""

    def __str__(self) -> str:
        return f"account {self.tenant.number}: {self.route.method} {self.path} {self.query} {self.body}"


class Acts:
    def __init__(self, app: FlowPilot, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        routes = [r for r in declared_routes(app) if r.access and r.access.roles and r.endpoint not in LEFT_OUT]
        # Whoever adds a route with an id of a new kind teaches the world such things, and the machine asks for them.
        assert not (unknown := {name for route in routes for name in route.id_names} - _KNOWN_IDS), unknown
        self._routes = routes
        self._addressed = [route for route in self._routes if route.id_names]
        assert self._addressed

    def next(self) -> Act:
        tenant, other = self._chance.sample(self._world.tenants, 2)
        # Routes with ids are where it can go wrong: three in four acts.
        route = self._chance.choice(self._addressed if self._chance.random() < 0.75 else self._routes)
        person = self._chance.choice(tenant.people)
        ids, foreign = self._ids(tenant, other, route)
        act = Act(tenant, person, route, route.filled(ids), ids, foreign)
        act.body = self._body(act) if route.is_unsafe else None
        if not foreign:
            self._reach_across(act, other)
        return act

    def _ids(self, tenant: Tenant, other: Tenant, route: Route) -> tuple[Thing, Thing]:
        ids = self._own(tenant, route)
        foreign: Thing = {}
        if route.id_names and (route.endpoint in ONLY_FOREIGN or self._chance.random() < FOREIGN_SHARE):
            theirs = self._own(other, route)
            swapped = self._chance.sample(sorted(route.id_names), self._chance.randint(1, len(route.id_names)))
            foreign = {name: theirs[name] for name in swapped}
        return ids | foreign, foreign

    def _own(self, tenant: Tenant, route: Route) -> Thing:
        """Ids that belong together: the kind that the route's last id names comes with the others."""
        if not route.id_names:
            return {}
        kind = next((name for name in _LAST_IDS if name in route.id_names), min(route.id_names))
        return dict(self._chance.choice(tenant.things[kind]))

    def _body(self, act: Act) -> dict[str, Any]:
        make = _BODIES.get(act.route.endpoint)
        return make(act.tenant, self._chance) if make else {}

    def _reach_across(self, act: Act, other: Tenant) -> None:
        """Now and then somebody else's id, word or cursor where it is not part of the path."""
        if self._chance.random() > FOREIGN_SHARE:
            return
        session_id = self._chance.choice(other.things["session_id"])["session_id"]
        if act.route.endpoint == "stream.listen":
            act.query, act.must_fail = {"topics": f"escalations,session:{session_id}"}, True
        elif act.route.endpoint in ("handoffs.create_handoff", "handoffs.escalate") and act.body is not None:
            target = "target_user_id" if "intent" in act.body else "escalated_to_id"
            act.body |= {target: self._chance.choice(other.people).id}
            act.must_fail = True
        elif act.route.is_unsafe and act.body:
            act.body |= {"account_id": str(other.desk.account_id)}
            act.must_fail = True
        elif not act.route.is_unsafe:
            act.query = self._chance.choice(
                [{"cursor": self._chance.choice(other.cursors or ["none"])}, {"q": other.word}, {"limit": 2}]
            )


_LAST_IDS = ("fix_id", "fact_id", "hypothesis_id", "share_id", "delivery_id", "handoff_id")
_KNOWN_IDS = frozenset(
    {
        *("session_id", "fix_id", "fact_id", "hypothesis_id", "item_id", "redaction_id", "handoff_id"),
        *("share_id", "delivery_id"),
        *("attachment_id", "upload_id"),
        *("script_id", "tree_id", "run_id", "draft_id"),
        *("channel_id", "call_id", "number", "case_id", "script_session_id", "templatization_id"),
        *("notification_id", "token_id", "user_id", "invitation_id"),
    }
)

Body = Callable[[Tenant, random.Random], dict[str, Any]]

_BROWSER_KEY = curve.to_text(curve.public_key_of(bytes(31) + b"\x01"))
_BODIES: dict[str, Body] = {
    "ai_sessions.open_session": lambda tenant, _: {
        "problem": tenant.says("The VPN drops"),
        "client_name": tenant.says("Client"),
    },
    "ai_sessions.post_message": lambda tenant, _: {"content": tenant.says("Did it come back?")},
    "ai_sessions.add_note": lambda tenant, _: {"content": tenant.says("Called the client")},
    "ai_sessions.describe_session": lambda tenant, _: {"title": tenant.says("Renamed")},
    "ai_sessions.resolve": lambda tenant, _: {"resolution": tenant.says("Restarted")},
    "cases.edit_case": lambda tenant, _: {"title": tenant.says("Outlook asks again")},
    "scripts.create_script": lambda tenant, _: new_script(tenant.says("Restart the spooler")),
    "scripts.edit_script": lambda tenant, chance: {
        "version": chance.randint(1, 3),
        "purpose": tenant.says("Restarts it"),
        "status": chance.choice(["draft", "published"]),
    },
    "scripts.restore_version": lambda _, chance: {"version": chance.randint(1, 2)},
    "scripts.render_script": lambda tenant, _: {"values": {"Name": tenant.says("Spooler")}},
    "fix_templates.render_draft": lambda *_: {"values": {}},
    "documentation.edit_documentation": lambda tenant, _: {"sections": {"cause": tenant.says("A stale token")}},
    "client_updates.edit_client_update": lambda tenant, _: {"content": tenant.says("We are on it")},
    "client_updates.post_client_update": lambda tenant, _: {"reader": tenant.says("Client")},
    "attachments.rename": lambda tenant, _: {"name": tenant.says("Screenshot")},
    "attachments.rename_first": lambda tenant, _: {"name": tenant.says("Screenshot")},
    "facts.add_fact": lambda tenant, chance: {"kind": chance.choice(["device", "user"]), "value": tenant.says("PC")},
    "facts.edit_fact": lambda tenant, _: {"value": tenant.says("Laptop")},
    "hypotheses.add_hypothesis": lambda tenant, chance: {"cause": tenant.says(f"A full disk {chance.randint(1, 9)}")},
    "hypotheses.change_hypothesis": lambda _, chance: {"state": chance.choice(["investigating", "refuted"])},
    "task_lane.close_item": lambda tenant, chance: chance.choice(
        [{"answer": tenant.says("Only one")}, {"skipped": True, "note": tenant.says("Not allowed")}]
    ),
    "shares.share": lambda _, chance: {"expires_in_hours": 1, "include": [chance.choice(["steps", "facts"])]},
    "handoffs.escalate": lambda tenant, _: {"escalation_reason": tenant.says("Stuck")},
    "handoffs.create_handoff": lambda tenant, chance: {
        "intent": chance.choice(["escalate", "park"]),
        "reason": tenant.says("Stuck"),
    },
    "tree_drafts.ask_for_tree": lambda tenant, _: {"description": tenant.says("A printer is offline")},
    "tree_runs.answer_node": lambda _, chance: {"node_id": "ping", "answer": chance.choice(["Yes", "No"])},
    "tree_runs.go_back": lambda _, chance: {"node_id": chance.choice(["power", "spooler"])},
    "suggested_fixes.record_outcome": lambda tenant, chance: {
        "outcome": chance.choice(["applied_success", "applied_failed", "applied_partial"]),
        "notes": tenant.says("Noted"),
    },
    "suggested_fixes.draft": lambda tenant, _: {"ai_drafted_script": tenant.says("Get-Service")},
    "script_builder.post_script_message": lambda tenant, _: {"content": tenant.says("Restart the spooler")},
    "script_builder.edit_script_session": lambda tenant, _: {"title": tenant.says("Spooler")},
    "suggested_fixes.decide": lambda *_: {"decision": "one_off"},
    "account.change_account": lambda tenant, _: {"name": tenant.says("MSP")},
    "account.change_member": lambda *_: {"role": "viewer"},
    "account.invite": lambda tenant, chance: {
        "email": f"new-{tenant.word}-{chance.getrandbits(40):x}@acme.test",
        "role": "viewer",
    },
    "push_subscriptions.subscribe": lambda tenant, chance: {
        "endpoint": f"https://push.test/{tenant.word}/{chance.randrange(3)}",
        "keys": {"p256dh": _BROWSER_KEY, "auth": "AAECAwQFBgcICQoLDA0ODw"},
    },
    "push_subscriptions.unsubscribe": lambda tenant, chance: {
        "endpoint": f"https://push.test/{tenant.word}/{chance.randrange(3)}"
    },
    "notification_channels.create_channel": lambda tenant, _: {
        "kind": "webhook",
        "name": tenant.says("Channel"),
        "url": f"https://hooks.test/{tenant.word}/{tenant.word}",
    },
    "psa_connection.put_connection": lambda tenant, chance: psa_body(
        base_url=f"https://psa{chance.randint(1, 3)}.test", company_id=tenant.says("acme")
    ),
    "psa_new_tickets.create_ticket": lambda tenant, _: {"title": tenant.says("Printer"), "client_id": "250"},
    "session_ticket.spin_off_ticket": lambda tenant, _: {"title": tenant.says("Printer"), "client_id": "250"},
    "session_ticket.link_ticket": lambda tenant, _: {"psa_ticket_id": f"T-{tenant.word}"},
    "psa_connection.write_people": lambda tenant, _: {
        "items": [{"user_id": person.id, "agent_id": tenant.says("7")} for person in tenant.people]
    },
    "notification_channels.change_channel": lambda tenant, _: {"name": tenant.says("Channel")},
    "trees.create_tree": lambda tenant, _: {"title": tenant.says("Printer"), "purpose": tenant.says("For")},
    "trees.save_tree": lambda tenant, _: {"version": 1, "title": tenant.says("Printer shows offline")},
    "trees.publish_tree": lambda *_: {"version": 1},
    "trees.restore_tree": lambda *_: {"version": 1},
    "personal_tokens.create_token": lambda tenant, _: {"name": tenant.says("Token")},
}
