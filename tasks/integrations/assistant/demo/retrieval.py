"""Finds the playbooks that fit a text: BM25 over the playbooks' words, in pure Python.

The formula and its constants are the usual ones (Robertson and Zaragoza, "The Probabilistic Relevance
Framework", 2009).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from tasks.integrations.assistant.demo.playbooks import Playbook, load_playbooks

_K1, _B = 1.4, 0.6
_TITLE_WEIGHT, _TERM_WEIGHT, _BODY_SHARE = 2, 3, 0.3
_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and any are as at be been but by can cannot can't could did didn't do does doesn't done for "
        "from get gets got had has have he her his how i i'm if in into is isn't it it's its just like me my "
        "no not now of on or our out she so some than that the their them then there they this to today tried "
        "try trying up us user users was we were what when where which while who why will with won't would "
        "you your client customer hello hi please thanks thank help issue problem error since after before "
        "again all also only one says say yesterday morning still"
    )
)


@dataclass(frozen=True)
class Hit:
    """A playbook and how well it fits: 0 means not at all, 6 and more a clear match."""

    playbook: Playbook
    score: float
    matched: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The stems of the words that are not stop words."""
    return [_stem(word) for word in _WORD.findall(text.lower().replace("\u2019", "'")) if word not in _STOP_WORDS]


def rank(query: str) -> list[Hit]:
    """The playbooks that share a word with the query, best first; ties in order of id."""
    index = _index()
    asked = Counter(words_of(query))
    hits = [index.hit(number, asked) for number in range(len(index.playbooks))]
    return sorted((hit for hit in hits if hit.score > 0), key=lambda hit: (-hit.score, hit.playbook.id))


@dataclass(frozen=True)
class _Index:
    playbooks: tuple[Playbook, ...]
    counts: tuple[Counter[str], ...]
    lengths: tuple[int, ...]
    rarity: dict[str, float]
    named: tuple[frozenset[str], ...]
    """The words of title and terms; a word that occurs only in the body counts for less."""

    def hit(self, number: int, asked: Counter[str]) -> Hit:
        counts = self.counts[number]
        shared = sorted((word for word in asked if word in counts), key=lambda word: (-self.rarity[word], word))
        score = sum(self._weight(number, word) * min(2, asked[word]) ** 0.5 for word in shared)
        return Hit(self.playbooks[number], score, tuple(shared))

    def _weight(self, number: int, word: str) -> float:
        count = self.counts[number][word]
        relative_length = self.lengths[number] * len(self.lengths) / sum(self.lengths)
        weight = self.rarity[word] * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * relative_length))
        return weight if word in self.named[number] else weight * _BODY_SHARE


@cache
def _index() -> _Index:
    playbooks = load_playbooks()
    counts = tuple(_counts(playbook) for playbook in playbooks)
    containing = Counter(word for count in counts for word in count)
    rarity = {word: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for word, n in containing.items()}
    named = tuple(frozenset(words_of(" ".join([playbook.title, *playbook.terms]))) for playbook in playbooks)
    return _Index(playbooks, counts, tuple(count.total() for count in counts), rarity, named)


def _counts(playbook: Playbook) -> Counter[str]:
    weighted = Counter(words_of(playbook.title) * _TITLE_WEIGHT + words_of(" ".join(playbook.terms)) * _TERM_WEIGHT)
    body = [*playbook.causes, *(check.ask for check in playbook.checks), *(fix.title for fix in playbook.fixes)]
    return weighted + Counter(words_of(" ".join(body)))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
