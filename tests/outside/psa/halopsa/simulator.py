"""The calls of HaloPSA: who may make them, and what becomes of them."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from typing import Any, ClassVar

from tests.outside.psa.base import Simulator
from tests.outside.psa.exchange import Reply, Request, json_reply
from tests.outside.psa.halopsa import data, reads, writes
from tests.outside.psa.routes import Routes

CLIENT_ID, CLIENT_SECRET, TENANT = "halo-app-5c1e", "halo-secret-9d7f2b", "acme"
LIMIT_SECONDS = 300.0
LIMIT_TEXT = "Rate Limit Reached - 300 Requests per rolling 5 minute window"

route = Routes()


class HaloSimulator(Simulator):
    name = "halopsa"
    open_paths: ClassVar = {"/api/authinfo", "/auth/token"}

    def clear(self) -> None:
        self.tenant = data.Tenant()
        self.tenant_name = TENANT
        self.client_secret = CLIENT_SECRET
        self.token_seconds = 3_600.0
        self.limit: int | None = None
        """Calls in five minutes; None for as many as anybody likes."""
        self.hides_missing = False
        """200 with an empty object for a ticket that is not there, instead of 404."""
        self.keeps_status = False
        """A new status is accepted, and a rule of the tenant sets the old one again."""
        self.answers_lists = False
        """A POST is answered with 200 and a list of one object, instead of 201 and the object."""
        self.searches_references = True
        """The search finds what stands in `third_party_id_string`."""
        self.wrong_tenant_status = 404
        self.auth_url: str | None = None
        """What authinfo says; None: the simulator's own."""
        self.forbidden_outcomes: set[int] = set()
        self.forbidden_paths: set[str] = set()
        """In lower case: what the agent of the API application has no right to, such as `/api/outcome`."""
        self._tokens: dict[str, float] = {}
        self._calls: deque[float] = deque()

    def seed(self, name: str, **options: Any) -> None:
        {"demo": data.demo, "tickets": data.many_tickets}[name](self.tenant, **options)

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def error(self, status: int, message: str) -> Reply:
        """In one of the ways in which HaloPSA writes errors, a fixed one for each status."""
        written: dict[int, Reply] = {
            400: json_reply({"ClassName": "System.Exception", "Message": message, "Data": None}, 400),
            401: json_reply({"error": "invalid_token", "error_description": message}, 401),
            403: Reply(status=403, body=message.encode(), media_type="text/plain"),
            404: _page(404, message),
            429: Reply(status=429, body=LIMIT_TEXT.encode(), media_type="text/plain"),
            500: json_reply({"resultCode": 500, "errorMessage": message}, 500),
        }
        return written.get(status) or json_reply({"message": message}, status)

    def answer(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        found = route.find(request.method, request.path)
        if found is None:
            return self.error(405 if route.has_path(request.path) else 404, "There is no such call.")
        handler, parts = found
        try:
            reply: Reply = handler(self, request, **parts)
        except writes.Refused as refusal:
            return self.error(refusal.status, refusal.message)
        except json.JSONDecodeError:
            return self.error(400, "The body is not JSON.")
        return reply

    def _refused(self, request: Request) -> Reply | None:
        if self._is_over_limit():
            return self.error(429, LIMIT_TEXT)
        if request.path.lower() in self.open_paths:
            return None
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0.0) <= time.monotonic():
            return self.error(401, "The access token expired or is unknown.")
        if request.path.lower() in self.forbidden_paths:
            return self.error(403, "You do not have permission to view this area.")
        return None

    def _is_over_limit(self) -> bool:
        now = time.monotonic()
        while self._calls and self._calls[0] <= now - LIMIT_SECONDS:
            self._calls.popleft()
        if self.limit is not None and len(self._calls) >= self.limit:
            return True
        self._calls.append(now)
        return False

    def new_token(self) -> str:
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + self.token_seconds
        return token

    def saved(self, row: data.Row) -> Reply:
        return json_reply([row]) if self.answers_lists else json_reply(row, 201)


def _page(status: int, message: str) -> Reply:
    html = f"<!DOCTYPE html><html><head><title>{status}</title></head><body><h2>{message}</h2></body></html>"
    return Reply(status=status, body=html.encode(), media_type="text/html")


@route("GET", "/api/authinfo")
def _authinfo(halo: HaloSimulator, request: Request) -> Reply:
    return json_reply(
        {"auth_url": halo.auth_url or f"{halo.url}/auth/", "tenant_id": halo.tenant_name, "licence": "PSA"}
    )


@route("POST", "/auth/token")
def _token(halo: HaloSimulator, request: Request) -> Reply:
    form = request.form
    if request.query.get("tenant") != halo.tenant_name:
        return _page(halo.wrong_tenant_status, "The page was not found.")
    if form.get("grant_type") != "client_credentials":
        return json_reply({"error": "unsupported_grant_type"}, 400)
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, halo.client_secret):
        return json_reply({"error": "invalid_client"}, 400)
    content = {"access_token": halo.new_token(), "token_type": "Bearer", "expires_in": int(halo.token_seconds)}
    return json_reply({**content, "scope": form.get("scope", "")})


@route("GET", "/api/Agent/me")
def _me(halo: HaloSimulator, request: Request) -> Reply:
    return json_reply(halo.tenant.agents[0])


@route("GET", "/api/Tickets")
def _tickets(halo: HaloSimulator, request: Request) -> Reply:
    return json_reply(reads.tickets(halo.tenant, request.query, searches_references=halo.searches_references))


@route("GET", "/api/Tickets/{ticket_id}")
def _ticket(halo: HaloSimulator, request: Request, ticket_id: str) -> Reply:
    row = halo.tenant.tickets.get(int(ticket_id)) if ticket_id.isdigit() else None
    if row is None or row["deleted"]:
        return json_reply({}) if halo.hides_missing else halo.error(404, "The ticket was not found.")
    return json_reply(reads.ticket(halo.tenant, row))


@route("POST", "/api/Tickets")
def _save_ticket(halo: HaloSimulator, request: Request) -> Reply:
    given = writes.one_of(request.json, writes.TICKET_FIELDS)
    saved = writes.save_ticket(halo.tenant, given, keeps_status=halo.keeps_status)
    return halo.saved(reads.ticket(halo.tenant, saved))


@route("POST", "/api/Actions")
def _save_action(halo: HaloSimulator, request: Request) -> Reply:
    given = writes.one_of(request.json, writes.ACTION_FIELDS)
    return halo.saved(writes.save_action(halo.tenant, given, forbidden_outcomes=halo.forbidden_outcomes))


@route("GET", "/api/{name}")
def _list(halo: HaloSimulator, request: Request, name: str) -> Reply:
    found = reads.LISTS.get(name.lower())
    return json_reply(found(halo.tenant, request.query)) if found else halo.error(404, "There is no such call.")
