"""Takes the names of people and of the client out of a text: a case is about the problem, not about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from models.case_words import folded, stems_of
from models.library.matching.index import guide_index
from models.library.matching.words import terms_of

CLIENT, COLLEAGUE, USER = "the client", "a colleague", "a user"
_SHORTEST = 3
_SHORTEST_FIRST_WORD = 4
_MOST_WORDS = 5
_LONGEST = 200
_WITHOUT_SPACES = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Thai, Japanese, Chinese and Korean letters: nothing marks where such a name ends in a sentence."""
_UNSPACED = re.compile(rf"[{_WITHOUT_SPACES}]{{2,20}}")
_WORD = r"[^\W\d_](?:[\w'\u2019-]{0,40}\.?)"
_PERSON = re.compile(rf"{_WORD}(?: {_WORD}){{0,{_MOST_WORDS - 1}}}")
_SIGN_IN = re.compile(r"[^\W\d_][^\W_]{0,30}[._][^\W\d_][^\W_]{1,30}")
_LISTED = re.compile(r"[(),;/<>&]|\band\b")
_NOT_PEOPLE_WORDS = """
    account accountant accounting accounts admin administrator board boss caller callers colleagues department
    desk director doctor employees engineer entire finance front group guest guests hr intern it manager
    management marketing nobody nurse office owner payroll people production reception receptionist remote sales
    secretary service several shared staff support team temp test two three unknown user users warehouse workers
"""
_NOT_PEOPLE = frozenset(_NOT_PEOPLE_WORDS.split())
_NAMES_AND_WORDS = """
    art bill chase dean drew faith grace grant guy mark max may page rob rich sue will
"""
_ALSO_WORDS = frozenset(_NAMES_AND_WORDS.split())
"""Names that are words in lower case."""
_LEGAL_FORMS_WORDS = """
    ab ag aps as asa bv co company corp corporation e.v ev gmbh inc incorporated kg kk llc llp lp limited ltd mbh
    nv ohg oy oyj pc plc pllc pte pty sa sarl sas se spa srl ug und and
"""
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_WORDS.split())
_NOT_DISTINCTIVE_WORDS = """
    advanced all american associated best blue british capital central city construction consulting county
    creative dental design digital east eastern engineering european family first general german global golden
    grand great green group health holding home industrial insurance international king lake legal logistics
    manufacturing medical metro modern mountain national north northern office pacific park practice premier prime
    quality real red regional retail river royal school silver smart south southern star state summit superior
    swiss total town union united universal valley veterinary west western white
"""
_NOT_DISTINCTIVE = frozenset(_NOT_DISTINCTIVE_WORDS.split())


class Names:
    """The client's name and those of people, prepared once.

    A whole name is found whatever its capitals, the client's also without its legal form and by its first word if
    that is a word of its own.  A first or last name alone only as it is written, since it may be a word.
    """

    def __init__(self, clients: Iterable[str], *, colleagues: Iterable[str], users: Iterable[str]) -> None:
        spelt = [name for client in clients for name in _of_client(client)]
        people = [part.strip() for value in users for part in _LISTED.split(value[:_LONGEST])]
        self._patterns = [
            (_pattern(spelt, re.IGNORECASE, r"\s{0,3}"), CLIENT),
            *_patterns(colleagues, COLLEAGUE),
            *_patterns((name for name in people if _is_name(name)), USER),
        ]

    def removed_from(self, text: str) -> str:
        for pattern, word in self._patterns:
            if pattern:
                text = pattern.sub(word, text)
        return text


def _of_client(name: str) -> Iterator[str]:
    """The name, the name without its legal form, and its first word unless others say it too."""
    words = name[:_LONGEST].split()
    yield " ".join(words)
    while len(words) > 1 and _plain(words[-1]) in _LEGAL_FORMS | {""}:
        words = words[:-1]
    if len(words) > 1:
        yield " ".join(words).rstrip(",.")
    first = next((word.strip(",.") for word in words if _plain(word) not in ("the", "die", "der")), "")
    if _is_distinctive(first):
        yield first


def _is_distinctive(word: str) -> bool:
    """Whether it is no word of our trade or of many clients' names; a few guides may have it as an example."""
    if len(word) < _SHORTEST_FIRST_WORD or not stems_of(word) or _plain(word) in _NOT_DISTINCTIVE:
        return False
    return all(guide_index().is_rare(term) for term in terms_of(word))


def _patterns(people: Iterable[str], word: str) -> Iterator[tuple[re.Pattern[str] | None, str]]:
    names = [" ".join(name[:_LONGEST].split()) for name in people]
    whole = [name for name in names if not _is_also_word(name)]
    parts = [_with_capital(part) for name in names if " " in name for part in name.split() if len(part) >= _SHORTEST]
    parts = [part for part in parts if not _is_also_word(part) and _plain(part) not in _NOT_PEOPLE]
    as_written = [part for name in names for part in name.split() if _is_also_word(part) and part[0].isupper()]
    yield _pattern(whole, re.IGNORECASE, r"\s{1,3}"), word
    yield _pattern([*parts, *as_written], re.NOFLAG, ""), word


def _with_capital(part: str) -> str:
    return part[0].upper() + part[1:]


def _is_also_word(name: str) -> bool:
    return _plain(name) in _ALSO_WORDS


def _is_name(name: str) -> bool:
    """Whether a noted value is a person's name or sign-in: not "all users" or "Finance"."""
    if _UNSPACED.fullmatch(name) or _SIGN_IN.fullmatch(name):
        return True
    words = name.split()
    if not _PERSON.fullmatch(name) or any(_plain(word) in _NOT_PEOPLE for word in words):
        return False
    # One word in small letters may be anything; two that are no common words are a first and a last name.
    return words[0][0].isupper() or (len(words) > 1 and all(stems_of(word) or len(word) < _SHORTEST for word in words))


def _plain(word: str) -> str:
    return folded(word).strip(",.&-")


def _pattern(names: Iterable[str], flags: re.RegexFlag, space: str) -> re.Pattern[str] | None:
    kept = {name for name in names if len(name) >= _SHORTEST or _UNSPACED.fullmatch(name)}
    if not kept:
        return None
    return re.compile("|".join(_spelt(name, space) for name in sorted(kept, key=len, reverse=True)), flags)


def _spelt(name: str, space: str) -> str:
    written = space.join(re.escape(word) for word in name.split())
    return written if _UNSPACED.fullmatch(name) else rf"(?<!\w){written}(?!\w)"
