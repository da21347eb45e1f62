"""The simulator: who may call, and which function answers."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.outside.psa.base import Simulator
from tests.outside.psa.connectwise import callbacks, entries, page, seeds, tickets
from tests.outside.psa.connectwise.callbacks import Callback
from tests.outside.psa.connectwise.problems import Problem
from tests.outside.psa.connectwise.tenant import Tenant
from tests.outside.psa.exchange import Reply, Request, json_reply

MEDIA_TYPE = "application/vnd.connectwise.com+json; version=2026.1"
ROUTER = "v4_6_release/"
"""The code base that always leads to the tenant's current one."""

_API = re.compile(r"/(?P<codebase>[^/]+/)apis/3\.0(?P<path>/.+)")
_COMPANY_INFO = re.compile(r"/login/companyinfo/(?P<company>[^/]+)", re.IGNORECASE)
_CODES = {401: "Unauthorized", 403: "Security", 404: "NotFound", 409: "ObjectExists"}


class ConnectWiseSimulator(Simulator):
    """`tenant` is its data; it is a new one after `reset`."""

    name = "connectwise"

    def clear(self) -> None:
        self.tenant = Tenant()
        seeds.furnish(self.tenant)

    def seed(self, name: str, **options: Any) -> None:
        {"demo": seeds.demo, "tickets": seeds.tickets}[name](self.tenant, **options)

    def kept(self) -> Any:
        return self.tenant.tables

    def keep(self, data: Any) -> None:
        tables = {kind: {int(number): record for number, record in table.items()} for kind, table in data.items()}
        self.tenant = Tenant(tables=tables)

    def error(self, status: int, message: str) -> Reply:
        if status == 429:
            return json_reply({"error": "ConnectWiseAPI", "message": message}, status)
        return json_reply({"code": _CODES.get(status, "InternalError"), "message": message, "errors": None}, status)

    def answer(self, request: Request) -> Reply:
        if request.path == "/":
            return page.shown(self.tenant)
        if match := _COMPANY_INFO.fullmatch(request.path):
            return self._company_info(unquote(match["company"]))
        match = _API.fullmatch(request.path)
        if match is None or match["codebase"].lower() not in (ROUTER, self.tenant.codebase):
            lost = b"<html><body><h2>404 - File or directory not found.</h2></body></html>"
            return Reply(status=404, body=lost, media_type="text/html")
        try:
            self._admit(request)
            if request.path in (callbacks.KEY_PATH, callbacks.FILE_PATH):
                return json_reply({"signing_key": self._signing_key(request.path)})
            reply = self._routed(replace(request, path=match["path"]))
        except Problem as problem:
            reply = problem.reply()
        number = f"{len(self.received) + 1:08x}-0000-4000-8000-000000000000"
        headers = {"x-cw-request-id": number, "x-server-name": "PSA-1", "api-current-version": "2026.1"}
        media_type = MEDIA_TYPE if reply.status < 400 else reply.media_type
        return replace(reply, media_type=media_type, headers={**reply.headers, **headers})

    def callback(
        self,
        ticket_id: int,
        *,
        action: str = "updated",
        company_id: str | None = None,
        key_url: str | None = None,
        signing_key: str | None = None,
        kind: str = "ticket",
    ) -> Callback:
        """What the tenant sends about a ticket.  Another `signing_key` makes the signature wrong."""
        return callbacks.make(
            ticket_id,
            action=action,
            company_id=company_id or self.tenant.company_id,
            key_url=key_url or self.url + callbacks.KEY_PATH,
            signing_key=signing_key or self.tenant.signing_key,
            kind=kind,
        )

    def _company_info(self, company: str) -> Reply:
        """Needs no login.  An unknown company is 200 with `null`."""
        if company.lower() != self.tenant.company_id.lower():
            return json_reply(None)
        return json_reply(
            {
                "CompanyName": self.tenant.company_id.title(),
                "Codebase": self.tenant.codebase,
                "VersionCode": self.tenant.codebase.rstrip("/"),
                "CompanyID": self.tenant.company_id,
                "IsCloud": True,
                "SiteUrl": self.tenant.site or urlsplit(self.url).netloc,
            }
        )

    def _signing_key(self, path: str) -> str:
        return self.tenant.signing_key if path == callbacks.KEY_PATH else callbacks.OTHER_KEY

    def _admit(self, request: Request) -> None:
        if request.headers.get("clientid") != self.tenant.client_id:
            raise Problem(403, "Forbidden", "A valid clientId is required")
        tenant = self.tenant
        if _login(request) != (f"{tenant.company_id}+{tenant.public_key}", tenant.private_key):
            if tenant.hides_bad_keys:
                raise Problem(404, "NotFound", "Not found")
            raise Problem(401, "Unauthorized", "The company, the public key or the private key is wrong")

    def _routed(self, request: Request) -> Reply:
        if any(part in request.path for part in self.tenant.denied):
            raise Problem(403, "Security", "You do not have permission to use this resource")
        for routes in (tickets.routes, entries.routes):
            if found := routes.find(request.method, request.path):
                handler, parts = found
                reply: Reply = handler(self.tenant, request, **parts)
                return reply
        if any(routes.has_path(request.path) for routes in (tickets.routes, entries.routes)):
            raise Problem(405, "MethodNotAllowed", "This path has no such method")
        raise Problem(404, "NotFound", "There is no such path")


def _login(request: Request) -> tuple[str, str] | None:
    """The name and the password of a Basic header."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if scheme.lower() == "basic" else None
