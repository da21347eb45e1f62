"""The words of a text as a person sees them, so that invisible characters and other spellings hide nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_WORD = re.compile(rf"\w[\w\u0300-\u036f{_UNSEEN}]*")
_APART = re.compile(rf"(?:(?![{_UNSEEN}])\w)(?:(?![{_UNSEEN}])[\w\u0300-\u036f])*")


@dataclass(frozen=True)
class Word:
    """`text` is normalised (NFKC) and has its case; `start` and `end` are positions in the text as it was given."""

    text: str
    start: int
    end: int


def words_of(text: str, *, are_apart: bool = False) -> Iterator[Word]:
    """are_apart: an invisible character ends a word.  Otherwise a word goes on behind it."""
    for found in (_APART if are_apart else _WORD).finditer(text):
        seen = found[0] if found[0].isascii() else unicodedata.normalize("NFKC", _INVISIBLE.sub("", found[0]))
        if seen:
            yield Word(seen, found.start(), found.end())


def has_invisible(text: str) -> bool:
    """Without invisible characters, both ways to find words find the same."""
    return bool(_INVISIBLE.search(text))
