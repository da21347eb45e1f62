"""Calls to one tenant's API: where it is, who we are, pages, and refusals as our errors."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import structlog

from tasks.integrations.outgoing import AddressForbidden, Redirected
from tasks.integrations.psa.connectwise.addresses import ROUTER, api_origin, codebase_of
from tasks.integrations.psa.connectwise.refusals import code_of, failure
from tasks.integrations.psa.errors import OutcomeUnknown, RemoteUnavailable, WrongCompany, WrongCredentials
from tasks.integrations.psa.http import PsaHttp, Response
from tasks.integrations.psa.port import Cache, Connection

log = structlog.get_logger(__name__)

PAGE = 1_000
"""The most that one answer has."""
MOST_PAGES = 100
"""Of a look-up, so that a tenant with a fault does not occupy a worker for ever."""
CODEBASE_SECONDS = 12 * 3_600.0

_NEXT = re.compile(r"""rel\s*=\s*"?next\b""", re.IGNORECASE)
_A_TICKET = re.compile(r"/service/tickets/\d+(/|$)")
_PROBE = "/service/boards"
"""A list that every member who can work with tickets may read."""

Record = Mapping[str, Any]
Query = Mapping[str, str | int]


class Api:
    """`client_id` names the vendor of the program; the connection's own one goes before it."""

    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache, *, client_id: str) -> None:
        self.origin = api_origin(connection.base_url)
        self.company = connection.credentials.get("company_id", "").strip()
        self._http, self._cache = http, cache
        self._client_id = connection.credentials.get("client_id", "").strip() or client_id
        name, secret = (connection.credentials.get(part, "").strip() for part in ("public_key", "private_key"))
        login = base64.b64encode(f"{self.company}+{name}:{secret}".encode()).decode()
        self._login = {"Authorization": f"Basic {login}", "clientId": self._client_id}

    def get(self, path: str, **query: str | int) -> Any:
        return self._call("GET", path, query=query).content

    def record(self, path: str, **query: str | int) -> Record:
        """Raises RemoteUnavailable where the answer is no object with an id."""
        content = self.get(path, **query)
        if not has_id(content):
            raise RemoteUnavailable
        found: Record = content
        return found

    def records(self, path: str, **query: str | int) -> list[Record]:
        return _listed(self.get(path, **query))

    def create(self, path: str, record: Record) -> Record:
        """What was created.  Raises OutcomeUnknown where the answer is no object with an id."""
        content = self._call("POST", path, json=record, is_write=True).content
        if not has_id(content):
            raise OutcomeUnknown
        created: Record = content
        return created

    def replace(self, path: str, field: str, value: Any) -> None:
        """Replace a field as a whole; it may be repeated.

        A path below a field (`status/id`) is accepted by some releases without an effect.
        """
        self._call("PATCH", path, json=[{"op": "replace", "path": field, "value": value}])

    def page(self, path: str, *, fields: str, conditions: str = "", after: int = 0) -> tuple[list[Record], int | None]:
        """The records with ids above `after`, in the order of their ids, and after which id the next page begins.

        Numbered pages would leave records out when others are added or changed between two of them.
        """
        wanted = f"id>{after}" + (f" and ({conditions})" if conditions else "")
        query: Query = {"conditions": wanted, "orderBy": "id asc", "pageSize": PAGE, "fields": fields}
        response = self._call("GET", path, query=query)
        records = _listed(response.content)
        if not records:
            return [], None
        last = max(int(record["id"]) for record in records)
        if last <= after:
            raise RemoteUnavailable("Its pages do not go on.")
        return records, last if _has_more(response, records, PAGE) else None

    def page_back(
        self, path: str, *, conditions: str, before: int | None, size: int
    ) -> tuple[list[Record], int | None]:
        """As `page`, the newest first, with ids below `before`, and before which id the next page begins."""
        older = f"id<{before}" if before is not None else ""
        query: dict[str, str | int] = {"orderBy": "id desc", "pageSize": size}
        if wanted := " and ".join(filter(None, (conditions, older))):
            query["conditions"] = wanted
        response = self._call("GET", path, query=query)
        records = _listed(response.content)
        if not records:
            return [], None
        last = min(int(record["id"]) for record in records)
        if before is not None and last >= before:
            raise RemoteUnavailable("Its pages do not go on.")
        return records, last if _has_more(response, records, size) else None

    def each(self, path: str, *, fields: str, conditions: str = "") -> Iterator[Record]:
        after: int | None = 0
        for _ in range(MOST_PAGES):
            records, after = self.page(path, fields=fields, conditions=conditions, after=after or 0)
            yield from records
            if after is None:
                return

    def company_info(self, origin: str) -> Response:
        """What a site says about the company; it needs no login.  200 with `null` for one that it does not know."""
        url = f"{origin}/login/companyinfo/{quote(self.company, safe='')}"
        return self._http.call("GET", url, headers={}, is_write=False)

    def signing_key(self, url: str) -> str | None:
        """The key that signs callbacks; None where the address has none for our login, or is none that we call.

        Anybody may have written the address, so its faults are none of the connection's.
        """
        try:
            response = self._http.call("GET", url, headers=self._login, is_write=False, needs_json=False)
        except (AddressForbidden, Redirected):
            return None
        key = response.content.get("signing_key") if isinstance(response.content, dict) else None
        return key if response.is_success and isinstance(key, str) and key else None

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        json: Any = None,
        is_write: bool = False,
    ) -> Response:
        """A 404 may mean that the tenant was moved to another code base: then the call is made there, once."""
        if not self._client_id:
            raise WrongCredentials("A clientId is needed, and none is set.")
        codebase = self._codebase()
        response = self._send(method, codebase, path, query, json, is_write=is_write)
        if response.status == 404 and (moved := self._discovered()) != codebase:
            response = self._send(method, moved, path, query, json, is_write=is_write)
        if not response.is_success:
            self._refuse(response, method, path)
        return response

    def _send(
        self, method: str, codebase: str, path: str, query: Query | None, json: Any, *, is_write: bool
    ) -> Response:
        url = f"{self.origin}/{codebase}apis/3.0{path}"
        return self._http.call(
            method, url, headers=self._login, query=query, json=json, is_write=is_write, is_change=method != "GET"
        )

    def _refuse(self, response: Response, method: str, path: str) -> None:
        """Raises PsaFailed."""
        log.info(
            "connectwise refused a call",
            method=method,
            path=path,
            status=response.status,
            code=code_of(response),
            request_id=response.headers.get("x-cw-request-id"),
        )
        is_ticket = bool(_A_TICKET.match(path))
        # Some tenants answer 404 to wrong keys: a ticket is gone only if something else can be read.
        if response.status == 404 and is_ticket and self._is_locked_out():
            raise WrongCredentials
        raise failure(response, is_ticket=is_ticket)

    def _is_locked_out(self) -> bool:
        query: Query = {"pageSize": 1, "fields": "id"}
        return self._send("GET", self._codebase(), _PROBE, query, None, is_write=False).status in (401, 404)

    def _codebase(self) -> str:
        return self._cache.get("codebase") or self._discovered()

    def _discovered(self) -> str:
        """The tenant's code base now.  Raises WrongCompany."""
        response = self.company_info(self.origin)
        if response.is_success and response.content is None:
            raise WrongCompany
        codebase = codebase_of(response.content) if response.is_success else ROUTER
        self._cache.put("codebase", codebase, seconds=CODEBASE_SECONDS)
        return codebase


def has_id(content: Any) -> bool:
    return isinstance(content, dict) and isinstance(content.get("id"), int)


def _has_more(response: Response, records: list[Record], asked: int) -> bool:
    """A tenant may send fewer than asked for, and says so with a link to the next page."""
    return len(records) >= asked or bool(_NEXT.search(response.headers.get("link", "")))


def _listed(content: Any) -> list[Record]:
    if not isinstance(content, list) or not all(map(has_id, content)):
        raise RemoteUnavailable
    return content
