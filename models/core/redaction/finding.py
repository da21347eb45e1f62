"""Applies all rules to a text and merges findings that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from models.core.redaction import command_lines, contacts, keys_and_codes, named_values, network_devices, tokens, urls
from models.core.redaction.rule import NamedRule, Rule

RULES: tuple[Rule | NamedRule, ...] = (
    *keys_and_codes.RULES,
    *tokens.RULES,
    *urls.RULES,
    *network_devices.RULES,
    *command_lines.RULES,
    *named_values.RULES,
)
"""The more specific rules come first: where two findings overlap, the first rule's kind is kept."""

_TAG = re.compile(r"\[[a-z]{1,20}(?:-[a-z]{1,20}){0,3}-\d{1,9} redacted\]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


@dataclass(frozen=True)
class Found:
    """A secret: its kind as in `[kind-1 redacted]`, and its position in the text in characters, the end excluded."""

    kind: str
    start: int
    end: int


class _Span(NamedTuple):
    start: int
    end: int
    rank: int
    kind: str


def find_secrets(text: str, *, contacts_too: bool = False) -> list[Found]:
    """The secrets of a text in order, without overlaps; none inside a tag that an earlier redaction left.

    contacts_too: e-mail addresses and phone numbers count as secrets.
    """
    seen = _INVISIBLE.sub("", text)
    found = _settled(_spans(seen), [match.span() for match in _TAG.finditer(seen)])
    if contacts_too:
        found = _with_contacts(seen, found)
    return found if len(seen) == len(text) else _moved(found, text)


def _spans(text: str) -> Iterator[_Span]:
    lowered = _lowered(text)
    for rank, rule in enumerate(RULES):
        yield from (_Span(start, end, rank, rule.kind) for start, end in rule.spans(text, lowered))


def _lowered(text: str) -> str:
    """The text in lower case, with every character at its old position: "İ" would become two characters."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def _settled(spans: Iterable[_Span], tags: list[tuple[int, int]]) -> list[Found]:
    """Findings that overlap become one, so that no part of a secret remains."""
    settled: list[_Span] = []
    for span in sorted(_outside(spans, tags)):
        if settled and span.start < settled[-1].end:
            settled[-1] = _union(settled[-1], span)
        else:
            settled.append(span)
    return [Found(span.kind, span.start, span.end) for span in settled]


def _outside(spans: Iterable[_Span], tags: list[tuple[int, int]]) -> Iterator[_Span]:
    """The findings that do not begin inside a tag; a finding that ends inside a tag is extended to the tag's end."""
    within = {position: end for start, end in tags for position in range(start, end)}
    for span in spans:
        if span.start not in within:
            yield span._replace(end=max(span.end, within.get(span.end - 1, 0)))


def _union(one: _Span, other: _Span) -> _Span:
    first = min(one, other, key=lambda span: span.rank)
    return _Span(one.start, max(one.end, other.end), first.rank, first.kind)


def _with_contacts(text: str, found: list[Found]) -> list[Found]:
    taken = {position for secret in found for position in (*range(secret.start, secret.end),)}
    spans = ((rule.kind, *span) for rule in contacts.RULES for span in rule.spans(text, text))
    more = [Found(*span) for span in spans if taken.isdisjoint(range(*span[1:]))]
    return sorted(chain(found, more), key=lambda secret: secret.start)


def _moved(found: list[Found], text: str) -> list[Found]:
    """The same findings, with their positions in the text that still has its invisible characters."""
    hidden = {position for match in _INVISIBLE.finditer(text) for position in range(*match.span())}
    places = [position for position in range(len(text)) if position not in hidden]
    return [Found(secret.kind, places[secret.start], places[secret.end - 1] + 1) for secret in found]
