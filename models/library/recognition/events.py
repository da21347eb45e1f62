"""Event ids, with the source that the text names; a number alone has the meaning of every source that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.library.recognition.found import Found
from models.library.recognition.index import Index, unique
from models.library.signal import Signal

_EVENT: Final = r"(?:event|ereignis|\u00e9v\u00e9nement|evento|gebeurtenis)"
_ID: Final = r"(?:[ _-]?(?:ids?|kennung|code|number|nummer|nr|no)\.?)"
# "Event ID: 7031", "EventID=7031", "Event[Id] 4625", "ID d'événement : 7031", "<EventID Qualifiers="0">7031".
_WITH_ID: Final = re.compile(
    rf"(?<![A-Za-z])(?:{_EVENT}s?{_ID}|ID d['\u2019]{_EVENT}|ID de evento)(?:\s{{1,3}}Qualifiers=['\"]\d{{1,6}}['\"])?"
    r"[\s:=#>(]{0,20}(\d{1,5})(?![\w]|\.\d|:\d)",
    re.IGNORECASE,
)
# "event 4740", "4740 event", "events 4768, 4769 and 4771".
_NUMBER: Final = re.compile(
    rf"(?<![A-Za-z]){_EVENT}s?[ \t]{{0,2}}[#:]?[ \t]{{0,2}}(\d{{1,5}})(?![\w%]|[.:/-]\d)", re.IGNORECASE
)
_TURNED: Final = re.compile(rf"(?<![\w.,:/-])(\d{{3,5}})\s{{1,2}}{_EVENT}s?\b(?!\s{{0,2}}\d)", re.IGNORECASE)
_ANOTHER: Final = re.compile(
    r"\s{0,2}(?:,|/|;|&|\band\b|\bor\b|\bund\b|\boder\b|\bet\b)\s{0,3}(?:and\s)?(\d{3,5})(?![\w%]|[.:/-]\d)",
    re.IGNORECASE,
)
# Rows of Get-WinEvent ("TimeCreated  Id  LevelDisplayName").
_ROW: Final = re.compile(
    r"^[^\n]{6,60}?\d\d:\d\d(?::\d\d)?[^\n]{0,12}?\s{1,12}(\d{1,5})\s{1,12}(?:\d\s{1,8})?"
    r"(?:Error|Warning|Critical|Information|Fehler|Warnung|Kritisch|Informationen|Erreur|Avertissement)\b",
    re.MULTILINE,
)
_LIST_ID: Final = re.compile(r"^\s{0,8}(?:Id|EventID|Event Id)\s{1,16}:\s{1,3}(\d{1,5})\s{0,8}$", re.MULTILINE)
_INSTANCE: Final = re.compile(r"\bInstance ?ID\s{0,16}[:=]?\s{0,4}(\d{1,10})\b", re.IGNORECASE)
_LOG_ROW: Final = re.compile(
    r"^[^\n]{0,60}?\d\d:\d\d[^\n]{0,8}?\s(?:Error|Warning|Information|Critical)\s{1,8}[^\n\d]{2,40}?\s(\d{1,10})\s",
    re.MULTILINE,
)
# The source that the text of an event names.
_STATED: Final = re.compile(
    r"<Provider\s{1,3}Name=['\"]([^'\"\n]{2,80})['\"]|(?:^|\n)\s{0,8}(?:Source|Quelle|ProviderName|Provider Name|"
    r"Origine|Bron|Origen)\s{0,16}:\s{1,16}([^\n]{2,80})"
)
_SURE_AFTER: Final = re.compile(
    r"\s{0,2}(?:$|[.,;:!?)\]\"'\n(-]|(?:of|from|in|on|is|was|keeps?|every|appears?|logged|von|aus|source|errors?)\b)"
)
# A source's name just before a number.
_AFTER_WORD: Final = re.compile(r"[A-Za-z][ ,:(#]{1,3}(?:event |id |event id )?(\d{1,5})(?![\w.]|:\d)", re.IGNORECASE)
_LONGEST_SOURCE: Final = 60
_BLOCK: Final = 1_200
_NEAR: Final = 120
_SHORT: Final = 3
_COMPANY: Final = re.compile(r"^microsoft[- ]windows[- ]|^microsoft[- ]", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[^a-z0-9]+")
_OTHER_NAMES: Final = {
    "scm": "service control manager",
    "ntfs": "ntfs",
    "whea": "whea-logger",
    "kernel power": "kernel-power",
    "volsnap": "volsnap",
}


def find_events(text: str, index: Index) -> Iterator[Found]:
    for pattern in (_WITH_ID, _ROW, _LIST_ID):
        for match in pattern.finditer(text):
            yield from _event(text, match.start(1) if pattern is _ROW else match.start(), match.end(1), match[1], index)
            yield from _others(text, match.end(), index)
    for match in _NUMBER.finditer(text):
        if len(match[1]) >= _SHORT or _SURE_AFTER.match(text, match.end()):
            yield from _event(text, match.start(), match.end(), match[1], index)
            yield from _others(text, match.end(), index)
    for pattern in (_TURNED, _INSTANCE, _LOG_ROW):
        for match in pattern.finditer(text):
            number = str(int(match[1]) & 0xFFFF)
            yield from _event(text, match.start(1), match.end(1), number, index)
    yield from _named(text, index)


def _others(text: str, end: int, index: Index) -> Iterator[Found]:
    """The further numbers of "4768, 4769 and 4771"."""
    while match := _ANOTHER.match(text, end):
        yield from _event(text, match.start(1), match.end(1), match[1], index)
        end = match.end()


def _event(text: str, start: int, end: int, number: str, index: Index) -> Iterator[Found]:
    known = index.events.get(int(number), [])
    signals = _of_source(known, text, start, end) if known else []
    if not signals and (found := index.of_family(int(number), "sql")) and _is_sql_server(_stated(text, start, end)):
        signals = found  # SQL Server's events have the numbers of its errors
    if signals:
        yield Found(start, end, unique(signals))


def _is_sql_server(source: str | None) -> bool:
    """Each instance is a source of its own: MSSQLSERVER, MSSQL$NAME."""
    return source is not None and source.upper().startswith("MSSQL")


def _of_source(known: Sequence[Signal], text: str, start: int, end: int) -> Sequence[Signal]:
    """Those of the source that the event states, else of one that is named near it, else all.

    The same number of a source that the library does not know means something else, so that it has no meaning here.
    """
    if stated := _stated(text, start, end):
        return [one for one in known if is_source(one, stated)]
    around = _words(text[max(0, start - _NEAR) : end + _NEAR])
    named = [one for one in known if any(f" {name} " in around for name in _names_of(one))]
    return named or known


def _stated(text: str, start: int, end: int) -> str | None:
    """The nearest `Source:` or `<Provider Name=…>` before the number, else the first one after it."""
    before = list(_STATED.finditer(text, max(0, start - _BLOCK), start))
    match = before[-1] if before else _STATED.search(text, end, min(len(text), end + _BLOCK // 4))
    return (match[1] or match[2]).strip() if match else None


def is_source(signal: Signal, stated: str) -> bool:
    """Whether a stated source is the signal's: with and without the maker's name; a table may have cut it short."""
    words = _words(_COMPANY.sub("", stated.strip().rstrip("."))).strip()
    return any(name == words or (len(words) >= 2 * _SHORT and name.startswith(words)) for name in _names_of(signal))


def _names_of(signal: Signal) -> set[str]:
    if signal.source is None:
        return set()
    whole = _words(signal.source).strip()
    short = _words(_COMPANY.sub("", signal.source)).strip()
    others = {other for other, name in _OTHER_NAMES.items() if _words(name).strip() in (whole, short)}
    security = {"security auditing", "security"} if short in ("security auditing", "security") else set()
    return {whole, short} | others | security


def _words(text: str) -> str:
    return f" {_PLAIN.sub(' ', text.casefold()).strip()} "


def _named(text: str, index: Index) -> Iterator[Found]:
    """ "Service Control Manager 7031", "Kernel-Power (41)": the source's name just before the number.

    A name of one word needs a long number: "disk 7" is a disk.
    """
    for match in _AFTER_WORD.finditer(text):
        known = index.events.get(int(match[1]), ())
        words = _words(text[max(0, match.start() + 1 - _LONGEST_SOURCE) : match.start() + 1]) if known else ""
        named = [one for one in known if any(_ends(words, name, match[1]) for name in _names_of(one))]
        if named:
            yield Found(match.start(1), match.end(1), unique(named))


def _ends(words: str, name: str, number: str) -> bool:
    return words.endswith(f" {name} ") and (" " in name or len(number) > _SHORT)
