"""Calls to one tenant's Autotask: in its zone, with its three headers, and with our errors for its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.integrations.outgoing import AddressForbidden
from tasks.integrations.psa.autotask.answers import failure_of, item_of, items_of, next_page_of, refusals
from tasks.integrations.psa.autotask.values import Row, id_of
from tasks.integrations.psa.autotask.zone import Zone, same_origin
from tasks.integrations.psa.errors import OptionMissing, OutcomeUnknown, RemoteUnavailable
from tasks.integrations.psa.http import PsaHttp, Response
from tasks.integrations.psa.port import Cache, Connection

PAGE = 500
"""Items, the most that Autotask gives at once."""

Filter = Mapping[str, Any]


def where(op: str, field: str, value: Any = None) -> Filter:
    """One condition (REST_Basic_Query_Calls)."""
    return {"op": op, "field": field} if value is None else {"op": op, "field": field, "value": value}


def either(*conditions: Filter) -> Filter:
    return {"op": "or", "items": list(conditions)}


@dataclass(frozen=True, kw_only=True)
class Page:
    rows: Sequence[Row]
    following: str | None
    """The next page's address, which is in the tenant's zone; None on the last page."""


class AutotaskApi:
    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        self._http, self.zone = http, Zone(connection, http, cache)
        credentials = connection.credentials
        self._headers = {
            "ApiIntegrationCode": credentials.get("integration_code", ""),
            "UserName": credentials.get("username", ""),
            "Secret": credentials.get("secret", ""),
            "Content-Type": "application/json",
        }

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def item(self, path: str, *, of_ticket: bool = False) -> Row | None:
        """None for `{"item": null}`; an answer of 404 raises TicketNotFound or ValidationFailed."""
        return item_of(self._call("GET", path, of_ticket=of_ticket))

    def create(self, path: str, fields: Mapping[str, Any], *, of_ticket: bool = False) -> str:
        """The id of what was created.  Raises OutcomeUnknown if it may have been, and no answer says so."""
        content = self._call("POST", path, json=fields, is_write=True, of_ticket=of_ticket)
        created = id_of(content, "itemId") if isinstance(content, Mapping) else None
        if created is None:
            raise OutcomeUnknown
        return created

    def change(self, path: str, fields: Mapping[str, Any], *, of_ticket: bool = False) -> None:
        """A change of named fields, which may be repeated: a lost answer is a RemoteUnavailable."""
        self._call("PATCH", path, json=fields, of_ticket=of_ticket)

    def page(
        self,
        entity: str,
        *conditions: Filter,
        fields: Sequence[str] = (),
        most: int = PAGE,
        following: str | None = None,
    ) -> Page:
        """One page, by id ascending, which is the only order that Autotask has.  `following` is from the last page."""
        query: dict[str, Any] = {"MaxRecords": most, "filter": list(conditions) or [where("exist", "id")]}
        if fields:
            query["IncludeFields"] = list(fields)
        content = self._call("POST", f"/{entity}/query", json=query, url=following)
        after = next_page_of(content)
        if after is not None and not same_origin(after, self.zone.base()):
            raise AddressForbidden
        return Page(rows=items_of(content), following=after)

    def rows(
        self, entity: str, *conditions: Filter, fields: Sequence[str] = (), most: int = PAGE, pages: int | None = None
    ) -> Iterator[Row]:
        """All items, or those of the first `pages`."""
        following, read = None, 0
        while pages is None or read < pages:
            page = self.page(entity, *conditions, fields=fields, most=most, following=following)
            yield from page.rows
            following, read = page.following, read + 1
            if following is None:
                return

    def _call(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        url: str | None = None,
        is_write: bool = False,
        of_ticket: bool = False,
    ) -> Any:
        """The parsed answer of a success.  `url` stands for the zone's base and `path`."""
        zone = self.zone.base()
        response = self._send(method, url or zone + path, json=json, is_write=is_write)
        if response.status == 401 and (moved := self.zone.moved_from(zone)):
            if url:  # The address of a page in the zone that it left.
                raise RemoteUnavailable
            response = self._send(method, moved + path, json=json, is_write=is_write)
        failure = failure_of(
            response, said=_said(response), sent=tuple(json or ()), is_write=is_write, of_ticket=of_ticket
        )
        if failure:
            raise failure
        return response.content

    def _send(self, method: str, url: str, *, json: Mapping[str, Any] | None, is_write: bool) -> Response:
        response = self._http.call(
            method,
            url,
            headers=self._headers,
            json=json,
            is_write=is_write,
            is_change=method == "PATCH",
            trusts_500=True,
        )
        if response.status == 405 and "/query/next" in url and method == "POST":
            # Sources disagree on the verb for further pages of a query that was posted.
            return self._send("GET", url, json=None, is_write=False)
        return response


def _said(response: Response) -> str:
    """What Autotask says about a failure."""
    said = " ".join(refusals(response.content))
    if not said and isinstance(response.content, Mapping):
        said = str(response.content.get("Message") or response.content.get("message") or "")
    return said


def picked(options: Mapping[str, str], name: str) -> str:
    """The id that an admin picked.  Raises OptionMissing."""
    value = options.get(name)
    if not value:
        raise OptionMissing
    return value
