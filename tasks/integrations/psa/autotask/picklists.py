"""The tenant's own values of fields such as status, queue and who reads a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from tasks.integrations.psa.autotask.api import AutotaskApi
from tasks.integrations.psa.autotask.values import id_of, text
from tasks.integrations.psa.errors import RemoteUnavailable
from tasks.integrations.psa.port import Cache

TICKET_FIELDS = ("status", "priority", "queueID")
NOTE_FIELDS = ("noteType", "publish")
_FIELDS = {"Tickets": TICKET_FIELDS, "TicketNotes": NOTE_FIELDS}
_KEPT_SECONDS = 600.0
"""A value that the tenant removes is offered and used for so long at most."""


@dataclass(frozen=True)
class Value:
    id: str
    label: str
    is_active: bool = True
    is_default: bool = False


class Picklists:
    """Reads picklists and keeps them for ten minutes for all workers, without the other fields, which are many."""

    def __init__(self, api: AutotaskApi, cache: Cache) -> None:
        self._api, self._cache = api, cache
        self._read: dict[str, Mapping[str, Sequence[Value]]] = {}

    def values(self, entity: str, field: str) -> Sequence[Value]:
        """All values, also inactive ones, in the tenant's order."""
        if entity not in self._read:
            self._read[entity] = self._kept(entity) or self._fetched(entity)
        return self._read[entity].get(field, ())

    def active(self, entity: str, field: str) -> Sequence[Value]:
        return [value for value in self.values(entity, field) if value.is_active]

    def label(self, entity: str, field: str, value: str | None) -> str:
        """Empty for an id that the picklist does not have."""
        return next((one.label for one in self.values(entity, field) if one.id == value), "")

    def default(self, entity: str, field: str) -> str | None:
        return next((one.id for one in self.active(entity, field) if one.is_default), None)

    def _kept(self, entity: str) -> Mapping[str, Sequence[Value]] | None:
        kept = self._cache.get(self._name(entity))
        if kept is None:
            return None
        return {field: [Value(**value) for value in values] for field, values in orjson.loads(kept).items()}

    def _fetched(self, entity: str) -> Mapping[str, Sequence[Value]]:
        content = self._api.get(f"/{entity}/entityInformation/fields")
        fields = content.get("fields") if isinstance(content, Mapping) else None
        if not isinstance(fields, list):
            raise RemoteUnavailable
        found = {
            text(field, "name"): _values(field)
            for field in fields
            if isinstance(field, Mapping) and text(field, "name") in _FIELDS[entity]
        }
        kept = {field: [asdict(value) for value in values] for field, values in found.items()}
        self._cache.put(self._name(entity), orjson.dumps(kept).decode(), seconds=_KEPT_SECONDS)
        return found

    def _name(self, entity: str) -> str:
        return f"picklists:{entity}:{self._api.zone.tenant}"


def _values(field: Mapping[str, Any]) -> list[Value]:
    rows = field.get("picklistValues")
    rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    rows.sort(key=lambda row: row["sortOrder"] if isinstance(row.get("sortOrder"), int) else 0)
    return [
        Value(
            id=found,
            label=text(row, "label"),
            is_active=row.get("isActive") is not False,
            is_default=row.get("isDefaultValue") is True,
        )
        for row in rows
        if (found := id_of(row, "value")) is not None
    ]
