"""`/service/tickets`: reading, creating, changing, and their notes."""

from __future__ import annotations

import copy
from typing import Any

from tests.outside.psa.connectwise.bodies import json_of, object_of
from tests.outside.psa.connectwise.listing import counted, listed, trimmed
from tests.outside.psa.connectwise.problems import Problem, invalid, missing
from tests.outside.psa.connectwise.tenant import Record, Tenant, moment
from tests.outside.psa.exchange import Reply, Request, json_reply
from tests.outside.psa.routes import Routes

routes = Routes()

LONGEST_SUMMARY, LONGEST_REFERENCE = 100, 100
_REFERENCES = {
    "board": "boards",
    "status": "statuses",
    "company": "companies",
    "contact": "contacts",
    "priority": "priorities",
    "owner": "members",
    "source": "sources",
}
_FIELDS = frozenset(
    {
        *("id", "summary", "recordType", "board", "status", "company", "contact", "priority", "severity", "impact"),
        *("externalXRef", "parentTicketId", "owner", "closedFlag", "customFields", "source", "mergedParentTicket"),
    }
)
_NOTE_FIELDS = frozenset({"id", "ticketId", "text", "createdBy", "dateCreated", "member", "contact"})
_TABS = ("detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag")
_ESCAPES = frozenset("\b\r\f")


@routes("GET", "/service/tickets")
def tickets(tenant: Tenant, request: Request) -> Reply:
    return listed(request, tenant.tables["tickets"], _FIELDS, date_shift=tenant.date_shift)


@routes("POST", "/service/tickets/search")
def search(tenant: Tenant, request: Request) -> Reply:
    """The filters are in the body; paging stays in the query."""
    filters = {name: str(value) for name, value in object_of(request).items()}
    by_query = Request.of("GET", request.path, request.headers, b"")
    return listed(_with(by_query, {**request.query, **filters}), tenant.tables["tickets"], _FIELDS)


@routes("GET", "/service/tickets/count")
def count(tenant: Tenant, request: Request) -> Reply:
    return counted(request, tenant.tables["tickets"], _FIELDS)


@routes("GET", "/service/tickets/{ticket_id}")
def ticket(tenant: Tenant, request: Request, ticket_id: str) -> Reply:
    return json_reply(trimmed(request, _ticket(tenant, ticket_id)))


@routes("POST", "/service/tickets")
def create(tenant: Tenant, request: Request) -> Reply:
    wanted = object_of(request)
    _check_texts(wanted)
    if not wanted.get("company"):
        raise invalid("ticket", "company/id", "The company/id field is required.", "MissingRequiredField")
    references = {
        name: _referenced(tenant, name, value)["id"] for name, value in wanted.items() if name in _REFERENCES and value
    }
    board = references.get("board", next(iter(tenant.tables["boards"])))
    status = references.get("status", tenant.first_status(board))
    _check_status(tenant, status, board)
    number = tenant.add_ticket(
        wanted["summary"],
        board=board,
        status=status,
        company=references["company"],
        contact=references.get("contact"),
        priority=references.get("priority", 4),
        externalXRef=wanted.get("externalXRef"),
    )
    created = tenant.tables["tickets"][number]
    created["_info"]["enteredBy"] = created["_info"]["updatedBy"] = tenant.member
    for name, tab in (("initialDescription", _TABS[0]), ("initialInternalAnalysis", _TABS[1])):
        if wanted.get(name):
            tenant.add_note(number, wanted[name], createdBy=tenant.member, **{tab: True})
    return json_reply(created, 201)


@routes("PATCH", "/service/tickets/{ticket_id}")
def change(tenant: Tenant, request: Request, ticket_id: str) -> Reply:
    found, operations = _ticket(tenant, ticket_id), json_of(request)
    if not isinstance(operations, list):
        raise Problem(400, "InvalidObject", "The body has to be an array of operations")
    changed = copy.deepcopy(found)
    for operation in operations:
        _apply(tenant, changed, operation)
    _check_status(tenant, changed["status"]["id"], changed["board"]["id"])
    if tenant.keeps_status:
        changed["status"] = found["status"]
    tenant.note_closed(changed)
    changed["_info"] |= {"lastUpdated": moment(), "updatedBy": tenant.member}
    tenant.tables["tickets"][changed["id"]] = changed
    return json_reply(changed)


@routes("GET", "/service/tickets/{ticket_id}/notes")
def notes(tenant: Tenant, request: Request, ticket_id: str) -> Reply:
    number = _ticket(tenant, ticket_id)["id"]
    return listed(request, {note["id"]: note for note in tenant.notes_of(number)}, _NOTE_FIELDS)


@routes("GET", "/service/tickets/{ticket_id}/notes/{note_id}")
def note(tenant: Tenant, request: Request, ticket_id: str, note_id: str) -> Reply:
    for found in tenant.notes_of(_ticket(tenant, ticket_id)["id"]):
        if str(found["id"]) == note_id:
            return json_reply(found)
    raise missing(f"Note {note_id}")


@routes("POST", "/service/tickets/{ticket_id}/notes")
def add_note(tenant: Tenant, request: Request, ticket_id: str) -> Reply:
    number, wanted = _ticket(tenant, ticket_id)["id"], object_of(request)
    if not isinstance(wanted.get("text"), str) or not wanted["text"].strip():
        raise invalid("serviceNote", "text", "The text field is required.", "MissingRequiredField")
    if _ESCAPES & set(wanted["text"]):
        raise invalid("serviceNote", "text", "The text has an escape that is not allowed.")
    if not any(wanted.get(tab) for tab in _TABS):
        raise invalid("serviceNote", "detailDescriptionFlag", "Choose at least one place where the note shows.")
    flags = {tab: bool(wanted.get(tab)) for tab in _TABS}
    note_id = tenant.add_note(number, wanted["text"], createdBy=tenant.member, **flags)
    if wanted.get("processNotifications"):
        tenant.notified.append(note_id)
    tenant.touch(number)
    return json_reply(tenant.tables["notes"][note_id], 201)


def _apply(tenant: Tenant, found: Record, operation: Any) -> None:
    """One operation of a PATCH.  A path below a field, such as `status/id`, is accepted and does nothing."""
    path = operation.get("path", "") if isinstance(operation, dict) else ""
    if not isinstance(operation, dict) or operation.get("op") not in ("add", "replace", "remove"):
        raise Problem(400, "InvalidObject", "An operation has to have op, path and value")
    if path.startswith("/") or path.split("/")[0] not in _FIELDS:
        raise invalid("ticket", path, f"The path {path} is not a field.")
    if "/" in path:
        return
    value = None if operation["op"] == "remove" else operation.get("value")
    if path == "summary":
        _check_texts({"summary": value})
    found[path] = _referenced(tenant, path, value) if path in _REFERENCES and value is not None else value


def _check_texts(wanted: Record) -> None:
    summary = wanted.get("summary")
    if not isinstance(summary, str) or not summary.strip():
        raise invalid("ticket", "summary", "The summary field is required.", "MissingRequiredField")
    if len(summary) > LONGEST_SUMMARY:
        raise invalid("ticket", "summary", "The field summary exceeds maximum length of 100")
    if len(wanted.get("externalXRef") or "") > LONGEST_REFERENCE:
        raise invalid("ticket", "externalXRef", "The field externalXRef exceeds maximum length of 100")


def _check_status(tenant: Tenant, status: int, board: int) -> None:
    if tenant.tables["statuses"][status]["board"]["id"] != board:
        raise invalid("ticket", "status/id", f"Status {status} does not belong to the ticket's board.")


def _referenced(tenant: Tenant, name: str, value: Any) -> Record:
    try:
        return tenant.reference(_REFERENCES[name], value["id"])
    except (KeyError, TypeError) as error:
        raise invalid("ticket", f"{name}/id", f"The {name} was not found.") from error


def _ticket(tenant: Tenant, ticket_id: str) -> Record:
    try:
        return tenant.tables["tickets"][int(ticket_id)]
    except (KeyError, ValueError) as error:
        raise missing(f"Ticket {ticket_id}") from error


def _with(request: Request, query: dict[str, str]) -> Request:
    return Request(method=request.method, path=request.path, query=query, headers=request.headers, body=request.body)
