"""Turns text into the terms that matching compares: stems, with the trade's spellings and phrases made one.

`vocabulary.yaml` says which spellings mean the same ("wi-fi", "wlan") and which words form one term, so that "shared
mailbox" is not "share".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

import msgspec
import Stemmer

from models.library.loading import content_of

MOST_CHARACTERS = 6_000
"""Of a text.  A person's own words are shorter; logs are searched for signals and not for their topic."""

LONGEST_PHRASE = 4
LONGEST_SMALL_NUMBER = 2
"""How many digits a number has that says nothing about the subject: a count, an hour, a floor."""

_WORD = re.compile(r"[^\W_]{1,40}(?:['\u2019.+/&-][^\W_]{1,40}){0,4}|[^\W_]{1,40}")
_NAME = re.compile(r"(?<=[a-z0-9,] )[A-Z][^\W_]{1,40}|\b(?=[A-Za-z-]{0,20}\d)[A-Za-z][\w-]{2,40}")
_MACHINE = re.compile(r"(?<![\w.-])[A-Z]{2,8}-?\d{2,5}(?![\w.-]*\w)|(?<![\w.-])[A-Za-z]{2,12}-\d{2,5}(?![\w.-]*\w)")
"""A machine's name (`FS01`, `PC-042`), which says nothing about the problem."""
_INNER = re.compile(r"['\u2019.+/&-]")
_STEMMER = Stemmer.Stemmer("english")


class Vocabulary(msgspec.Struct, frozen=True):
    """`stop`: words without a meaning of their own.  `same`: a term and its other spellings, words or phrases.

    `foreign`: words and phrases of other trades and of daily life.
    """

    stop: frozenset[str]
    same: dict[str, tuple[str, ...]]
    foreign: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """Read once in each process."""
    content = content_of(resources.files(__package__).joinpath("vocabulary.yaml"))
    foreign = [one.strip() for one in content["foreign"].split("|")]
    return msgspec.convert(content | {"stop": content["stop"].split(), "foreign": foreign}, Vocabulary)


@cache
def foreign_terms() -> frozenset[str]:
    """The terms of other trades, a phrase as its terms joined by `_`."""
    return frozenset("_".join(terms_of(one)) for one in vocabulary().foreign)


def terms_of(text: str) -> list[str]:
    """The terms of a text in its order, phrases as one term with `_`."""
    return list(_joined(list(_pieces(_MACHINE.sub(" ", text[:MOST_CHARACTERS])))))


def names_in(text: str) -> frozenset[str]:
    """The terms of words that are written like names: with a capital inside a sentence, or letters with digits."""
    found = _NAME.finditer(text[:MOST_CHARACTERS])
    return frozenset(term for match in found for term in terms_of(match[0]))


def _pieces(text: str) -> Iterator[str]:
    """The words in lower case; "e-mail" as one word if that is a spelling, and as two if it is not."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'")):
        word = found[0].removesuffix("'s")
        whole = _INNER.sub("", word)
        if whole in _spellings() or len(whole) == len(word):
            yield whole
        else:
            yield from filter(None, _INNER.split(word))


def _joined(words: list[str]) -> Iterator[str]:
    """Phrases become one term, before words without a meaning are left out; every other word becomes its stem."""
    stems = [stem_of(word) for word in words]
    at = 0
    while at < len(words):
        size, term = _longest_phrase(words, stems, at)
        if term:
            yield term
        elif not _says_nothing(words[at]):
            yield stems[at]
        at += size


def _longest_phrase(words: list[str], stems: list[str], at: int) -> tuple[int, str | None]:
    """How many words from this place on are a spelling of a term (see `_key`), and the term."""
    spelt = _spellings()
    longest = min(LONGEST_PHRASE, len(words) - at) if stems[at] in _first_words() else 1
    for size in range(longest, 1, -1):
        if term := spelt.get(" ".join(stems[at : at + size])):
            return size, term
    return 1, spelt.get(words[at])


def _says_nothing(word: str) -> bool:
    return word in vocabulary().stop or (word.isdigit() and len(word) <= LONGEST_SMALL_NUMBER)


def _key(words: list[str]) -> str:
    """A single word as it is, since "accounting" is not "account"; the words of a phrase by their stems."""
    return words[0] if len(words) == 1 else " ".join(stem_of(word) for word in words)


@cache
def _first_words() -> frozenset[str]:
    """The stems with which a phrase begins, so that most words need no look for one."""
    return frozenset(spelling.partition(" ")[0] for spelling in _spellings() if " " in spelling)


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@cache
def _spellings() -> dict[str, str]:
    """The term for each spelling; see `_key`."""
    spelt: dict[str, str] = {}
    for term, others in vocabulary().same.items():
        name = term.replace(" ", "_")
        for other in (term, *others):
            words = other.casefold().replace("-", " ").split()
            joined = "".join(words)
            spelt |= {_key(words): name, joined: name, f"{joined}s": name}
    return spelt
