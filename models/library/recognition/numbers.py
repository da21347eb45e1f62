"""Small decimal numbers, which are a code only where the words around them say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.library.recognition import found as contexts
from models.library.recognition.found import Context, Found
from models.library.recognition.index import Index, unique
from models.library.signal import Signal

_NUMBER: Final = (
    r"(-?\d{1,6})(?![\w%]|[.,]\d|:\d|[-/]\d|\s{0,2}(?:users?|people|times|files?|minutes?|seconds?|hours?|days?)\b)"
)
# "error 1326" says it by itself; "status 5" does not, "status code 5" does.
_ERROR: Final = r"(?:err(?:or|eur|ore)?|system ?fehler|fehler|fout|fel|errno)"
_KIND: Final = r"(?:exception|stop|exit|return|status|result|win32|native|system|http|odbc|sql|vpn|ras)"
_PART: Final = r"(?:error|code|kode|number|nummer|nr|no|value|result|message|msg|server|status)"
_OTHERS: Final = r"(?<!runtime )(?<!run-time )(?<!ssl )(?<!tls )"  # their errors are not numbered like those of Windows
_SAID: Final = re.compile(
    rf"(?<![A-Za-z]){_OTHERS}"
    rf"(?:{_ERROR}(?:[ _-]?{_PART}){{0,2}}|{_KIND}[ _-]?(?:error|code|value)(?:[ _-]?{_PART}){{0,2}})"
    r"\s{0,3}(?:\bis\b|\bwas\b|\bof\b|=|:|#|\(|\[|-(?=\s)|->|\")?\s{0,12}[#(\[\"']?\s{0,2}" + _NUMBER,
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\b(?:(?:error|exit|return|result|native|win32exit|lasterror|fehler)_?(?:code|value|result)|foutcode|lasttaskresult"
    r"|nativeerrorcode|hresult)\b\s{0,20}[=:]?\s{0,4}[#(\"']?" + _NUMBER,
    re.IGNORECASE,
)
_ENDED: Final = re.compile(
    r"\b(?:failed|exited|ended|terminated|returned|returns|finished|fails)\s{1,2}(?:with\s{1,2}|by\s{1,2})?(?:an?\s|the\s)?"
    r"(?:win32\s)?(?:error|exit|return|status|result)\s?(?:code)?\s{0,2}[:#]?\s{0,2}" + _NUMBER,
    re.IGNORECASE,
)
# These need words of failure beside them: a door has a code, too.
_CODE: Final = re.compile(r"\b(?:code|with)\s{0,2}[=:#]?\s{0,2}" + _NUMBER, re.IGNORECASE)
_RESULT: Final = re.compile(r"\bresult\s(\d{2,5})(?=\s?\(0x)", re.IGNORECASE)
_FEWEST_DIGITS: Final = 3
# "Return value 3" in the log of an installation is no error of Windows.
_OF_INSTALLER: Final = range(4)
_ACTION_SAID: Final = re.compile(r"\b(?:Msg|Message|Error:)\s{0,2}(\d{2,5}),\s{0,2}(?:Level|Severity)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"[(\[](?:code\s?|error\s?:?\s?)?(-?\d{1,6})[)\]](?![\w(])", re.IGNORECASE)
_SAID_ERROR: Final = Context(
    re.compile(
        r"\berr(?:or|eur|ore)\b|fehler|fout|fail|unavailable|denied|refused|not (?:be )?found|cannot|could not|unable"
        r"|result",
        re.IGNORECASE,
    )
)
# Smaller numbers of SQL Server are too common to be recognised where the text is not about it.
_SURELY_SQL: Final = 9_000
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
# What people write after "error" is one of these unless the text is about something else.
_GENERAL: Final = (
    "win32",
    "ras",
    "http",
    "msi",
    "smb",
    "print",
    "apple",
    "veeam",
    "office",
    "teams",
    "onedrive",
    "intune",
)
_BY_CONTEXT: Final[tuple[tuple[Context, tuple[str, ...]], ...]] = (
    (contexts.SIP, ("sip",)),
    (contexts.VPN_CLIENT, ("vpn_client",)),
    (contexts.RAS, ("ras",)),
    (contexts.LDAP, ("ldap",)),
    (contexts.KERBEROS, ("kerberos",)),
    (contexts.TLS, ("tls",)),
    (contexts.DNS, ("dns",)),
    (contexts.SMTP, ("smtp",)),
    (contexts.APPLE, ("apple",)),
    (contexts.RDP, ("rdp",)),
    (contexts.SQL, ("sql",)),
)
_BUGCHECK: Final = re.compile(r"\bBugcheckCode\b\D{0,4}(\d{1,4})\b", re.IGNORECASE)
_ALERT: Final = re.compile(
    r"\b(?:fatal\s)?alert(?:\s(?:code|number|is|message|received|sent|level|fatal)){0,4}[\s:=]{0,3}(\d{1,3})(?!\w|\.\d)",
    re.IGNORECASE,
)
_DATA: Final = re.compile(r"\bdata\s{1,3}([0-9a-f]{3})\b(?=\s{0,2}(,|v|$|[\s.;)\"']))", re.IGNORECASE)
_STATUS: Final = re.compile(
    r"\b(HTTP|SIP)(?:/\d(?:\.\d)?)?(?:\s(?:error|status|code|response)){0,2}[\s:=(]{1,3}(\d{3}(?:\.\d{1,2})?)(?![\w.]\d|\w)",
    re.IGNORECASE,
)
_BEFORE_PHRASE: Final = re.compile(
    r"(?<![\w.,:/$#-])\(?([1-6]\d\d)\)?[\s:-]{1,3}([A-Za-z][A-Za-z'-]{1,20}(?:[ -][A-Za-z'-]{1,20}){0,4})"
)


def find_numbers(text: str, index: Index) -> Iterator[Found]:
    yield from _alerts(text, index)
    yield from _bind_data(text, index)
    yield from _statuses(text, index)
    for match in _BUGCHECK.finditer(text):
        yield from _found(match, [one for one in index.by_hex.get(int(match[1]), ()) if one.family == "stop"])
    for match in _ACTION_SAID.finditer(text):
        yield from _found(match, index.of_family(int(match[1]), "sql"), end=match.end(1))
    for pattern in (_SAID, _JOINED, _ENDED, _RESULT):
        for match in pattern.finditer(text):
            if int(match[1]) in _OF_INSTALLER and match[0].lower().startswith("return"):
                continue
            yield from _found(match, said(text, match.start(1), match.end(1), int(match[1]), index))
    for match in _CODE.finditer(text):
        if len(match[1]) >= _FEWEST_DIGITS and _is_failure(text, match):
            yield from _found(match, said(text, match.start(1), match.end(1), int(match[1]), index))
    yield from _bracketed(text, index)


def said(text: str, start: int, end: int, number: int, index: Index) -> Sequence[Signal]:
    """Every meaning of a number that the text calls an error; the words around it can settle the family."""
    for context, families in _BY_CONTEXT:
        if (narrowed := index.of_family(number, *families)) and context.is_near(text, start, end):
            return [
                *narrowed,
                *(index.of_family(number, "win32") if families[0] in ("ras", "rdp", "dns", "tls") else ()),
            ]
    if contexts.PRINT.is_near(text, start, end) and (printed := index.of_family(int(str(abs(number)), 16), "print")):
        return printed  # people leave the 0x out
    families = (*_GENERAL, "sql") if number >= _SURELY_SQL else _GENERAL
    return [one for one in index.by_decimal.get(number, ()) if one.family in families]


def _bracketed(text: str, index: Index) -> Iterator[Found]:
    """`(1722)` beside words of failure in the same line."""
    for match in _BRACKETS.finditer(text):
        if _YEAR.fullmatch(match[1]) or not (found := said(text, match.start(), match.end(), int(match[1]), index)):
            continue
        if _is_failure(text, match):
            yield from _found(match, found)


def _is_failure(text: str, match: re.Match[str]) -> bool:
    """Whether the line speaks of a failure, before the number or just after it."""
    line = text.rfind("\n", max(0, match.start() - 160), match.start()) + 1
    before = match.start() - max(line, match.start() - 160)
    return _SAID_ERROR.is_near(text, match.start(), match.end(), before=before, after=60)


def _alerts(text: str, index: Index) -> Iterator[Found]:
    for match in _ALERT.finditer(text):
        if contexts.TLS.is_near(text, match.start(), match.end()):
            yield from _found(match, index.of_family(int(match[1]), "tls"))


def _bind_data(text: str, index: Index) -> Iterator[Found]:
    """`data 52e` of a failed bind; three digits alone only where the text is about LDAP."""
    for match in _DATA.finditer(text):
        if not match[1].isdecimal() or contexts.LDAP.is_near(text, match.start(), match.end()):
            yield from _found(match, bind_data(match[1], index))


def bind_data(digits: str, index: Index) -> list[Signal]:
    names = (f"DATA {digits}".upper(), digits.upper(), f"0X{digits}".upper())
    return [one for name in names for one in index.by_name.get(name, ()) if one.family == "ldap"]


def _statuses(text: str, index: Index) -> Iterator[Found]:
    """`HTTP 503`, `HTTP Error 500.19`, `SIP/2.0 486`, `(401) Unauthorized`, `503 Service Unavailable`."""
    for match in _STATUS.finditer(text):
        yield from _found(match, _status(match[2], match[1].lower(), index))
    for match in _BEFORE_PHRASE.finditer(text):
        families = ("sip",) if contexts.SIP.is_near(text, match.start(), match.end()) else ("http",)
        phrase = match[2].upper()
        named = [
            one
            for one in index.of_family(int(match[1]), *families)
            if any(phrase.startswith(name.upper()) for name in one.names)
        ]
        yield from _found(match, named, end=match.end(1))


def _status(code: str, family: str, index: Index) -> list[Signal]:
    if "." in code:
        return [one for one in index.by_name.get(code, ()) if one.family == "http"]
    return index.of_family(int(code), family)


def _found(match: re.Match[str], signals: Sequence[Signal], *, end: int | None = None) -> Iterator[Found]:
    if signals:
        yield Found(match.start(), match.end() if end is None else end, unique(signals))
