"""Takes the names of people and of the client out of a text: a case is about the problem, not about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SHORTEST = 3
_PERSON = re.compile(r"[^\W\d_][\w'\u2019.-]{1,40}(?: [^\W\d_][\w'\u2019.-]{0,40}){0,3}")


class Names:
    """The client's name and those of people, prepared once.

    A whole name is found whatever its case; a first or last name alone only as it is written, since it may be a word.
    """

    def __init__(self, client_name: str | None, *, colleagues: Iterable[str], users: Iterable[str]) -> None:
        self._patterns = [
            (_pattern([client_name] if client_name else [], re.IGNORECASE), "the client"),
            *_patterns(colleagues, "a colleague"),
            *_patterns(users, "a user"),
        ]

    def removed_from(self, text: str) -> str:
        for pattern, word in self._patterns:
            if pattern:
                text = pattern.sub(word, text)
        return text


def _patterns(people: Iterable[str], word: str) -> Iterator[tuple[re.Pattern[str] | None, str]]:
    people = [name for name in people if _is_name(name)]
    parts = [part for name in people if " " in name for part in name.split() if _is_name(part)]
    yield _pattern(people, re.IGNORECASE), word
    yield _pattern(parts, re.NOFLAG), word


def _is_name(name: str) -> bool:
    """Whether it is spelt like a person's name, each word with a capital: not "all users"."""
    words = name.split()
    is_spelt = bool(_PERSON.fullmatch(name)) and all(word[0].isupper() for word in words)
    return is_spelt and len(name) >= _SHORTEST


def _pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    longest_first = sorted({name.strip() for name in names if len(name.strip()) >= _SHORTEST}, key=len, reverse=True)
    if not longest_first:
        return None
    spelt = (r"\s{1,3}".join(re.escape(word) for word in name.split()) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", flags)
