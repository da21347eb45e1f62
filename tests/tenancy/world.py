"""Twenty accounts, each with a word of its own in everything it writes, and the book of whose id is whose."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from tests.support.cases import solved
from tests.support.channels import channel_with_call
from tests.support.desk import Desk, Person, join, register
from tests.support.files import attaches
from tests.support.lane import copilot_asks
from tests.support.psa_settings import connects, psa_row
from tests.support.script_builder import drafts, script_session_in, templatization_of
from tests.support.scripts import writes_script
from tests.support.tickets import Copy, ticket
from tests.support.tree_runs import makes_tree, starts
from web.edge.application import FlowPilot

ACCOUNTS = 20
# Things of a kind that an account remembers.
MOST_THINGS = 40
WORD = re.compile(r"tn\d\dx[0-9a-f]{6}")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LIBRARY_ID = re.compile(r".{14}5.{21}")
"""What the built-in library has is everybody's, and its ids alone are of this version (`models.library_ids`)."""

Thing = dict[str, str]
"""Ids by the names under which routes ask for them: a fix comes with its session."""


@dataclass
class Tenant:
    number: int
    word: str
    desk: Desk
    things: dict[str, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    cursors: list[str] = field(default_factory=list)

    @property
    def people(self) -> tuple[Person, Person]:
        return self.desk.owner, self.desk.junior

    def says(self, words: str) -> str:
        return f"{words} {self.word}"

    def remembers(self, kind: str, thing: Thing, chance: random.Random) -> None:
        things = self.things[kind]
        if thing in things:
            return
        if len(things) >= MOST_THINGS:
            things.pop(chance.randrange(len(things)))
        things.append(thing)


@dataclass
class World:
    tenants: list[Tenant]
    owners: dict[str, int] = field(default_factory=dict)
    """By id, the number of the account in whose answers it was seen first."""

    def foreign_words(self, tenant: Tenant, text: str) -> set[str]:
        return set(WORD.findall(text)) - {tenant.word}

    def foreign_ids(self, tenant: Tenant, text: str) -> set[str]:
        """Ids in `text` that belong to another account; those that nobody has seen become this one's."""
        ids = {found for found in ID.findall(text) if not LIBRARY_ID.fullmatch(found)}
        return {found for found in ids if self.owners.setdefault(found, tenant.number) != tenant.number}


def a_world(app: FlowPilot, chance: random.Random) -> World:
    """Each account with an owner, an engineer, and one thing of every kind."""
    world = World([_tenant(app, number, chance) for number in range(ACCOUNTS)])
    for tenant in world.tenants:
        _furnish(world, tenant, chance)
    return world


def _tenant(app: FlowPilot, number: int, chance: random.Random) -> Tenant:
    word = f"tn{number:02}x{chance.getrandbits(24):06x}"
    owner = register(app, f"Olga-{word}")
    engineer = join(app, owner, f"Sam-{word}", "engineer")
    return Tenant(number, word, Desk(app, owner=owner, junior=engineer, senior=owner, viewer=engineer))


def _furnish(world: World, tenant: Tenant, chance: random.Random) -> None:
    desk = tenant.desk
    ai_session = desk.junior.opens_session(tenant.says("Outlook is slow"), client_name=tenant.says("Client"))
    session = {"session_id": ai_session["id"]}
    tenant.remembers("session_id", session, chance)
    fix = desk.proposes(ai_session, tenant.says("Clear it"))
    tenant.remembers("fix_id", session | {"fix_id": fix["id"]}, chance)
    _furnish_scripts_and_trees(tenant, ai_session, fix, chance)
    case = solved(desk.junior, tenant.says("Outlook asks for a password"), title=tenant.says("Outlook asks"))
    tenant.remembers("case_id", {"case_id": case["id"]}, chance)
    fact = desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value=tenant.says("FS01")).get_json()
    tenant.remembers("fact_id", session | {"fact_id": fact["id"]}, chance)
    hypotheses = f"/ai-sessions/{ai_session['id']}/hypotheses"
    hypothesis = desk.junior.post(hypotheses, cause=tenant.says("A full disk")).get_json()
    tenant.remembers("hypothesis_id", session | {"hypothesis_id": hypothesis["id"]}, chance)
    note = desk.junior.post(
        f"/ai-sessions/{ai_session['id']}/notes", content=tenant.says("password: Winter-26,")
    ).get_json()
    redaction = {"redaction_id": note["data"]["redactions"][0]["id"]}
    tenant.remembers("redaction_id", session | redaction, chance)
    for item in copilot_asks(desk, ai_session, tenant.says("Who is affected?"), tenant.says("Since when?")):
        tenant.remembers("item_id", session | {"item_id": item["id"]}, chance)
    log = tenant.says("ERROR").encode()
    attached = attaches(desk.junior, ai_session, log, f"{tenant.word}.log")
    tenant.remembers("attachment_id", session | {"attachment_id": attached["id"]}, chance)
    tenant.remembers("upload_id", {"upload_id": attaches(desk.owner, None, log, f"{tenant.word}.log")["id"]}, chance)
    handoff = desk.junior.escalates(ai_session, tenant.says("Stuck"))
    escalation = session | {"handoff_id": handoff["id"]}
    tenant.remembers("handoff_id", escalation, chance)
    deliveries = desk.owner.get(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}/deliveries").get_json()
    tenant.remembers("delivery_id", escalation | {"delivery_id": deliveries["items"][0]["id"]}, chance)
    link = desk.junior.post(f"/ai-sessions/{ai_session['id']}/shares", expires_in_hours=1, include=["steps"]).get_json()
    tenant.remembers("share_id", session | {"share_id": link["id"]}, chance)
    tenant.remembers("notification_id", {"notification_id": desk.owner.bell()[0]["id"]}, chance)
    _furnish_account(tenant, chance)
    known = [one for kind in tenant.things.values() for thing in kind for one in thing.values()]
    world.foreign_ids(tenant, " ".join([*known, str(desk.account_id)]))


def _furnish_scripts_and_trees(
    tenant: Tenant, ai_session: dict[str, Any], fix: dict[str, Any], chance: random.Random
) -> None:
    desk = tenant.desk
    written = script_session_in(desk.junior, ai_session)
    tenant.remembers("script_session_id", {"script_session_id": written["id"]}, chance)
    drafts(desk.junior, ai_session, fix, f"Get-Content '{tenant.word}'")
    proposed = templatization_of(desk.junior, fix)
    tenant.remembers("templatization_id", {"templatization_id": proposed["id"]}, chance)
    tree_id = makes_tree(desk, title=tenant.says("Printer is offline"))
    tenant.remembers("tree_id", {"tree_id": tree_id}, chance)
    draft = desk.owner.post("/trees/draft", description=tenant.says("A printer is offline")).get_json()
    tenant.remembers("draft_id", {"draft_id": draft["id"]}, chance)
    tenant.remembers("run_id", {"run_id": starts(desk.junior, tree_id)["id"]}, chance)
    script = writes_script(desk.junior, tenant.says("Restart the spooler"))
    tenant.remembers("script_id", {"script_id": script["id"]}, chance)


def _furnish_account(tenant: Tenant, chance: random.Random) -> None:
    """What belongs to the account and not to one of its AI sessions."""
    desk = tenant.desk
    token = desk.owner.post("/auth/tokens", name=tenant.says("Reports")).get_json()
    tenant.remembers("token_id", {"token_id": token["id"]}, chance)
    ids = channel_with_call(desk, name=tenant.says("Channel"))
    tenant.remembers("channel_id", {"channel_id": ids["channel_id"]}, chance)
    tenant.remembers("call_id", ids, chance)
    connects(desk.owner, company_id=tenant.says("acme"))
    known_ticket = ticket(48_210, tenant.says("VPN drops"), number=f"T-{tenant.word}")
    Copy(desk, psa_row(desk).id).has(known_ticket)
    tenant.remembers("number", {"number": known_ticket.number}, chance)
    invited = desk.owner.post("/account/invitations", email=f"lee-{tenant.word}@acme.test", role="viewer").get_json()
    tenant.remembers("invitation_id", {"invitation_id": invited["id"]}, chance)
    for person in tenant.people:
        tenant.remembers("user_id", {"user_id": person.id}, chance)


# What an answer's items are, by the end of the path that was asked.
_KINDS = {
    "ai-sessions": "session_id",
    "suggested-fixes": "fix_id",
    "facts": "fact_id",
    "hypotheses": "hypothesis_id",
    "task-lane": "item_id",
    "handoffs": "handoff_id",
    "handoff": "handoff_id",
    "notifications": "notification_id",
    "tokens": "token_id",
    "invitations": "invitation_id",
    "shares": "share_id",
    "scripts": "script_id",
}
_OF_A_SESSION = frozenset({"fix_id", "fact_id", "hypothesis_id", "item_id", "handoff_id", "share_id"})


def learn(tenant: Tenant, path: str, asked: Thing, response: TestResponse, chance: random.Random) -> None:
    """Remember the things that a good answer names, and its cursor."""
    kind = _KINDS.get(path.rpartition("/")[2])
    if response.status_code >= 300 or kind is None or not response.is_json:
        return
    body: Any = response.get_json()
    if body.get("next_cursor"):
        tenant.cursors = [*tenant.cursors[-9:], body["next_cursor"]]
    for item in body.get("items", [body])[:5]:
        if "id" in item and not LIBRARY_ID.fullmatch(item["id"]):
            around = {"session_id": asked["session_id"]} if kind in _OF_A_SESSION else {}
            tenant.remembers(kind, around | {kind: item["id"]}, chance)
