"""`/time/entries`, the lists from which ids are picked, and `/system`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.outside.psa.connectwise.bodies import object_of
from tests.outside.psa.connectwise.listing import listed
from tests.outside.psa.connectwise.problems import Problem, invalid, missing
from tests.outside.psa.connectwise.tenant import Record, Tenant, moment
from tests.outside.psa.exchange import Reply, Request, json_reply
from tests.outside.psa.routes import Handler, Routes

routes = Routes()

_CHARGED_TO = ("ServiceTicket", "ProjectTicket", "ChargeCode", "Activity")
_ENTRY_FIELDS = frozenset({"id", "chargeToId", "chargeToType", "member", "timeStart", "notes", "internalNotes"})
_LISTS = {
    "/service/boards": "boards",
    "/service/priorities": "priorities",
    "/service/sources": "sources",
    "/company/companies": "companies",
    "/company/contacts": "contacts",
    "/system/members": "members",
    "/time/workTypes": "workTypes",
    "/time/workRoles": "workRoles",
}
_LIST_FIELDS = frozenset(
    {"id", "name", "identifier", "firstName", "lastName", "company", "inactiveFlag", "deletedFlag", "closedStatus"}
)


def _list_of(kind: str) -> Handler:
    def answer(tenant: Tenant, request: Request) -> Reply:
        return listed(request, tenant.tables[kind], _LIST_FIELDS)

    return answer


for _path, _kind in _LISTS.items():
    routes("GET", _path)(_list_of(_kind))


@routes("GET", "/service/boards/{board_id}/statuses")
def statuses(tenant: Tenant, request: Request, board_id: str) -> Reply:
    if not board_id.isdigit() or int(board_id) not in tenant.tables["boards"]:
        raise missing(f"Board {board_id}")
    return listed(request, {status["id"]: status for status in tenant.statuses_of(int(board_id))}, _LIST_FIELDS)


@routes("GET", "/system/info")
def info(tenant: Tenant, request: Request) -> Reply:
    return json_reply(
        {
            "version": "v2026.1.12345",
            "isCloud": True,
            "serverTimeZone": "Eastern Standard Time",
            "cloudRegion": tenant.cloud_region,
        }
    )


@routes("GET", "/time/entries")
def entries(tenant: Tenant, request: Request) -> Reply:
    return listed(request, tenant.tables["entries"], _ENTRY_FIELDS)


@routes("POST", "/time/entries")
def add_entry(tenant: Tenant, request: Request) -> Reply:
    wanted = object_of(request)
    ticket = _charged(tenant, wanted)
    member = _member(tenant, wanted)
    if tenant.tables["statuses"][ticket["status"]["id"]]["timeEntryNotAllowed"]:
        raise invalid("timeEntry", "chargeToId", "Time entry is not allowed for the status of this ticket.")
    entry = {
        "company": ticket["company"],
        "chargeToId": ticket["id"],
        "chargeToType": wanted["chargeToType"],
        "member": tenant.reference("members", member),
        "actualHours": _hours(wanted),
        "enteredBy": tenant.member,
        "dateEntered": moment(),
        "status": "Open",
        "billableOption": "Billable",
        **{name: wanted[name] for name in ("timeStart", "timeEnd", "notes", "internalNotes") if wanted.get(name)},
        **{name: _referenced(tenant, f"{name}s", wanted.get(name)) for name in ("workType", "workRole")},
    }
    added = tenant.add("entries", entry)
    for name, tab in (("notes", "addToDetailDescriptionFlag"), ("internalNotes", "addToInternalAnalysisFlag")):
        if wanted.get(name) and wanted.get(tab):
            flag = "detailDescriptionFlag" if name == "notes" else "internalAnalysisFlag"
            tenant.add_note(ticket["id"], wanted[name], createdBy=tenant.member, **{flag: True})
    tenant.touch(ticket["id"])
    return json_reply(added, 201)


@routes("GET", "/system/callbacks")
def callbacks(tenant: Tenant, request: Request) -> Reply:
    return listed(request, tenant.tables["callbacks"], frozenset({"id", "url", "type", "level"}))


@routes("POST", "/system/callbacks")
def add_callback(tenant: Tenant, request: Request) -> Reply:
    wanted = object_of(request)
    for name in ("url", "objectId", "type", "level"):
        if not wanted.get(name):
            raise invalid("callbackEntry", name, f"The {name} field is required.", "MissingRequiredField")
    if any(known["url"] == wanted["url"] for known in tenant.tables["callbacks"].values()):
        raise Problem(409, "ObjectExists", "This callback exists already")
    return json_reply(tenant.add("callbacks", wanted), 201)


def _charged(tenant: Tenant, wanted: Record) -> Record:
    """The ticket of a time entry."""
    if wanted.get("chargeToType") not in _CHARGED_TO or not isinstance(wanted.get("chargeToId"), int):
        raise invalid("timeEntry", "chargeToId", "chargeToId and chargeToType are required.", "MissingRequiredField")
    try:
        return tenant.tables["tickets"][wanted["chargeToId"]]
    except KeyError as error:
        raise invalid("timeEntry", "chargeToId", "The ticket was not found.") from error


def _member(tenant: Tenant, wanted: Record) -> int:
    number = (wanted.get("member") or {}).get("id")
    if number not in tenant.tables["members"]:
        raise invalid("timeEntry", "member/id", "The member was not found.")
    if number in tenant.members_without_time:
        raise Problem(403, "Security", "You do not have rights to enter time for this member")
    return int(number)


def _hours(wanted: Record) -> float:
    if not wanted.get("timeStart"):
        raise invalid("timeEntry", "timeStart", "The timeStart field is required.", "MissingRequiredField")
    if wanted.get("actualHours"):
        return float(wanted["actualHours"])
    if not wanted.get("timeEnd"):
        raise invalid("timeEntry", "timeEnd", "timeEnd or actualHours is required.", "MissingRequiredField")
    hours = (datetime.fromisoformat(wanted["timeEnd"]) - datetime.fromisoformat(wanted["timeStart"])).total_seconds()
    if hours <= 0:
        raise invalid("timeEntry", "timeEnd", "The end has to be after the start.")
    return round(hours / 3_600, 2)


def _referenced(tenant: Tenant, kind: str, value: Any) -> Record | None:
    if value is None:
        return None
    try:
        return tenant.reference(kind, value["id"])
    except (KeyError, TypeError) as error:
        raise invalid("timeEntry", f"{kind}/id", f"{kind} was not found.") from error
