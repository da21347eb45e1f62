"""Reads Windows events that somebody pasted, as XML or as Event Viewer's text, for the Demo AI.

An event's own fields say what it is about.  Read as prose, the keyword of an audit looks like an error code, and the
machine that reports a locked account looks like the one that caused it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from prompts.chat_reply.results import FactOut

_MOST_EVENTS = 2
_MOST_CHARACTERS = 6_000
"""Of one event.  The longest ones list privileges and are not longer than this."""
_BEFORE_NUMBER = 1_000
"""How far before its number an event begins at most."""
_LEVELS = {"0": "Information", "1": "Critical", "2": "Error", "3": "Warning", "4": "Information", "5": "Verbose"}
_NOBODY = frozenset({"", "-", "N/A", "SYSTEM", "NULL SID"})
_ACCOUNT_LOCKED = "4740"

_XML_START = re.compile(r"<EventID(?:\s[^>]{0,80})?>\s{0,8}(\d{1,6})\s{0,8}</EventID>")
_XML_EDGE = re.compile(r"<Event[\s>]|</Event>")
_XML_FIELDS = {
    "source": re.compile(r"<Provider\s[^>]{0,200}?Name\s?=\s?[\"']([^\"']{1,120})"),
    "level": re.compile(r"<Level>([^<]{1,40})</Level>"),
    "computer": re.compile(r"<Computer>([^<]{1,120})</Computer>"),
    "account": re.compile(r"<Data Name=[\"']TargetUserName[\"']\s{0,4}>([^<]{1,120})</Data>"),
    "caller": re.compile(r"<Data Name=[\"'](?:CallerComputerName|WorkstationName)[\"']\s{0,4}>([^<]{1,120})</Data>"),
}
# The event of a locked account has the caller's name where others have the domain.
_XML_CALLER_OF_LOCKOUT = re.compile(r"<Data Name=[\"']TargetDomainName[\"']\s{0,4}>([^<]{1,120})</Data>")

_TEXT_START = re.compile(r"^[ \t]{0,8}Event ID:[ \t]{1,40}(\d{1,6})[ \t]{0,8}$", re.MULTILINE)
_TEXT_EDGE = re.compile(r"^[ \t]{0,8}Log Name:", re.MULTILINE)
_VALUE = r"[ \t]{0,40}([^\n]{1,120})$"
_ACCOUNT_HEADING = (
    r"^[ \t]{0,8}(?:Account That Was Locked Out|Account For Which Logon Failed|Target Account|New Logon|New Account):"
)
_TEXT_FIELDS = {
    "source": re.compile(rf"^[ \t]{{0,8}}Source:{_VALUE}", re.MULTILINE),
    "level": re.compile(rf"^[ \t]{{0,8}}Level:{_VALUE}", re.MULTILINE),
    "computer": re.compile(rf"^[ \t]{{0,8}}Computer:{_VALUE}", re.MULTILINE),
    "account": re.compile(
        rf"{_ACCOUNT_HEADING}(?:[^\n]{{0,160}}\n){{1,3}}?[ \t]{{0,8}}Account Name:{_VALUE}", re.MULTILINE
    ),
    "caller": re.compile(rf"^[ \t]{{0,8}}(?:Caller Computer Name|Workstation Name):{_VALUE}", re.MULTILINE),
}


# Lines and elements whose values the facts contain, or that say nothing about the problem.
_READ_LINES = re.compile(
    r"^[ \t]{0,8}(?:Log Name|Source|Date|Event ID|Task Category|Level|Keywords|User|Computer|OpCode|Security ID"
    r"|Account Name|Account Domain|Logon ID|Logon GUID|Caller Computer Name|Workstation Name|Process ID"
    r"|Caller Process ID):[^\n]{0,300}",
    re.MULTILINE,
)
_READ_DATA = (
    r"TargetUserName|TargetDomainName|TargetSid|SubjectUserSid|SubjectUserName|SubjectDomainName|SubjectLogonId"
    r"|TargetLogonId|CallerComputerName|WorkstationName|ProcessId"
)
_READ_ELEMENTS = re.compile(
    r"<(EventID|Version|Level|Task|Opcode|Keywords|EventRecordID|Channel|Computer)(?:\s[^>]{0,80})?>[^<]{0,200}</"
    rf"|<Data Name=[\"'](?:{_READ_DATA})[\"']\s{{0,4}}>[^<]{{0,200}}"
)
_TAG = re.compile(r"<[^<>]{0,300}>?")


@dataclass(frozen=True)
class Event:
    """The position of an event's number in a text, and the event's facts."""

    position: int
    facts: tuple[FactOut, ...]


def events_in(text: str) -> list[Event]:
    """The first two events in a text, in its order.  Lines end with LF."""
    return sorted([*_xml_events(text), *_text_events(text)], key=lambda event: event.position)[:_MOST_EVENTS]


def without_fields(text: str) -> str:
    """The text without the fields of events; their messages and status codes stay."""
    if _XML_START.search(text):
        text = _TAG.sub(" ", _READ_ELEMENTS.sub(" ", text))
    return _READ_LINES.sub("", text) if _TEXT_START.search(text) else text


def _xml_events(text: str) -> Iterator[Event]:
    for start, body in _bodies(text, _XML_START, _XML_EDGE):
        fields = {name: html.unescape(value) for name, value in _fields(body, _XML_FIELDS).items()}
        if start[1] == _ACCOUNT_LOCKED:
            fields |= _fields(body, {"caller": _XML_CALLER_OF_LOCKOUT})
        fields["level"] = _LEVELS.get(fields.get("level", ""), fields.get("level", ""))
        yield Event(start.start(), tuple(_facts(start[1], fields)))


def _text_events(text: str) -> Iterator[Event]:
    for start, body in _bodies(text, _TEXT_START, _TEXT_EDGE):
        yield Event(start.start(), tuple(_facts(start[1], _fields(body, _TEXT_FIELDS))))


def _bodies(text: str, number: re.Pattern[str], edge: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The first numbers of events, each with the text from the edge before it to the next edge or number."""
    starts = list(islice(number.finditer(text), _MOST_EVENTS + 1))
    for index, start in enumerate(starts[:_MOST_EVENTS]):
        earliest = max(starts[index - 1].end() if index else 0, start.start() - _BEFORE_NUMBER)
        edges = [found.start() for found in edge.finditer(text, earliest, start.start())]
        latest = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        behind = edge.search(text, start.end(), min(latest, start.end() + _MOST_CHARACTERS))
        yield start, text[edges[-1] if edges else earliest : behind.start() if behind else latest][:_MOST_CHARACTERS]


def _fields(body: str, patterns: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    found = {name: pattern.search(body) for name, pattern in patterns.items()}
    return {name: match[1].strip() for name, match in found.items() if match}


def _facts(number: str, fields: Mapping[str, str]) -> Iterator[FactOut]:
    about = [f"Event ID {number}", fields.get("source", ""), fields.get("level", "")]
    yield FactOut(kind="event", value=", ".join(part for part in about if part))
    for kind, name in (("host", "computer"), ("account", "account"), ("caller", "caller")):
        value = fields.get(name, "")
        if value not in _NOBODY:
            yield FactOut(kind=kind, value=value.removeprefix("\\\\"))
