"""POSTs of tickets and actions, which create without an id and update with one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

from tests.outside.psa.halopsa.data import CLOSED, NEVER, Row, Tenant, written

CONTROL = {"_novalidate", "_dont_fire_automations", "donotapplytemplateintheapi"}
TICKET_FIELDS = CONTROL | {
    *("id", "summary", "details", "details_html", "client_id", "site_id", "user_id", "agent_id", "team", "status_id"),
    *("priority_id", "sla_id", "tickettype_id", "parent_id", "third_party_id_string", "customfields"),
}
ACTION_FIELDS = {
    *("id", "ticket_id", "outcome", "outcome_id", "note", "note_html", "hiddenfromuser", "sendemail", "emailto"),
    *("emailsubjectnew", "timetaken", "nonbilltime", "traveltime", "chargerate", "actionarrivaldate"),
    *("actioncompletiondate", "actisbillable", "new_status", "who_agentid", "datetime"),
}
_TAG = re.compile(r"<[^>]*>")
_SCRIPT = re.compile(r"<script.*?</script>", re.IGNORECASE | re.DOTALL)


class Refused(Exception):
    """With the status that HaloPSA answers."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def one_of(content: Any, known: set[str]) -> Row:
    """The only object of the list that a POST has to be.  Raises Refused."""
    if not isinstance(content, list):
        raise Refused(400, "Cannot deserialize the current JSON object because the type requires a JSON array.")
    if len(content) != 1 or not isinstance(content[0], dict):
        raise Refused(400, "The list is empty.")
    if unknown := set(content[0]) - known:
        raise Refused(400, f"Unknown fields: {', '.join(sorted(unknown))}")
    row: Row = content[0]
    return row


def save_ticket(tenant: Tenant, given: Row, *, keeps_status: bool) -> Row:
    if given.get("id"):
        return _updated(tenant, given, keeps_status=keeps_status)
    if not str(given.get("summary") or "").strip():
        raise Refused(400, "Please enter a Summary.")
    client = tenant.clients.get(given.get("client_id") or 0)
    if client is None:
        raise Refused(400, "Please select a Customer.")
    fields = {
        name: value for name, value in given.items() if not name.startswith("_") and name not in {"summary", "id"}
    }
    _check(tenant, {"sla_id": 1, **fields})
    if html := fields.pop("details_html", ""):
        fields |= {"details_html": sanitised(html), "details": in_words(html)}
    return tenant.add_ticket(given["summary"], **fields)


def _updated(tenant: Tenant, given: Row, *, keeps_status: bool) -> Row:
    row = tenant.tickets.get(given["id"])
    if row is None or row["deleted"]:
        raise Refused(404, "The ticket was not found.")
    _check(tenant, {"sla_id": row["sla_id"], **given})
    fields = {name: value for name, value in given.items() if name not in CONTROL | {"id"}}
    if keeps_status:
        fields.pop("status_id", None)
    tenant.touch(row["id"], **fields, **_closing(fields.get("status_id")))
    return tenant.tickets[row["id"]]


def _closing(status_id: int | None) -> Row:
    if status_id is None:
        return {}
    is_closed = status_id == CLOSED
    return {"hasbeenclosed": is_closed, "dateclosed": written(datetime.now(UTC)) if is_closed else NEVER}


def _check(tenant: Tenant, given: Row) -> None:
    """Raises Refused for ids that the tenant does not have."""
    status_id, priority_id = given.get("status_id"), given.get("priority_id")
    if status_id is not None and status_id not in {row["id"] for row in tenant.statuses}:
        raise Refused(400, "The status does not exist.")
    of_sla = {row["priorityid"] for row in tenant.priorities if row["slaid"] == given["sla_id"]}
    if priority_id is not None and priority_id not in of_sla:
        raise Refused(400, "The priority does not belong to the SLA of this ticket.")
    if given.get("team") is not None and given["team"] not in {row["name"] for row in tenant.teams}:
        raise Refused(400, "The team does not exist.")
    if given.get("tickettype_id") is not None and given["tickettype_id"] not in {
        row["id"] for row in tenant.ticket_types
    }:
        raise Refused(400, "The ticket type does not exist.")
    if given.get("user_id") and given["user_id"] not in tenant.users:
        raise Refused(500, "The INSERT statement conflicted with the FOREIGN KEY constraint on USERS.")


def save_action(tenant: Tenant, given: Row, *, forbidden_outcomes: set[int]) -> Row:
    row = tenant.tickets.get(given.get("ticket_id") or 0)
    if row is None or row["deleted"]:
        raise Refused(404, "The ticket was not found.")
    outcome = _outcome(tenant, given)
    if outcome["id"] in forbidden_outcomes:
        raise Refused(400, "You do not have access to this action.")
    agent = next((one for one in tenant.agents if one["id"] == given.get("who_agentid", 3)), None)
    if agent is None:
        raise Refused(400, "The agent does not exist.")
    html = given.get("note_html") or ""
    is_hidden = bool(given.get("hiddenfromuser"))
    action = tenant.add_action(
        row["id"],
        outcome=outcome["outcome"],
        outcome_id=outcome["id"],
        who=agent["name"],
        who_agentid=agent["id"],
        note=in_words(html) if html else str(given.get("note") or ""),
        note_html=sanitised(html),
        hiddenfromuser=is_hidden,
        timetaken=float(given.get("timetaken") or 0),
    )
    if given.get("new_status"):
        _updated(tenant, {"id": row["id"], "status_id": given["new_status"]}, keeps_status=False)
    if given.get("sendemail", outcome["sendemail"] and not is_hidden):
        tenant.mails.append(action)
    return action


def _outcome(tenant: Tenant, given: Row) -> Row:
    wanted = given.get("outcome_id") or given.get("outcome")
    if not wanted:
        raise Refused(400, "An Outcome must be entered.")
    found = next((row for row in tenant.outcomes if wanted in (row["id"], row["outcome"])), None)
    if found is None:
        raise Refused(400, "The outcome does not exist.")
    return found


def sanitised(html: str) -> str:
    return _SCRIPT.sub("", html)


def in_words(html: str) -> str:
    """The plain twin of a text in HTML."""
    return unescape(_TAG.sub("", re.sub(r"<br ?/?>|</p>", "\n", html, flags=re.IGNORECASE))).strip()
