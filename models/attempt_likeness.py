"""Whether two wordings name the same attempt, so that what failed is not suggested again in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAME_SHARE = 0.6
_SAME_WORDS = 2
_READ_CHARACTERS = 1_000
_WORD = re.compile(r"[^\W_]{1,60}(?:[-'][^\W_]{1,60}){0,5}")
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_SHORTEST_STEM = 3
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and any are as at be been but by can cannot can't could did didn't do does doesn't done for from get "
        "gets got had has have he her his how i i'm if in into is isn't it it's its just like me my no not now of "
        "on or our out she so some than that the their them then there they this to today tried try trying up us "
        "user users was we were what when where which while who why will with won't would you your client customer "
        "hello hi please thanks thank help issue problem error since after before again all also only one says say "
        "yesterday morning still"
    )
)
_AGAIN = re.compile(r"\bagain,?\s{1,3}because\b", re.IGNORECASE)
_FIRST_CLAUSE = re.compile(r"[:.;\u2013\u2014](?:\s|$)")


def is_same_attempt(words: str, other: str) -> bool:
    """Whether two titles are equal apart from case and signs, or share most words of the shorter one."""
    return covers(stems_of(words), stems_of(other))


def is_like_any(words: str, others: Iterable[str]) -> bool:
    """Whether a suggestion names one of these attempts; what follows its first clause is its reason."""
    asked = {stems_of(part) for part in (words, first_clause(words))}
    return any(covers(one, stems_of(other)) for other in others for one in asked)


def says_again_because(*texts: str) -> bool:
    """Whether a text says that something is to be tried again, and begins to say why."""
    return any(_AGAIN.search(text) for text in texts)


def first_clause(text: str) -> str:
    return _FIRST_CLAUSE.split(text[:_READ_CHARACTERS], maxsplit=1)[0]


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    plain = text[:_READ_CHARACTERS].lower().replace("\u2019", "'").replace("'s", "")
    return frozenset(_stem(word) for word in _WORD.findall(plain) if word not in _STOP_WORDS)


def covers(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and (one == other or has_most(one & other, min(one, other, key=len)))


def has_most(common: frozenset[str], of: frozenset[str]) -> bool:
    return len(common) >= _SAME_WORDS and len(common) >= _SAME_SHARE * len(of)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
