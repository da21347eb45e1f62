"""The server: zones, the three headers, limits, and which function answers which call."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from tests.outside.psa.autotask import query, rules, webhooks
from tests.outside.psa.autotask.entities import FIELDS, described
from tests.outside.psa.autotask.query import Refused
from tests.outside.psa.autotask.store import Row, Store, demo, many
from tests.outside.psa.base import Simulator
from tests.outside.psa.exchange import Reply, Request, json_reply
from tests.outside.psa.routes import Handler, Routes

USER, SECRET, INTEGRATION_CODE = "flowpilot@contoso.test", "autotask-secret-of-the-user", "INTEGRATIONCODE0000000001"
MOST_AT_ONCE = 3
HOURLY_CALLS = 10_000

_ADDRESS = re.compile(r"(?P<zone>/zone\d+)?/atservicesrest/v1\.0(?P<rest>/.*)", re.IGNORECASE)
_NO_PERMISSION = "The logged in Resource does not have the adequate permissions to {} this entity type."

routes = Routes()


class AutotaskSimulator(Simulator):
    """Autotask with one tenant.

    `zone` is its place in the server's addresses (`move`).  `denied` are pairs of an entity and query, create or
    update that the API user may not do.  `calls_made` counts towards the hourly limit.  `store` is the data.
    """

    name = "autotask"
    credentials: Mapping[str, str] = {"username": USER, "secret": SECRET, "integration_code": INTEGRATION_CODE}
    """A reset makes them these again."""

    def clear(self) -> None:
        self.store = Store()
        self.credentials = type(self).credentials
        self.zone = "/zone3"
        self.calls_made = 0
        self.denied: set[tuple[str, str]] = set()
        self.has_slash = True
        """Whether the zone's address ends in a slash, which it does only sometimes."""
        self.missing_is_404 = False
        """How a ticket that does not exist is answered: both ways have been seen."""
        self.next_page_verb = "POST"
        self.next_page_host: str | None = None
        """Another host in the address of the next page, as no decent server sends it."""
        self.zone_url: str | None = None
        """Another address of the zone."""
        self.kept_status: int | None = None
        """A workflow rule that sets this status after each change."""
        self.refuse_with: str | None = None
        """A text with which all calls are refused."""
        self.contains: Literal["works", "late", "refused"] = "works"
        """Late: it finds nothing, as if an index were behind."""

    def seed(self, name: str, **options: Any) -> None:
        if name == "tickets":
            many(self.store, **options)
        else:
            {"demo": demo}[name](self.store)

    def error(self, status: int, message: str) -> Reply:
        """A fault of the server has no list of errors; a refusal has one (`refusal`)."""
        return json_reply({"Message": message}, status) if status >= 500 else refusal(status, message)

    def move(self) -> None:
        """The tenant is in another zone from now on."""
        self.zone = "/zone4" if self.zone == "/zone3" else "/zone3"

    def send_webhook(self, url: str, body: bytes, *, secret: str) -> int:
        """Post it as Autotask does.  The status of the answer."""
        return webhooks.send(url, body, secret=secret)

    # -- how a call is answered

    def answer(self, request: Request) -> Reply:
        address = _ADDRESS.fullmatch(request.path)
        if address is None:
            return Reply(status=404, body=b"<html>Not found</html>", media_type="text/html")
        if address["rest"].lower() == "/zoneinformation" and request.method == "GET":
            return self._zone_information(request)
        if refused := self._refused(request, address["zone"] or ""):
            return refused
        found = routes.find(request.method, address["rest"])
        if found is None:
            return self._no_route(request, address["rest"])
        return self._handled(request, *found)

    def _handled(self, request: Request, handler: Handler, parts: Mapping[str, str]) -> Reply:
        try:
            if self.refuse_with is not None:
                raise Refused(self.refuse_with)
            return json_reply(handler(self, request, **parts))
        except Refused as error:
            return refusal(error.status, *error.texts)

    def _zone_information(self, request: Request) -> Reply:
        if request.query.get("user", "").lower() != self.credentials["username"]:
            return refusal(500, "Zone information could not be determined for the user.")
        url = self.zone_url or f"{self.url}{self.zone}/atservicesrest{'/' if self.has_slash else ''}"
        return json_reply({"zoneName": "America East", "url": url, "webUrl": f"{self.url}/", "ci": 20264})

    def _refused(self, request: Request, zone: str) -> Reply | None:
        """401 without the three headers or in a zone that is not the tenant's, 429 above a limit."""
        names = {"username": "username", "secret": "secret", "apiintegrationcode": "integration_code"}
        if any(request.headers.get(header) != self.credentials[name] for header, name in names.items()):
            return refusal(401, "The user name, the secret or the integration code is not valid.")
        if zone.lower() != self.zone:
            return refusal(401, "The user is not in this zone.")
        self.calls_made += 1
        if self.calls_made > HOURLY_CALLS:
            return refusal(429, "The request threshold of this database is exceeded.")
        if self._in_flight > MOST_AT_ONCE:
            return refusal(429, "The thread threshold of this endpoint is exceeded.")
        return None

    def _no_route(self, request: Request, rest: str) -> Reply:
        if not routes.has_path(rest):
            return refusal(404, "No resource was found for this address.")
        return json_reply({"Message": f"The requested resource does not support http method '{request.method}'."}, 405)

    def may(self, entity: str, action: str) -> None:
        if (entity, action) in self.denied:
            raise Refused(_NO_PERMISSION.format(action))

    def ticket(self, ticket_id: Any) -> Row:
        """Raises Refused with 404."""
        row = self.store.tables["Tickets"].get(int(ticket_id)) if str(ticket_id).isdecimal() else None
        if row is None:
            raise Refused("The ticket does not exist.", status=404)
        return row


def refusal(status: int, *texts: str) -> Reply:
    return json_reply({"errors": list(texts)}, status)


def _body(request: Request) -> dict[str, Any]:
    try:
        body = request.json
    except ValueError as error:
        raise Refused("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refused("The body is not an object.")
    return body


def _entity(name: str) -> str:
    found = next((one for one in FIELDS if one.lower() == name.lower()), None)
    if found is None:
        raise Refused("No resource was found for this address.", status=404)
    return found


@routes("GET", "/ThresholdInformation")
def threshold(psa: AutotaskSimulator, request: Request) -> Any:
    psa.may("ThresholdInformation", "query")
    return {
        "externalRequestThreshold": HOURLY_CALLS,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": psa.calls_made,
    }


@routes("GET", "/{entity}/entityInformation")
def information(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    name = _entity(entity)
    access = {
        f"userAccessFor{action.title()}": "None" if (name, action) in psa.denied else "All"
        for action in ("create", "query", "update")
    }
    return {"info": {"name": name, "canCreate": True, "canQuery": True, "canUpdate": True, **access}}


@routes("GET", "/{entity}/entityInformation/fields")
def fields(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    name = _entity(entity)
    return {"fields": described(name, psa.store.picklists.get(name, {}))}


@routes("POST", "/Tickets")
def create_ticket(psa: AutotaskSimulator, request: Request) -> Any:
    psa.may("Tickets", "create")
    body = _body(request)
    rules.check_ticket(psa.store, body)
    return {"itemId": psa.store.add_ticket(body)["id"]}


@routes("PATCH", "/Tickets")
def change_ticket(psa: AutotaskSimulator, request: Request) -> Any:
    psa.may("Tickets", "update")
    body = _body(request)
    row = psa.ticket(body.get("id"))
    rules.check_change(psa.store, body)
    row |= {name: body[name] for name in FIELDS["Tickets"] if name in body}
    if psa.kept_status is not None:
        row["status"] = psa.kept_status
    psa.store.touch(row["id"])
    return {"itemId": row["id"]}


@routes("POST", "/Tickets/{ticket_id}/Notes")
def create_note(psa: AutotaskSimulator, request: Request, ticket_id: str) -> Any:
    psa.may("TicketNotes", "create")
    row, body = psa.ticket(ticket_id), _body(request)
    rules.check_note(psa.store, body, ticket_id=row["id"])
    return {"itemId": psa.store.add_note(row["id"], body)["id"]}


@routes("POST", "/TimeEntries")
def create_time(psa: AutotaskSimulator, request: Request) -> Any:
    psa.may("TimeEntries", "create")
    body = _body(request)
    rules.check_time(psa.store, body)
    psa.store.touch(body["ticketID"])
    return {"itemId": psa.store.add("TimeEntries", body)["id"]}


@routes("POST", "/{entity}/query")
def search(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    return _page(psa, _entity(entity), _body(request), after=0)


@routes("GET", "/{entity}/query")
def search_in_address(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    return _page(psa, _entity(entity), query.search_in(request.query.get("search", "")), after=0)


@routes("GET", "/Tickets/{ticket_id}")
def get_ticket(psa: AutotaskSimulator, request: Request, ticket_id: str) -> Any:
    psa.may("Tickets", "query")
    if psa.missing_is_404:
        return {"item": psa.ticket(ticket_id)}
    return {"item": psa.store.tables["Tickets"].get(int(ticket_id))}


@routes("GET", "/Resources/{resource_id}")
def get_resource(psa: AutotaskSimulator, request: Request, resource_id: str) -> Any:
    return {"item": psa.store.tables["Resources"].get(int(resource_id))}


@routes("POST", "/{entity}/query/count")
def count(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    name = _entity(entity)
    matches = query.test_of(name, _body(request).get("filter"))
    return {"queryCount": sum(matches(row) for row in psa.store.rows(name))}


@routes("POST", "/{entity}/query/next")
def next_page(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    return _next(psa, request, entity)


@routes("GET", "/{entity}/query/next")
def next_page_read(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    return _next(psa, request, entity)


def _next(psa: AutotaskSimulator, request: Request, entity: str) -> Any:
    if request.method != psa.next_page_verb:
        raise Refused("The requested resource does not support this http method.", status=405)
    paging = query.search_in(request.query.get("paging", ""))
    return _page(psa, _entity(entity), query.search_in(request.query.get("search", "")), after=int(paging["lastId"]))


def _page(psa: AutotaskSimulator, entity: str, search: Mapping[str, Any], *, after: int) -> Any:
    psa.may(entity, "query")
    found, last = query.page(entity, psa.store.rows(entity), search, after=after)
    if psa.contains != "works" and '"contains"' in json.dumps(search):
        if psa.contains == "refused":
            raise Refused("This field cannot be searched.")
        found, last = [], None
    following = None
    if last is not None:
        host = psa.next_page_host or psa.url
        paging = {"paging": json.dumps({"lastId": last}), "search": json.dumps(search)}
        following = f"{host}{psa.zone}/atservicesrest/v1.0/{entity}/query/next?{urlencode(paging)}"
    details = {"count": len(found), "requestCount": 500, "prevPageUrl": None, "nextPageUrl": following}
    return {"items": found, "pageDetails": details}
