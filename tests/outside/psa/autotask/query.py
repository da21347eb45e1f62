"""Autotask's queries: a filter of conditions and groups, and pages by id ascending."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.outside.psa.autotask.entities import FIELDS

LARGEST_PAGE = 500
MOST_OR = 500

Row = dict[str, Any]
Test = Callable[[Row], bool]


class Refused(Exception):
    """Something that Autotask does not accept; it answers with `status` and the texts."""

    def __init__(self, *texts: str, status: int = 500) -> None:
        super().__init__(*texts)
        self.texts, self.status = texts, status


def page(
    entity: str, rows: Iterable[Row], search: Mapping[str, Any], *, after: int = 0
) -> tuple[Sequence[Row], int | None]:
    """The next items with an id above `after`, and the last one's id if more follow.  Raises Refused."""
    wanted = {str(key).lower(): value for key, value in search.items()}
    most = wanted.get("maxrecords", LARGEST_PAGE)
    if not isinstance(most, int) or not 1 <= most <= LARGEST_PAGE:
        raise Refused("MaxRecords must be between 1 and 500.")
    matches = test_of(entity, wanted.get("filter"))
    found: list[Row] = []
    for row in rows:  # They are in the order of their ids.
        if row["id"] > after and matches(row):
            if len(found) == most:
                return _only(found, entity, wanted), found[-1]["id"]
            found.append(row)
    return _only(found, entity, wanted), None


def test_of(entity: str, conditions: Any) -> Test:
    """Whether an item meets all conditions.  Raises Refused."""
    if not isinstance(conditions, list) or not conditions:
        raise Refused("Value cannot be null. Parameter name: filter")
    tests = [_test(entity, one) for one in conditions]
    return lambda row: all(test(row) for test in tests)


def _only(rows: list[Row], entity: str, wanted: Mapping[str, Any]) -> list[Row]:
    included = wanted.get("includefields")
    if not included:
        return [{**row, "userDefinedFields": []} for row in rows]
    names = [_field(entity, name) for name in included]
    return [{name: row.get(name) for name in names} for row in rows]


def _field(entity: str, name: Any) -> str:
    """As answers write it; requests may use another case."""
    found = next((one for one in FIELDS[entity] if one.lower() == str(name).lower()), None)
    if found is None:
        raise Refused(f"Unable to find {name} in the {entity} Entity.")
    return found


def _test(entity: str, condition: Any) -> Test:
    if not isinstance(condition, dict):
        raise Refused("The filter is not valid.")
    op = str(condition.get("op", "")).lower()
    if op in {"and", "or"}:
        return _group(entity, op, condition.get("items"))
    field, value = _field(entity, condition.get("field")), condition.get("value")
    if op in {"exist", "notexist"}:
        return lambda row: (row.get(field) is not None) == (op == "exist")
    if op not in _OPERATORS:
        raise Refused(f"The operator {op} is not valid.")
    if value is None:
        raise Refused(f"A value is required for {field}.")
    compare = _OPERATORS[op]
    return lambda row: compare(_comparable(row.get(field)), _comparable(value))


def _group(entity: str, op: str, items: Any) -> Test:
    if not isinstance(items, list) or not items:
        raise Refused("A group needs items.")
    if op == "or" and len(items) > MOST_OR:
        raise Refused("A query may have at most 500 OR conditions.")
    tests, every = [_test(entity, item) for item in items], all if op == "and" else any
    return lambda row: every(test(row) for test in tests)


def _comparable(value: Any) -> Any:
    """Texts are compared without regard to case."""
    return value.lower() if isinstance(value, str) else value


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda one, other: type(one) is type(other) and compare(one, other)


def _in(one: Any, other: Any) -> bool:
    if not isinstance(other, list) or len(other) > MOST_OR:
        raise Refused("A query may have at most 500 OR conditions.")
    return one in [_comparable(value) for value in other]


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "noteq": operator.ne,
    "gt": _ordered(operator.gt),
    "gte": _ordered(operator.ge),
    "lt": _ordered(operator.lt),
    "lte": _ordered(operator.le),
    "beginswith": _ordered(str.startswith),
    "endswith": _ordered(str.endswith),
    "contains": _ordered(str.__contains__),
    "in": _in,
    "notin": lambda one, other: not _in(one, other),
}


def search_in(text: str) -> Mapping[str, Any]:
    """A search that came in a query string.  Raises Refused."""
    try:
        search = json.loads(text)
    except ValueError as error:
        raise Refused("The search is not JSON.") from error
    if not isinstance(search, dict):
        raise Refused("The search is not an object.")
    return search
