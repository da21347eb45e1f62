"""One call to a tenant's HaloPSA: signed in, and its answer as rows or as one of our errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from tasks.integrations.psa.errors import OutcomeUnknown, RemoteUnavailable
from tasks.integrations.psa.halopsa.faults import failure
from tasks.integrations.psa.halopsa.fields import Row, rows_of
from tasks.integrations.psa.halopsa.tokens import Tokens
from tasks.integrations.psa.http import PsaHttp, Response
from tasks.integrations.psa.port import Cache, Connection

Query = Mapping[str, str | int]


class HaloApi:
    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        self._base = root_of(connection.base_url)
        self._http = http
        self.tokens = Tokens(self._base, connection, http, cache)

    def get(self, path: str, query: Query | None = None, *, about_ticket: bool = False) -> Any:
        """The answer's JSON."""
        content = self._call("GET", path, query=query, is_write=False, about_ticket=about_ticket).content
        if content is None:
            raise RemoteUnavailable
        return content

    def rows(self, path: str, query: Query | None = None) -> Sequence[Row]:
        return rows_of(self.get(path, query))

    def save(self, path: str, item: Row, *, is_write: bool) -> Row:
        """Create or update one object, and what HaloPSA says that it is now: alone, or in a list, or in neither.

        `is_write` as in `PsaHttp.call`.
        """
        response = self._call(
            "POST", path, json=[item], is_write=is_write, about_ticket="id" in item or "ticket_id" in item
        )
        content = response.content
        saved = content[0] if isinstance(content, list) and content else content
        if not isinstance(saved, Mapping):
            raise OutcomeUnknown if is_write else RemoteUnavailable
        return saved

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        json: Any = None,
        is_write: bool,
        about_ticket: bool,
    ) -> Response:
        def send(token: str) -> Response:
            return self._http.call(
                method,
                f"{self._base}/api/{path}",
                headers={"Authorization": f"Bearer {token}"},
                query=query,
                json=json,
                is_write=is_write,
                is_change=method != "GET",
                trusts_500=True,
            )

        first = self.tokens.current()
        response = send(first)
        if response.status == 401:
            response = send(self.tokens.instead_of(first))
        if response.is_success:
            return response
        raise failure(response, is_write=is_write, about_ticket=about_ticket)


def root_of(url: str) -> str:
    """The address without what people copy along with it: the API's path, a query, a slash."""
    parts = urlsplit(url.strip())
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/api')}"
