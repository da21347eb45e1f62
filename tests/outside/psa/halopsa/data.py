"""What a tenant of HaloPSA has: its settings as they are at first, and its tickets."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

Row = dict[str, Any]

NEW, IN_PROGRESS, WAITING, CLOSED = 1, 2, 4, 9
PRIVATE_NOTE, EMAIL_USER, HIDDEN_OUTCOME = 7, 12, 90
AGENT, TECHNICIAN, LEFT_AGENT = 3, 4, 5
SERVICE, NETWORK = "Service", "Network"
STANDARD_SLA, PREMIUM_SLA = 1, 2
INCIDENT, REQUEST = 1, 3
ACME, HARBOUR = 12, 13
ANN, BO, MIA = 500, 501, 502
NEVER = "0001-01-01T00:00:00"

STATUSES = [
    {"id": NEW, "name": "New", "type": 0},
    {"id": IN_PROGRESS, "name": "In Progress", "type": 0},
    {"id": WAITING, "name": "With User", "type": 0},
    {"id": CLOSED, "name": "Closed", "type": 0},
]
PRIORITIES = [
    {"id": f"0000000{sla}-0000-4000-8000-00000000000{number}", "slaid": sla, "priorityid": number, "name": name}
    for sla, names in ((STANDARD_SLA, ("Critical", "High", "Normal")), (PREMIUM_SLA, ("Critical", "Urgent")))
    for number, name in enumerate(names, 1)
]
TEAMS = [
    {"id": 1, "name": SERVICE, "inactive": False},
    {"id": 2, "name": NETWORK, "inactive": False},
    {"id": 8, "name": "Closed down", "inactive": True},
]
OUTCOMES = [
    {"id": PRIVATE_NOTE, "outcome": "Private Note", "buttonname": "Private Note", "hidden": False, "sendemail": False},
    {"id": EMAIL_USER, "outcome": "Email User", "buttonname": "Email User", "hidden": False, "sendemail": True},
    {"id": HIDDEN_OUTCOME, "outcome": "Merged", "buttonname": "", "hidden": True, "sendemail": False},
]
AGENTS = [
    {"id": AGENT, "name": "FlowPilot API", "email": "", "isdisabled": False},
    {"id": TECHNICIAN, "name": "Tess Nolan", "email": "tess@demo.test", "isdisabled": False},
    {"id": LEFT_AGENT, "name": "Gone Long", "email": "gone@demo.test", "isdisabled": True},
]
TICKET_TYPES = [{"id": INCIDENT, "name": "Incident"}, {"id": REQUEST, "name": "Service Request"}]


class Tenant:
    """Its objects are the rows that HaloPSA answers with."""

    def __init__(self) -> None:
        self.statuses, self.priorities = deepcopy(STATUSES), deepcopy(PRIORITIES)
        self.teams, self.outcomes = deepcopy(TEAMS), deepcopy(OUTCOMES)
        self.agents, self.ticket_types = deepcopy(AGENTS), deepcopy(TICKET_TYPES)
        self.clients: dict[int, Row] = {}
        self.users: dict[int, Row] = {}
        self.tickets: dict[int, Row] = {}
        self.actions: dict[int, list[Row]] = {}
        """By ticket; their ids begin with 1 in each."""
        self.mails: list[Row] = []
        """Actions that were mailed to a client."""
        self.next_ticket = 4001
        for name, users in (("Acme Ltd", ("Ann Lee", "Bo Cole")), ("Harbour Dental", ("Mia Ruiz",))):
            self.add_client(name, users=users)

    def add_client(self, name: str, *, users: tuple[str, ...] = (), **fields: Any) -> int:
        number = ACME + len(self.clients)
        self.clients[number] = {"id": number, "name": name, "inactive": False, "main_site_id": number + 100, **fields}
        for user in users:
            self.add_user(number, user)
        return number

    def add_user(self, client_id: int, name: str) -> int:
        number = ANN + len(self.users)
        self.users[number] = {
            "id": number,
            "name": name,
            "client_id": client_id,
            "client_name": self.clients[client_id]["name"],
            "site_id": client_id + 100,
            "emailaddress": f"{name.partition(' ')[0].lower()}@client{client_id}.example",
            "inactive": False,
        }
        return number

    def add_ticket(self, summary: str, *, updated_at: datetime | None = None, **fields: Any) -> Row:
        now = written(updated_at or datetime.now(UTC))
        number = self.next_ticket
        self.next_ticket += 1
        client = fields.get("client_id", ACME)
        user = self.users.get(fields.get("user_id", 0), {})
        self.tickets[number] = {
            "id": number,
            "summary": summary,
            "details": "",
            "details_html": "",
            "client_id": client,
            "client_name": self.clients[client]["name"],
            "site_id": client + 100,
            "user_id": 0,
            "user_name": user.get("name", ""),
            "user_email": user.get("emailaddress", ""),
            "agent_id": 1,
            "team": SERVICE,
            "status_id": NEW,
            "priority_id": 3,
            "sla_id": STANDARD_SLA,
            "tickettype_id": INCIDENT,
            "parent_id": 0,
            "merged_into_id": 0,
            "dateoccurred": now,
            "dateclosed": NEVER,
            "hasbeenclosed": False,
            "last_update": now,
            "lastactiondate": now,
            "third_party_id_string": "",
            "customfields": [],
            "deleted": False,
            **fields,
        }
        self.actions[number] = []
        return self.tickets[number]

    def add_action(self, ticket_id: int, **fields: Any) -> Row:
        actions, now = self.actions[ticket_id], written(datetime.now(UTC))
        action = {
            "id": len(actions) + 1,
            "ticket_id": ticket_id,
            "outcome": "Private Note",
            "outcome_id": PRIVATE_NOTE,
            "who": "FlowPilot API",
            "who_type": 1,
            "who_agentid": AGENT,
            "note": "",
            "note_html": "",
            "hiddenfromuser": False,
            "datetime": now,
            "timetaken": 0.0,
            "is_system": False,
            **fields,
        }
        actions.append(action)
        self.touch(ticket_id, lastactiondate=now)
        return action

    def touch(self, ticket_id: int, **fields: Any) -> None:
        """The ticket changed now."""
        self.tickets[ticket_id] |= {**fields, "last_update": written(datetime.now(UTC))}


def written(moment: datetime) -> str:
    """As HaloPSA writes times: in UTC, without saying so, with seven digits of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0")


def demo(tenant: Tenant) -> None:
    tenant.add_client("Closed Shop", inactive=True)
    printer = tenant.add_ticket(
        "Printer offline",
        user_id=ANN,
        details_html="<p>The printer on floor 2 is <b>offline</b>.</p><p>It worked yesterday.</p>",
    )
    tenant.add_action(printer["id"], note="Called Ann, no answer.", who="Tess Nolan", hiddenfromuser=True)
    tenant.add_ticket("VPN drops every hour", client_id=HARBOUR, user_id=MIA, team=NETWORK, status_id=IN_PROGRESS)
    tenant.add_ticket("New starter on Monday", user_id=BO, tickettype_id=REQUEST, priority_id=2)


def many_tickets(tenant: Tenant, *, count: int, minutes_apart: float = 1.0) -> None:
    """So many tickets, each changed a little later than the one before; every third is closed."""
    first = datetime.now(UTC) - timedelta(minutes=minutes_apart * count)
    for number in range(count):
        changed_at = first + timedelta(minutes=minutes_apart * number)
        is_closed = number % 3 == 2
        tenant.add_ticket(
            f"Ticket {number}",
            updated_at=changed_at,
            status_id=CLOSED if is_closed else NEW,
            hasbeenclosed=is_closed,
            dateclosed=written(changed_at) if is_closed else NEVER,
        )
