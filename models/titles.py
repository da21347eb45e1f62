"""Makes a session's first title from its first message by rules: the person's words, or what the paste is about."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from models.core.graphemes import cut
from models.pastes import ParsedMessage, Paste, PasteKind, split

TITLE_LENGTH = 80
SUMMARY_LENGTH = 120
CACHED, LONGEST_CACHED = 2_000, 2_000
"""How many summaries a process caches, and of problems of how many characters at most: some megabytes."""
_ENOUGH_WORDS = 3

_GREETING = re.compile(
    r"(?:hi|hello|hey|hallo|dear|good (?:morning|afternoon|evening))\b(?: [^\W\d_]{1,20}){0,2}\s{0,2}[,!.:]\s{0,4}",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"(?:see|here|this|these|the|below|following|full|complete|attached|i got|i get|it says|we see|log|event|output"
    r"|error|stack ?trace|header|xml|json)\b[^.!?]{0,60}:?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_PROVIDER = re.compile(r"<Provider\s[^>]{0,200}?Name\s?=\s?[\"']([^\"']{1,120})")
_EVENT_ID = re.compile(r"<EventID(?:\s[^>]{0,80})?>\s{0,8}(\d{1,6})")
_MESSAGE = re.compile(r"<Message>([^<]{1,600})")
_DATA = re.compile(r"<Data(?:\s+Name\s?=\s?[\"']([^\"']{1,60})[\"'])?\s{0,4}>([^<]{1,300})</Data>")
_SOURCE_LINE = re.compile(r"^\s{0,8}Source:\s{1,40}(\S[^\n]{0,120})$", re.MULTILINE)
_EVENT_ID_LINE = re.compile(r"^\s{0,8}Event ID:\s{1,40}(\d{1,6})", re.MULTILINE)
_DESCRIPTION_LINE = re.compile(r"^\s{0,8}Description:[ \t]{0,40}\n?\s{0,40}(\S[^\n]{0,300})", re.MULTILINE)
_SUBJECT_LINE = re.compile(r"^Subject:\s{1,8}(\S[^\n]{0,300})", re.MULTILINE)
_JSON_MESSAGE = re.compile(
    r"\"(?:message|error|errorMessage|error_description|detail|title|reason)\"\s{0,4}:\s{0,4}\"([^\"]{1,300})\"",
    re.IGNORECASE,
)
_TIME_AND_LEVEL = re.compile(r"[\[(<]?\d[\dTZ:.,/+\- ]{6,40}[\])>]?\s{0,4}")
_SIGNIFICANT = (
    re.compile(r"\b(?:fatal|panic|critical|unhandled|caused by)\b", re.IGNORECASE),
    re.compile(r"(?:\b|[a-z])(?:error|exception|fail(?:ed|s|ure)?)\b", re.IGNORECASE),
    re.compile(r"\b(?:warning|denied|refused|rejected|timed out|timeout|cannot|unable|not found)\b", re.IGNORECASE),
)


def title_of(problem: str, length: int = TITLE_LENGTH) -> str:
    """At most `length` characters: the person's first sentence, or the subject of the paste."""
    message = split(problem)
    return cut(_capitalised(_sentence(message)) or _about_pastes(message) or _one_line([problem]), length)


def summary_of(problem: str, length: int = SUMMARY_LENGTH) -> str:
    """The problem on one line without pasted text, cut to at most `length` characters.

    Those of short problems are cached, because each page of a list shows fifty.
    """
    return _cached_summary_of(problem, length) if len(problem) <= LONGEST_CACHED else _summary_of(problem, length)


def _summary_of(problem: str, length: int) -> str:
    message = split(problem)
    if not message.pastes:
        return cut(_one_line([problem]), length)
    own = _one_line(message.own_lines)
    return cut(own if _sentence(message) else _about_pastes(message) or _one_line([problem]), length)


_cached_summary_of = lru_cache(maxsize=CACHED)(_summary_of)


def _sentence(message: ParsedMessage) -> str | None:
    """The first of the person's own sentences that does not merely introduce a paste."""
    words = _GREETING.sub("", _one_line(message.own_lines), count=1)
    sentences = _SENTENCE_END.split(words)
    if not message.pastes:
        return _long_enough(sentences)
    lines = [
        sentence for line in message.own_lines for sentence in _SENTENCE_END.split(_GREETING.sub("", line, count=1))
    ]
    return next((_ended(line) for line in lines if _is_enough(line) and not _INTRODUCTION.match(line)), None)


def _long_enough(sentences: list[str]) -> str | None:
    """The first sentence; if it is too short to identify the problem, together with the next ones."""
    for count in range(1, len(sentences) + 1):
        if _is_enough(said := " ".join(sentences[:count])) or count == len(sentences):
            return _ended(said) or None
    return None


def _is_enough(text: str) -> bool:
    return len(text.split()) >= _ENOUGH_WORDS or len(text) > TITLE_LENGTH


def _capitalised(sentence: str | None) -> str:
    """With a capital letter if the first word is an ordinary one; a host or a command stays as it is."""
    first, _, rest = (sentence or "").partition(" ")
    return " ".join(filter(None, [first.capitalize() if first.isalpha() and first.islower() else first, rest]))


def _ended(sentence: str) -> str:
    return sentence.strip().rstrip(".:,;")


def _about_pastes(message: ParsedMessage) -> str | None:
    pasted = "\n".join(paste.text for paste in message.pastes)
    return _about_event(pasted) or next((_about(paste) for paste in _largest_first(message.pastes)), None)


def _largest_first(pastes: Iterable[Paste]) -> list[Paste]:
    return sorted(pastes, key=lambda paste: -len(paste.lines))


def _about_event(pasted: str) -> str | None:
    """`VSS 8194: message` for a Windows event, as XML or as copied from Event Viewer; None for anything else."""
    source = _PROVIDER.search(pasted) or _SOURCE_LINE.search(pasted)
    number = _EVENT_ID.search(pasted) or _EVENT_ID_LINE.search(pasted)
    if not (source and number):
        return None
    name = html.unescape(source[1]).strip().removeprefix("Microsoft-Windows-")
    message = _message_of(pasted)
    return f"{name} {number[1]}" + (f": {message}" if message else "")


def _message_of(pasted: str) -> str:
    """The text of the event; if it has none, its first values."""
    text = _MESSAGE.search(pasted) or _DESCRIPTION_LINE.search(pasted)
    if text:
        return _one_line([html.unescape(text[1])])
    values = [(match[1], match[2].strip()) for match in _DATA.finditer(pasted)]
    shown = [f"{name} {value}" if name else value for name, value in values[:3] if value not in ("", "-")]
    return _one_line([html.unescape(", ".join(shown))])


def _about(paste: Paste) -> str:
    """`Pasted log, 41 lines: its most significant line`."""
    count = len(paste.lines)
    what = f"Pasted {paste.kind}" + (f", {count} lines" if count > 1 else "")
    line = _significant_line(paste)
    return f"{what}: {line}" if line else what


def _significant_line(paste: Paste) -> str | None:
    pattern = {PasteKind.MAIL_HEADER: _SUBJECT_LINE, PasteKind.JSON: _JSON_MESSAGE}.get(paste.kind)
    if pattern:
        found = pattern.search(paste.text)
        return _one_line([found[1]]) if found else None
    if paste.kind == PasteKind.XML:
        return None
    lines = paste.lines[::-1] if paste.lines[0].startswith("Traceback") else paste.lines
    for pattern in _SIGNIFICANT:
        for line in lines:
            if pattern.search(line[:400]):
                return _TIME_AND_LEVEL.sub("", _one_line([line[:400]]), count=1)
    return None


def _one_line(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())
