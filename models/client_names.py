"""Finds the names of other clients in a text, word by word: white space and punctuation make no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.written_words import Word, words_of

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
        for spelled in dict.fromkeys((text, text.replace("_", " "))):
            for are_apart in (False, True):
                yield from self._places_among(list(words_of(spelled, are_apart=are_apart)))

    def _places_among(self, words: Sequence[Word]) -> Iterator[Place]:
        exact = _texts(words)
        own = list(self._own.places_in(words, _folded(exact)))
        for texts, names in ((_folded(exact), self._long), (exact, self._short)):
            found = names.places_in(words, texts)
            yield from (place for place in found if not any(whole.has(place) for whole in own))


class _Names:
    """Names as words, by their first word: the time grows with the text, not with the number of clients."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in filter(None, names):
            self._by_first.setdefault(name[0], set()).add(name)

    def places_in(self, words: Sequence[Word], texts: Sequence[str]) -> Iterator[Place]:
        """`texts` are the texts of `words`, spelled as the names are."""
        for at, first in enumerate(texts):
            for name in self._by_first.get(first, ()):
                if tuple(texts[at : at + len(name)]) == name:
                    yield Place(words[at].start, words[at + len(name) - 1].end)


def _texts(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _length(name: Iterable[str]) -> int:
    return sum(map(len, name))
