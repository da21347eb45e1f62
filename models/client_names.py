"""Finds the names of other clients in a text, word by word: white space and punctuation make no difference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.written_words import Word, has_invisible, words_of

_SHORTEST_FOLDED = 3
"""A shorter name is compared with regard to case, because it may be a common word."""


@dataclass(frozen=True)
class Place:
    """Where a name stands: positions in the text."""

    start: int
    end: int

    def has(self, other: Place) -> bool:
        return self.start <= other.start and other.end <= self.end


class OtherClients:
    """The names that a text for the client `own` must not have, prepared once for each text."""

    def __init__(self, own: str | None, others: Iterable[str]) -> None:
        names = [_texts(words_of(name)) for name in others]
        self._own = _Names([_folded(_texts(words_of(own or "")))])
        self._long = _Names([_folded(name) for name in names if _length(name) >= _SHORTEST_FOLDED])
        self._short = _Names([name for name in names if _length(name) < _SHORTEST_FOLDED])

    def places_in(self, text: str) -> Iterator[Place]:
        """Where another client is named, unless the name is a part of the client's own name there.

        Names of files and variables join words by `_`, which is a letter otherwise.
        """
        ways = (False, True) if has_invisible(text) else (False,)
        for spelled in dict.fromkeys((text, text.replace("_", " "))):
            for are_apart in ways:
                yield from self._places_among(list(words_of(spelled, are_apart=are_apart)))

    def _places_among(self, words: Sequence[Word]) -> Iterator[Place]:
        exact = _texts(words)
        own = list(self._own.places_in(words, _folded(exact)))
        starts = [whole.start for whole in own]
        for texts, names in ((_folded(exact), self._long), (exact, self._short)):
            for place in names.places_in(words, texts):
                # All of `own` have the same words, so the last one that begins before the place reaches furthest.
                before = bisect_right(starts, place.start)
                if not (before and own[before - 1].has(place)):
                    yield place


def apart(places: Iterable[Place]) -> list[Place]:
    """In order, and those that overlap as one."""
    joined: list[Place] = []
    for place in sorted(places, key=lambda each: each.start):
        if joined and place.start < joined[-1].end:
            joined[-1] = Place(joined[-1].start, max(joined[-1].end, place.end))
        else:
            joined.append(place)
    return joined


@dataclass(slots=True)
class _Node:
    """What may follow the words so far, and whether they are a name."""

    following: dict[str, _Node] = field(default_factory=dict)
    is_name: bool = False


class _Names:
    """Names as a tree of words: the time grows with the text, not with the number of clients."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._root = _Node()
        for name in filter(None, names):
            node = self._root
            for word in name:
                node = node.following.setdefault(word, _Node())
            node.is_name = True

    def places_in(self, words: Sequence[Word], texts: Sequence[str]) -> Iterator[Place]:
        """The longest name that begins at each word.  `texts` are the texts of `words`, spelled as the names are."""
        for first in range(len(texts)):
            if last := self._last_of_longest(texts, first):
                yield Place(words[first].start, words[last - 1].end)

    def _last_of_longest(self, texts: Sequence[str], first: int) -> int:
        """The number of words up to the name's last one; 0 if no name begins here."""
        node, found = self._root, 0
        for at in range(first, len(texts)):
            following = node.following.get(texts[at])
            if following is None:
                break
            node = following
            if node.is_name:
                found = at + 1
        return found


def _texts(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _length(name: Iterable[str]) -> int:
    return sum(map(len, name))
