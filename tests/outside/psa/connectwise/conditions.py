"""The small language of the query parameter `conditions`.

    board/id=1 and (closedFlag=false or lastUpdated > [2026-11-01T00:00:00Z]) and summary contains "printer"

Operators: = != < <= > >= contains like in not in.  `and` binds more strongly than `or`.  Texts are compared without
regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from tests.outside.psa.connectwise.problems import Problem

Record = dict[str, Any]
Test = Callable[[Record], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<date>\[[^\]]*\])|(?P<number>-?\d+(?:\.\d+)?)(?![\w/])
    |(?P<op>!=|<=|>=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z_][\w/]*))""",
    re.VERBOSE,
)
_ORDER = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_IN_INFO = frozenset({"lastUpdated", "dateEntered", "updatedBy", "enteredBy"})


def parse(conditions: str, *, fields: Collection[str], date_shift: timedelta = timedelta()) -> Test:
    """A test for records that have `fields`.  Raises Problem (400 ApiFindCondition).

    `date_shift`: how far the server misreads moments, as one whose clock has another zone does.
    """
    return _Parser(conditions, fields, date_shift).parsed()


def value_of(record: Record, path: str) -> Any:
    """The value at `board/id`; None where a part is not there."""
    value: Any = record.get("_info", {}) if path in _IN_INFO else record
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value


class _Parser:
    def __init__(self, conditions: str, fields: Collection[str], date_shift: timedelta) -> None:
        self._fields, self._shift = fields, date_shift
        self._tokens = _tokens(conditions)
        self._at = 0

    def parsed(self) -> Test:
        test = self._either()
        if self._at != len(self._tokens):
            raise _wrong(f"unexpected {self._tokens[self._at][1]}")
        return test

    def _either(self) -> Test:
        tests = [self._all()]
        while self._skip("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._skip("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)

    def _one(self) -> Test:
        if self._skip("("):
            test = self._either()
            self._expect(")")
            return test
        kind, path = self._next()
        if kind != "word":
            raise _wrong(f"unexpected {path}")
        if path.split("/")[0] not in self._fields and path not in _IN_INFO:
            raise _wrong(f"{path} is not a field that can be searched")
        return self._compared(path)

    def _compared(self, path: str) -> Test:
        _, operator = self._next()
        operator = operator.lower()
        if operator == "not":
            self._expect("in")
            values = self._values()
            return lambda record: _plain(value_of(record, path)) not in values
        if operator == "in":
            values = self._values()
            return lambda record: _plain(value_of(record, path)) in values
        value = self._value()
        if operator == "contains":
            return lambda record: str(value) in str(_plain(value_of(record, path)) or "")
        if operator == "like":
            pattern = re.compile(".*".join(map(re.escape, str(value).split("%"))), re.DOTALL)
            return lambda record: bool(pattern.fullmatch(str(_plain(value_of(record, path)) or "")))
        if operator not in _ORDER:
            raise _wrong(f"unknown operator {operator}")
        return _ordered(path, operator, value)

    def _values(self) -> list[Any]:
        self._expect("(")
        values = [self._value()]
        while self._skip(","):
            values.append(self._value())
        self._expect(")")
        return values

    def _value(self) -> Any:
        kind, raw = self._next()
        if kind == "text":
            return raw[1:-1].casefold()
        if kind == "number":
            return float(raw)
        if kind == "date":
            return _moment(raw[1:-1]) + self._shift
        if kind == "word" and raw.lower() in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[raw.lower()]
        raise _wrong(f"{raw} is not a value")

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise _wrong("unexpected end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, word: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at][1].lower() == word
        self._at += found
        return found

    def _expect(self, word: str) -> None:
        if not self._skip(word):
            raise _wrong(f"{word} is expected")


def _tokens(conditions: str) -> list[tuple[str, str]]:
    tokens, at, text = [], 0, conditions.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _wrong(f"cannot read {text[at : at + 20]}")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


def _ordered(path: str, operator: str, value: Any) -> Test:
    compare, is_date = _ORDER[operator], isinstance(value, datetime)

    def test(record: Record) -> bool:
        found = value_of(record, path)
        if is_date:
            return found is not None and bool(compare(_moment(found), value))
        found = _plain(found)
        try:
            return bool(compare(found, value))
        except TypeError:
            return False

    return test


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _wrong(f"{text} is not a date") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _wrong(message: str) -> Problem:
    return Problem(400, "ApiFindCondition", message)
