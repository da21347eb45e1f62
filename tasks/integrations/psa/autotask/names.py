"""The names behind the ids that tickets and notes have."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.integrations.psa.autotask.api import AutotaskApi, where
from tasks.integrations.psa.autotask.values import Row, own_id, text

_AT_ONCE = 200
"""Autotask takes at most 500 values."""
_FIELDS = {
    "Companies": ("id", "companyName"),
    "Contacts": ("id", "firstName", "lastName"),
    "Resources": ("id", "firstName", "lastName"),
}


class Names:
    """Looks up the names of companies, contacts and resources, each once for this object."""

    def __init__(self, api: AutotaskApi) -> None:
        self._api = api
        self._known: dict[str, dict[str, str]] = {entity: {} for entity in _FIELDS}

    def learn(self, entity: str, ids: Iterable[str | None]) -> None:
        """Look up those that are not known yet, in as few calls as possible."""
        known = self._known[entity]
        missing = sorted({one for one in ids if one is not None} - known.keys(), key=int)
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            wanted = where("in", "id", [int(one) for one in some])
            rows = self._api.rows(entity, wanted, fields=_FIELDS[entity])
            known |= dict.fromkeys(some, "") | {own_id(row): name_of(row) for row in rows}

    def of(self, entity: str, one: str | None) -> str:
        """Empty for what Autotask does not have (any more)."""
        if one is None:
            return ""
        self.learn(entity, [one])
        return self._known[entity].get(one, "")


def name_of(row: Row) -> str:
    """A company's name, or a person's first and last name."""
    return text(row, "companyName") or f"{text(row, 'firstName')} {text(row, 'lastName')}".strip()
