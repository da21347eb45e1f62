"""One rule for one kind of secret, and the patterns for values that the rules share.

Every pattern takes a bounded number of steps at each position: quantifiers are possessive or have a small limit, and
only the last one may be unlimited, because what it takes is not scanned again.  A text made to stall the rules
therefore takes time in proportion to its length.  `test_patterns.py` checks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BLANKS = r"(?:(?:[ \t\u00a0]|[`\\^]\r?\n){1,40}+)"
_MAYBE_BLANKS = r"[ \t\u00a0\u202f]{0,40}+"

# One character of a value without quotes.  A separator belongs to the value if more of the word follows it, as in
# `P@ss,w0rd`, but not if the next setting follows it, as in `Pwd=abc;Server=sql01`.
_BARE = (
    r"(?:[^\s\"'`,;<>|&\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]"
    r"|[,;<>|&\"'](?=[\w!@#$%^*?.~-][^\s=:,;\"'<>|&]{0,64}+(?:\s|\Z)))"
)
_VALUE = (
    r"(?:\\\"([^\"\\\r\n]{1,999}+)\\\""
    r"|\"((?:[^\"\\\r\n]|\\[^\r\n]){1,999}+)\""
    r"|'((?:[^'\r\n]|(?<=\w)''(?=\w)){1,999}+)'"
    r"|`([^`\r\n]{1,999}+)`"
    r"|[\u2018\u201c\u201e\u00ab]([^\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\r\n]{1,999}+)[\u2019\u201c\u201d\u00bb]"
    rf"|[\"'\u2018\u201c\u201e\u00ab`]?({_BARE}{{3,4000}}+))"
)
_ABBREVIATIONS = {
    " ?": _MAYBE_BLANKS,
    " ": _BLANKS,
    "<value>": _VALUE,
    "<rest>": r"(?:[^\r\n|]|[`\\^]\r?\n){0,300}?",
    "<line>": r"(?:^|(?<=[\r\n]))",
}
_ABBREVIATION = re.compile("|".join(map(re.escape, _ABBREVIATIONS)))

_CLOSING = "\"'`\u2019\u201c\u201d\u00bb"
_PUNCTUATION = ".,:;)]}"

_CONTINUATION = re.compile(
    r"\\?\r?\n[ \t>]{0,8}+(?=\S{0,200}?\d)(?=\S{0,200}?[a-z])(?=\S{0,200}?[A-Z])[\w.+/=-]{8,}+(?=[\"',;)]?(?:\s|\Z))"
)
_WRAPPING_COLUMN = 60


def expanded(pattern: str) -> str:
    r"""The pattern with its abbreviations written out.

    A space matches blanks (and the line continuations of PowerShell, Bash and cmd), a space with a question mark
    optional blanks on the line, `<value>` a value in quotes of any style or one word, `<rest>` the words of a command
    up to an option, `<line>` the beginning of a line.  A blank itself is `\x20`.
    """
    return _ABBREVIATION.sub(lambda match: _ABBREVIATIONS[match.group()], pattern)


def _any(value: str) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """One kind of secret.  The secret is the first group that matched, or the whole match of a pattern without groups.

    hints: words in lower case.  A text without any of them is not searched, which saves nearly all of the time.
    is_secret: decides whether a value that the pattern found is a secret.
    wraps: whether mail programs and terminals break such a value into lines.
    """

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    is_secret: Callable[[str], bool] = _any
    wraps: bool = False

    def spans(self, text: str, lowered: str) -> Iterator[tuple[int, int]]:
        """Start and end of each secret; `lowered` is the text in lower case, character by character."""
        if self.hints and not any(hint in lowered for hint in self.hints):
            return
        position = 0
        while match := self.pattern.search(text, position):
            start, end = _span(match)
            position = match.end()
            if self.is_secret(text[start:end]):
                end = _wrapped_end(text, end) if self.wraps else end
                position = max(position, end)
                yield start, end


@dataclass(frozen=True)
class NamedRule:
    """Values that follow a name such as "password".

    name: in lower case, because a search that ignores case takes several times as long, and most texts contain names.
    values: what may follow the name, each with its own `is_secret`.
    """

    kind: str
    name: re.Pattern[str]
    values: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...]

    def spans(self, text: str, lowered: str) -> Iterator[tuple[int, int]]:
        """As `Rule.spans`."""
        names = [match.end() for match in self.name.finditer(lowered)]
        for pattern, is_secret in self.values:
            yield from _values(text, names, pattern, is_secret)


def _values(
    text: str, names: list[int], pattern: re.Pattern[str], is_secret: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    position = 0
    for name_end in names:
        if name_end >= position and (match := pattern.match(text, name_end)):
            position = match.end()
            start, end = _span(match)
            if is_secret(text[start:end]):
                yield start, end


def rule(
    kind: str,
    hints: str,
    pattern: str,
    *,
    is_secret: Callable[[str], bool] = _any,
    wraps: bool = False,
    flags: int = re.IGNORECASE,
) -> Rule:
    """A rule; `hints` has its words in one string, separated by spaces."""
    return Rule(kind, tuple(hints.split()), re.compile(expanded(pattern), flags), is_secret, wraps)


def named(kind: str, name: str, *values: tuple[str, Callable[[str], bool]]) -> NamedRule:
    """A rule for values that follow a name."""
    compiled = ((re.compile(expanded(pattern), re.IGNORECASE), is_secret) for pattern, is_secret in values)
    return NamedRule(kind, re.compile(name), tuple(compiled))


def _span(match: re.Match[str]) -> tuple[int, int]:
    group = match.lastindex or 0
    start, end = match.span(group)
    if match.string[end : end + 1] in tuple(_CLOSING):
        return start, end
    return start, start + len(match.group(group).rstrip(_PUNCTUATION) or match.group(group))


def _wrapped_end(text: str, end: int) -> int:
    """The end of a value, including the lines that it was continued on when it reached the right margin."""
    line_start = text.rfind("\n", max(0, end - 400), end) + 1
    while end - line_start >= _WRAPPING_COLUMN and (more := _CONTINUATION.match(text, end)):
        line_start, end = text.index("\n", end) + 1, more.end()
    return end
