"""Whether two wordings name the same attempt, so that what failed is not suggested again in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.attempt_verbs import LOOK, meanings_of

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


@dataclass(frozen=True)
class _Attempt:
    """The stems of a title; `lead` is the first of them, and `meanings` what it means as a verb, if it is a known one.

    `rest` are the others.
    """

    stems: frozenset[str]
    lead: str
    meanings: frozenset[str]

    @property
    def rest(self) -> frozenset[str]:
        return self.stems - {self.lead}

    def equals(self, other: _Attempt) -> bool:
        """Verbs of different meaning are different attempts, and synonyms count as a shared word."""
        if not (self.meanings and other.meanings):
            return covers(self.stems, other.stems) or _is_contained(self, other)
        if not self.meanings & other.meanings:
            return False
        lead = {self.lead}
        return covers(self.rest | lead, other.rest | lead) or _is_contained(self, other)


def is_same_attempt(words: str, other: str) -> bool:
    """Whether two titles are equal apart from case and signs, or share most words of the shorter one.

    Their verbs have to agree, and a title of one word is the same as one that contains it.
    """
    return _attempt(words).equals(_attempt(other))


def is_like_any(words: str, others: Iterable[str]) -> bool:
    """Whether a suggestion names one of these attempts; what follows its first clause is its reason."""
    whole, clause = _attempt(words), _attempt(first_clause(words))
    asked = {whole, clause} if len(clause.stems) > 1 or clause.meanings else {whole}
    return any(one.equals(other) for other in map(_attempt, others) for one in asked)


def _attempt(text: str) -> _Attempt:
    words = _words(text)
    at = next((place for place, word in enumerate(words) if word not in _STOP_WORDS), None)
    if at is None:
        return _Attempt(frozenset(), "", frozenset())
    lead = _stem(words[at])
    return _Attempt(stems_of(text), lead, meanings_of(lead, words[at + 1 :]))


def _is_contained(one: _Attempt, other: _Attempt) -> bool:
    """Whether a title of one word is in the other; one that only looks says too little, such as "Check"."""
    short, long = sorted((one, other), key=lambda attempt: len(attempt.stems))
    if len(short.stems) != 1 or LOOK in short.meanings:
        return False
    return short.stems <= long.stems or bool(short.meanings & long.meanings)


def says_again_because(*texts: str) -> bool:
    """Whether a text says that something is to be tried again, and begins to say why."""
    return any(_AGAIN.search(text) for text in texts)


def first_clause(text: str) -> str:
    return _FIRST_CLAUSE.split(text[:_READ_CHARACTERS], maxsplit=1)[0]


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(_stem(word) for word in _words(text) if word not in _STOP_WORDS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_READ_CHARACTERS].lower().replace("\u2019", "'").replace("'s", ""))


def covers(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and (one == other or has_most(one & other, min(one, other, key=len)))


def has_most(common: frozenset[str], of: frozenset[str]) -> bool:
    return len(common) >= _SAME_WORDS and len(common) >= _SAME_SHARE * len(of)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
