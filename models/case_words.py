"""The words and codes by which a problem is compared to cases: few, telling and without their endings.

Patterns are linear and the text is bounded, because people paste logs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from models.library.recognition import recognise

LONGEST_TEXT = 6_000
MOST_TERMS = 30
MOST_CODES = 20
_LONGEST_FOR_LIBRARY = 3_000
"""Of each text, in characters: the library reads them more thoroughly, which takes longer."""
_MOST_MEANINGS = 2
_SHORTEST_CODE = 2
_LONGEST_WORD, _SHORTEST_WORD, _SHORTEST_STEM = 40, 3, 4

_WORD = re.compile(r"[^\W_]{2,60}")
_CODE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<hex>0x[0-9a-f]{4,16})"
    r"|(?P<named>(?:AADSTS|KB|CVE-)\d[\d-]{3,14})"
    r"|(?P<status>[245]\.\d{1,3}\.\d{1,3})"
    r"|(?:event(?: ?id)?|error(?: code)?|stop code|code|status) ?[:#=]? ?(?P<number>\d{2,10})"
    r"|(?P<stop>[A-Z]{3,20}(?:_[A-Z0-9]{2,20}){1,6})"
    r")(?![\w]|\.\d)",
    re.IGNORECASE,
)
_ENDINGS = ("ingly", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")
_COMMON_WORDS = """
    a about after again all already also although always am an and another any anyone anything are around as asked
    at back be because been before being below between both but by call called came can cannot cant case check
    client colleague come comes could customer day days did didn didnt do does doesn doesnt doing don done dont down
    during each either else engineer even ever every everyone everything fine first fix fixed for from get gets
    getting give gives go goes going got had has have having he hello help her here hi him his how however i if in
    into is isn issue issues it its just keep keeps know last let like long look looks made make many may maybe me
    message might month more morning most much must my near need needs never new next no nobody none nor not nothing
    now of off often ok on once one only or other others our out over own people perhaps person please problem
    problems put question really right said same saw say says see seems seen she should show shows since so some
    someone something sometimes still such take tell than thank thanks that the their them then there these they
    thing things this those three through time times to today together too tried try trying two under until up us
    use used user users using usually very want wants was way we week well went were what when where whether which
    while who whole why will with within without won wont work worked working works would yes yesterday yet you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that say nothing about a problem."""


def stems_of(text: str) -> dict[str, str]:
    """The telling words of the text in their order: the stem, and the word as it was first written."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text[:LONGEST_TEXT]):
        word = folded(match.group())
        if _is_telling(word):
            found.setdefault(stem_of(word), match.group())
    return found


def first_stems(texts: Iterable[str], *, most: int = MOST_TERMS) -> dict[str, str]:
    """Those of several texts, the first text first, at most `most`."""
    found: dict[str, str] = {}
    for text in texts:
        for stem, word in stems_of(text).items():
            if len(found) < most:
                found.setdefault(stem, word)
    return found


def folded(word: str) -> str:
    """Without case and accents, as the search folds them."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word.casefold()) if unicodedata.category(letter) != "Mn"
    )


def stem_of(word: str) -> str:
    """The word without an English ending, as long as four letters stay; codes and names with digits stay whole."""
    if any(letter.isdigit() for letter in word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            return _without_doubling(word.removesuffix(ending))
    return word


def _without_doubling(stem: str) -> str:
    """ "dropping" and "drops" have one stem."""
    is_doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] in "bdgkmnprt"
    return stem[:-1] if is_doubled else stem


def codes_in(*texts: str) -> list[str]:
    """Error codes, event ids, status codes and stop codes, as one spelling each, at most twenty.

    A text that is only a number is a code too.
    """
    found: dict[str, None] = {}
    for text in texts:
        if text.strip().isdecimal():
            found.setdefault(text.strip()[:10])
        for match in _CODE.finditer(text[: 4 * LONGEST_TEXT]):
            found.setdefault(_spelt(match))
    return list(found)[:MOST_CODES]


def matching_codes(*texts: str) -> list[str]:
    """The codes by which texts are compared: as written, and as the library knows them, so that 12007 is 0x80072EE7.

    A code with more than two meanings is compared as it is written; one of a single character is not compared.
    """
    found = dict.fromkeys(codes_in(*texts))
    seen = "\n".join(text[:_LONGEST_FOR_LIBRARY] for text in texts)[: 2 * _LONGEST_FOR_LIBRARY]
    for recognised in recognise(seen):
        if len(recognised.signals) <= _MOST_MEANINGS:
            found |= dict.fromkeys(_one_spelling(signal.code) for signal in recognised.signals)
    return [code for code in found if len(code) >= _SHORTEST_CODE][:MOST_CODES]


def _one_spelling(code: str) -> str:
    return "0x" + code[2:].upper() if code[:2].lower() == "0x" else code.upper()


def is_said_in(line: str, stems: Sequence[set[str]], *, share: float = 0.6) -> bool:
    """Whether one of the texts, given by their stems, has this share of the words of the line."""
    wanted = set(stems_of(line))
    return bool(wanted) and any(len(wanted & found) >= share * len(wanted) for found in stems)


def _spelt(match: re.Match[str]) -> str:
    return _one_spelling(match.group("number") or match.group())


def _is_telling(word: str) -> bool:
    return _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word not in _COMMON and not word.isdigit()
