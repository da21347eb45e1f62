"""Lists and objects: what HaloPSA answers to a GET."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from tests.outside.psa.halopsa.data import CLOSED, Row, Tenant, written

USUAL_PAGE, LARGEST_PAGE, USUAL_COUNT = 50, 100, 50
DETAILS = ("details", "details_html", "third_party_id_string", "customfields", "merged_into_id", "dateclosed")
"""What rows of a list lack."""


def is_true(query: Mapping[str, str], name: str) -> bool:
    return query.get(name, "").lower() == "true"


def ticket(tenant: Tenant, row: Row) -> Row:
    priority = next(
        (one for one in tenant.priorities if (one["slaid"], one["priorityid"]) == (row["sla_id"], row["priority_id"])),
        None,
    )
    return {**row, "priority": priority}


def tickets(tenant: Tenant, query: Mapping[str, str], *, searches_references: bool) -> Row:
    kept = (row for row in tenant.tickets.values() if not row["deleted"])
    for is_kept in _filters(query, searches_references=searches_references):
        kept = filter(is_kept, kept)
    page = paged(ordered(kept, query), query, "tickets")
    page["tickets"] = [{name: value for name, value in row.items() if name not in DETAILS} for row in page["tickets"]]
    return page


def actions(tenant: Tenant, query: Mapping[str, str]) -> Row:
    rows = tenant.actions.get(int(query.get("ticket_id") or 0), [])
    if is_true(query, "excludesys"):
        rows = [row for row in rows if not row["is_system"]]
    left_out = {"is_system"} if is_true(query, "includehtmlnote") else {"is_system", "note_html"}
    newest = rows[::-1][: int(query.get("count") or USUAL_COUNT)]
    shown = [{name: value for name, value in row.items() if name not in left_out} for row in newest]
    return {"record_count": len(rows), "actions": shown}


def clients(tenant: Tenant, query: Mapping[str, str]) -> Row:
    return paged(ordered(_active(tenant.clients.values()), query), query, "clients")


def users(tenant: Tenant, query: Mapping[str, str]) -> Row:
    wanted = query.get("client_id")
    rows = [row for row in _active(tenant.users.values()) if wanted is None or str(row["client_id"]) == wanted]
    return paged(ordered(rows, query), query, "users")


def statuses(tenant: Tenant, query: Mapping[str, str]) -> list[Row]:
    without_closed = is_true(query, "excludeclosed")
    return [row for row in tenant.statuses if not (without_closed and row["id"] == CLOSED)]


def priorities(tenant: Tenant, query: Mapping[str, str]) -> list[Row]:
    wanted = query.get("slaid")
    return [row for row in tenant.priorities if wanted is None or str(row["slaid"]) == wanted]


def paged(rows: list[Row], query: Mapping[str, str], name: str) -> Row:
    if not is_true(query, "pageinate"):
        return {"record_count": len(rows), name: rows[: int(query.get("count") or USUAL_COUNT)]}
    size = min(int(query.get("page_size") or USUAL_PAGE), LARGEST_PAGE)
    number = int(query.get("page_no") or 1)
    shown = rows[(number - 1) * size : number * size]
    return {"page_no": number, "page_size": size, "record_count": len(rows), name: shown}


def ordered(rows: Iterable[Row], query: Mapping[str, str]) -> list[Row]:
    return sorted(rows, key=itemgetter(query.get("order") or "id"), reverse=is_true(query, "orderdesc"))


def _active(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not row["inactive"]]


def _filters(query: Mapping[str, str], *, searches_references: bool) -> list[Callable[[Row], bool]]:
    found: list[Callable[[Row], bool]] = []
    if is_true(query, "open_only"):
        found.append(lambda row: not row["hasbeenclosed"])
    if is_true(query, "closed_only"):
        found.append(lambda row: bool(row["hasbeenclosed"]))
    if since := query.get("lastupdatefromdate"):
        moment = written(_moment(since))  # times in one format are in the order of their texts
        found.append(lambda row: row["last_update"] >= moment)
    if words := query.get("search_summary"):
        found.append(lambda row: words.casefold() in row["summary"].casefold())
    if anything := query.get("search"):
        searched = ("summary", "details", *(("third_party_id_string",) if searches_references else ()))
        found.append(lambda row: any(anything.casefold() in row[name].casefold() for name in searched))
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


LISTS: Mapping[str, Callable[[Tenant, Mapping[str, str]], Any]] = {
    "client": clients,
    "users": users,
    "status": statuses,
    "priority": priorities,
    "team": lambda tenant, query: tenant.teams,
    "agent": lambda tenant, query: tenant.agents,
    "outcome": lambda tenant, query: tenant.outcomes,
    "tickettype": lambda tenant, query: tenant.ticket_types,
    "actions": actions,
}
