"""Keeps out of a text for a client what the client must never read.

It works by sentence and by rules, whoever wrote the text: a model may ignore its instructions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from models.client_names import OtherClients, apart
from models.core.redaction import find_secrets
from models.written_words import words_of

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_GUESS = re.compile(
    r"\b(?:probably|possibly|perhaps|maybe|likely|presumably|apparently|supposedly|suspect(?:s|ed)?|suspicions?|guess(?:es)?"
    r"|assume[sd]?|we (?:think|believe)|might|may be|could be|seems?|appears? to|not confirmed"
    r"|vermutlich|wahrscheinlich|vielleicht|möglicherweise|wir (?:vermuten|glauben))\b",
    re.IGNORECASE,
)
_MASKED = re.compile(r"\[[\w-]{1,60} redacted\]")
RUN = 5
"""A text that has this many successive words of an internal one repeats it."""


@dataclass(frozen=True)
class Internal:
    """What the text must not mention: the account's other clients, and texts that are only for colleagues."""

    client_name: str | None
    other_clients: Sequence[str]
    texts: Sequence[str]


def without_internal(text: str, internal: Internal) -> str:
    """The text of a model without the sentences that break a rule; paragraphs stay apart."""
    allowed = [one for one in _judged(text, internal) if not one.is_forbidden and not _is_guess(one.text)]
    paragraphs = (" ".join(one.text for one in group) for _, group in groupby(allowed, key=lambda one: one.paragraph))
    return "\n\n".join(filter(None, map(str.strip, paragraphs)))


def internal_sentences(text: str, internal: Internal) -> list[str]:
    """The sentences of a person's text that name another client, repeat an internal text or hold a secret.

    A person may guess.
    """
    return [one.text for one in _judged(text, internal) if one.is_forbidden]


@dataclass(frozen=True)
class _Judged:
    text: str
    paragraph: int
    is_forbidden: bool


def _judged(text: str, internal: Internal) -> Iterator[_Judged]:
    """Each sentence of the text.

    Names are searched in the whole text, because a full stop in a name ("Dr. Weber") looks like the end of a sentence.
    """
    names = apart(OtherClients(internal.client_name, internal.other_clients).places_in(text))
    ends = [name.end for name in names]
    internal_texts = InternalTexts(internal.texts)
    for start, end, paragraph in sentences_in(text):
        sentence = text[start:end]
        next_name = bisect_right(ends, start)
        has_name = next_name < len(names) and names[next_name].start < end
        is_forbidden = has_name or bool(find_secrets(sentence)) or internal_texts.are_repeated_in(sentence)
        yield _Judged(sentence, paragraph, is_forbidden)


def sentences_in(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, number of the paragraph) of each sentence."""
    start = paragraph = 0
    for gap in _SENTENCE_END.finditer(text):
        yield start, gap.start(), paragraph
        start, paragraph = gap.end(), paragraph + (gap[0].count("\n") > 1)
    yield start, len(text), paragraph


def _is_guess(sentence: str) -> bool:
    """Whether it guesses, or shows that something was masked."""
    return bool(_GUESS.search(sentence) or _MASKED.search(sentence))


class InternalTexts:
    """Texts for colleagues, by the runs of words that give away that a sentence repeats one."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._runs: set[tuple[str, ...]] = set()
        self._short: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
        """Whole texts by their number of words, so that a sentence costs the same however many there are."""
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Of a long text its runs count, a short one as a whole; a single word is too little to recognise."""
        words = _words(text)
        if len(words) >= RUN:
            self._runs.update(_runs(words, RUN))
        elif len(words) > 1:
            self._short[len(words)].add(words)

    def are_repeated_in(self, sentence: str) -> bool:
        words = _words(sentence)
        if not self._runs.isdisjoint(_runs(words, RUN)):
            return True
        return any(not texts.isdisjoint(_runs(words, length)) for length, texts in self._short.items())


def _runs(words: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    return (words[start : start + length] for start in range(len(words) - length + 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text.casefold() for word in words_of(text))
