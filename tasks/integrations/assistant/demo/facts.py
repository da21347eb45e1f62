"""Picks facts out of an engineer's words by ordered patterns: an earlier pattern keeps what it took.

The order matters (an address before a version).  Values are quoted as they were written.
"""

from __future__ import annotations

import re

from prompts.results import FactOut

_MOST = 5
_END = r"(?=[.,;?!\n]|$)"
_COUNT = r"(?:all|every|several|many|most|some|two|three|four|five|\d+)"
_PLURAL = r"(?:users?|people|staff|machines|computers|PCs|laptops|workstations|servers|sites|offices|phones|printers)"
_SINGLE = r"(?:user|person|machine|computer|PC|laptop|workstation|account|mailbox|printer|phone)"
_DAY = r"(?:this|last|yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_THING = r"(?:password|MFA|router|firewall|licen[cs]e|certificate|printer|laptop|server|switch|driver)"
_CHANGED = r"(?:changed|reset|replaced|updated|renewed|moved|reinstalled|migrated)"
_WINDOWS = r"\bWindows (?:10|11|Server 20\d\d)(?: (?:Pro|Enterprise|2[1-6]H[12]))*"

_PATTERNS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("error text", r"(?:error|message|says|saying|reads)[^\"“\n]{0,20}[\"“]([^\"”\n]{6,160})[\"”]"),
        ("path", r"\\\\[\w.$-]+\\[^\s\"'<>|,;)]+|\b[a-z]:\\[^\s\"'<>|,;)]+"),
        ("account", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?-i:\b[A-Z][A-Z0-9-]{1,14}\\[a-z][\w.-]+)"),
        ("address", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\d.]*\d)"),
        ("error code", r"\b0x[0-9a-f]{4,16}\b|\bAADSTS\d+\b|\b(?:error(?: code)?|code|HTTP|status)[ :#]+\d{2,6}\b"),
        ("event", r"\bevent(?: id)?[ :#]+\d{2,5}\b"),
        ("update", r"\bKB\d{6,7}\b"),
        ("system", rf"{_WINDOWS}|(?-i:\bmacOS(?: \w+)?\b|\bUbuntu(?: [\d.]+)?)"),
        ("version", r"\b(?:v|version |build )\d+(?:\.\d+)+\b"),
        ("host", r"(?-i:\b(?=[A-Z0-9-]*\d)[A-Z]{2,}[A-Z0-9]*-[A-Z0-9-]+\b)"),
        (
            "scope",
            rf"\b{_COUNT} (?:\w+ )?{_PLURAL}\b|\b(?:only|just) (?:one|a single|this|her|his) (?:\w+ )?{_SINGLE}\b",
        ),
        ("scope", rf"\beveryone(?: (?:in|at|on) [\w ]{{3,30}}?{_END})?|\bwhole (?:office|company|site|floor|team)\b"),
        ("since", rf"\bsince ([\w: ]{{3,40}}?)(?:{_END}|(?= and | but ))"),
        ("since", rf"\b(?:started|began) (?:on |at |around )?{_DAY}(?: [\w:]+){{0,2}}"),
        ("change", rf"\b(?:after|following) (?:an?|the|he|she|they|we|i)\b [\w' -]{{3,60}}?{_END}"),
        ("change", rf"\b{_THING} (?:was|were|has been) (?:{_CHANGED}|expired)[\w ]{{0,30}}"),
        ("change", rf"(?<!not )(?<!n't )\b{_CHANGED} (?:the|her|his|their|our|an?) [\w -]{{3,40}}?{_END}"),
    )
]


def find_facts(text: str) -> list[FactOut]:
    """At most five facts, in the order of the patterns; no two of them cover the same words."""
    taken: list[range] = []
    facts: list[FactOut] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            span = range(match.start(group), match.end(group))
            if not any(span.start < other.stop and other.start < span.stop for other in taken):
                taken.append(span)
                facts.append(FactOut(kind=kind, value=" ".join(match.group(group).split()).rstrip(" .,;")))
    return facts[:_MOST]
