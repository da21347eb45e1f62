"""Finds facts in an engineer's words by patterns, and in the Windows events that they pasted by their fields.

The order of the patterns matters (an address before a version): a later one does not match words that an earlier one
has matched.  Values are quoted as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from prompts.chat_reply.results import FactOut
from tasks.integrations.assistant.demo.fact_patterns import NO_FACTS, PATTERNS, is_host
from tasks.integrations.assistant.demo.windows_events import events_in, without_fields

_MOST = 5
_DATA = re.compile(r"\S{200,}")
"""Such a run of characters is skipped: many patterns would try every start and end in it, which is slow."""


def find_facts(text: str) -> list[FactOut]:
    """At most five facts, each value once, and no two from the same words.

    The facts of events come first, then those of the patterns in their order.  If there are more than five, each
    pattern gives one before any gives a second, so that a list of addresses does not crowd out the rest.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    events = events_in(text)
    rest = _DATA.sub(" ", without_fields(text))
    groups = [[fact for event in events for fact in event.facts], *_by_pattern(rest)]
    return _first(_each_value_once(groups))


def _by_pattern(text: str) -> Iterator[list[FactOut]]:
    taken = _Taken(text)
    for match in (match for pattern in NO_FACTS for match in pattern.finditer(text)):
        taken.add(*match.span())
    for kind, pattern in PATTERNS:
        facts: dict[str, FactOut] = {}
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            value = " ".join(match.group(group).split()).rstrip(" .,;")
            if not taken.overlaps(*match.span(group)) and (kind != "host" or is_host(value)):
                taken.add(*match.span(group))
                facts.setdefault(value.casefold(), FactOut(kind=kind, value=value))
            if len(facts) == _MOST:
                break
        yield list(facts.values())


class _Taken:
    """The characters of a text that belong to a fact already."""

    def __init__(self, text: str) -> None:
        self._marks = bytearray(len(text))

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        return 1 in self._marks[start:end]


def _each_value_once(groups: Sequence[Sequence[FactOut]]) -> list[list[FactOut]]:
    first = {fact.value.casefold(): fact for group in reversed(groups) for fact in reversed(group)}
    return [[fact for fact in group if first[fact.value.casefold()] is fact] for group in groups]


def _first(groups: Sequence[Sequence[FactOut]]) -> list[FactOut]:
    """The first fact of each group, then the second of each, and so on; at most five, in the order of the groups."""
    events, *others = groups
    rounds = chain.from_iterable(zip_longest(*others))
    wanted = [*events, *(fact for fact in rounds if fact)][:_MOST]
    return [fact for group in groups for fact in group if fact in wanted]


_HOST = re.compile(r"(?<![\w.-])(?=[A-Z-]{0,12}\d)[A-Z]{2,8}(?:-?[A-Z0-9]{1,8}){1,3}(?![\w.-]*\w)")


def host_in(text: str) -> str | None:
    """The first name of a machine in the text (`FS01`, `LAP-0231`), for a title."""
    names = (match.group() for match in _HOST.finditer(text))
    return next((name for name in names if is_host(name)), None)
