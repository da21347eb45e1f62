"""Truncates text between grapheme clusters: emoji sequences, flags, letters with combining accents."""

from __future__ import annotations

import unicodedata
from itertools import islice, takewhile

import regex

_CLUSTER = regex.compile(r"\X")
_LONGEST_CLUSTER = 16
"""How many code points a cluster may have on average.  No script needs more; without a limit, a single letter could
carry a megabyte of accents."""

FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Letters and marks according to Unicode, but invisible."""


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit of any script: signs and invisible characters alone say nothing."""
    return any(unicodedata.category(one)[0] in "LN" and one not in FILLERS for one in text)


def cut(text: str, length: int) -> str:
    """`text`, truncated with an ellipsis if it has more than `length` grapheme clusters (Unicode, UAX 29).

    The result has at most `length` clusters and does not end inside one.
    """
    if len(text) <= length:
        return text
    ends = _ends(text, length)
    if ends[-1:] == [len(text)]:
        return text
    return text[: ([0, *ends])[min(len(ends), length - 1)]].rstrip() + "…"


def _ends(text: str, most: int) -> list[int]:
    """The end offsets of the first `most` clusters."""
    found = islice(_CLUSTER.finditer(text), most)
    return [cluster.end() for cluster in takewhile(lambda one: one.end() <= most * _LONGEST_CLUSTER, found)]


def beginning(text: str, length: int) -> str:
    """The longest prefix of at most `length` code points that does not end inside a grapheme cluster."""
    end = 0
    for cluster in _CLUSTER.finditer(text[: length + _LONGEST_CLUSTER]):
        if cluster.end() > length:
            break
        end = cluster.end()
    return text[:end]
