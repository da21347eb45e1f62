"""The URL map as the contract tests walk it: every route of the API with its method and declared access."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.routing import Rule

from web import API_PREFIX
from web.edge.access import Access, declared
from web.edge.application import FlowPilot
from web.edge.identity import SAFE_METHODS

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
"""Where a path has an id."""
NAMES = {"kind": "boards", "code": "0x80070005", "guide_id": "printer-queue-stuck", "version": "1"}
"""Places for a word of a closed set or of the library, or for a number, which is the same for every account."""
ALWAYS_THERE = {"HEAD", "OPTIONS"}
"""Flask adds these; they go the way of GET."""


@dataclass(frozen=True)
class Route:
    """One method of one address; `path` is below /api/v1, with `<uuid:name>` or `<name>` where ids belong."""

    method: str
    path: str
    endpoint: str
    access: Access | None
    id_names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_unsafe(self) -> bool:
        return self.method not in SAFE_METHODS

    def filled(self, ids: Mapping[str, str]) -> str:
        """The path with its ids.  Raises KeyError for a kind of id that the caller does not have."""
        return PLACE.sub(lambda place: NAMES.get(place[1]) or ids[place[1]], self.path)


def api_routes(app: FlowPilot) -> list[Route]:
    """Every route below the API's prefix, those without a declared access included."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(API_PREFIX)]
    return sorted((route for rule in rules for route in _routes(app, rule)), key=str)


def declared_routes(app: FlowPilot) -> list[Route]:
    return [route for route in api_routes(app) if route.access]


def with_ids(routes: Iterable[Route]) -> list[Route]:
    """Those that ask for ids of an account; what a secret link names, its reader need not be of the account to read."""
    return [route for route in routes if route.id_names and route.access and route.access.roles]


def _routes(app: FlowPilot, rule: Rule) -> list[Route]:
    access = declared(app.view_functions[rule.endpoint])
    path, ids = rule.rule.removeprefix(API_PREFIX), frozenset(rule.arguments - NAMES.keys())
    return [Route(method, path, rule.endpoint, access, ids) for method in (rule.methods or set()) - ALWAYS_THERE]
