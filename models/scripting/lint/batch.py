"""The commands of a cmd script.  There is no grammar of cmd, so its lines are split here by cmd's own rules.

`^` continues a line and escapes the next character.  `&`, `|` and parentheses outside quotes separate commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import Command, plain_name
from models.scripting.lint.trees import TooIntricate

LONGEST_LINE = 8_191
"""cmd runs no longer one (support.microsoft.com, 830473), and our rules would take long for it."""

_PART = re.compile(r'"[^"\n]*"?|\^.|&&|\|\||[&|()]|[^"^&|()]+', re.DOTALL)
_WORD = re.compile(r'(?:"[^"]*"?|[^\s",;=])+|=')
_JOINED_SWITCHES = re.compile(r"(?<=/\w)(?=/\w(?:[/:\s]|$))")
_COMMENT = re.compile(r"(?:rem\b|::)", re.IGNORECASE)
# What may precede the command that is run: @, if …, for … do, call, start.
_FOR = re.compile(r"for\s.*?\sdo\s+", re.IGNORECASE | re.DOTALL)
_IF = re.compile(
    r"(?:if(?:\s+/i)?(?:\s+not)?\s+(?:(?:exist|defined|errorlevel)\s+(?:\"[^\"]*\"|\S+)|(?:\"[^\"]*\"|\S)+\s*(?:==\s*|\s(?:equ|neq|lss|leq|gtr|geq)\s+)(?:\"[^\"]*\"|\S)+)|else)\s+",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:call|start(?:\s+\"[^\"]*\")?(?:\s+/\w+(?::\S+)?)*)\s+", re.IGNORECASE)


def commands_of(script: str) -> Iterator[Command]:
    before = None
    for row, line in _lines(script):
        if _COMMENT.match(line.lstrip("@ \t")):
            continue
        for text, is_piped in _simple_commands(line):
            if command := _command(text, row=row, reads_from=before if is_piped else None):
                before = command.name
                yield command


def _lines(script: str) -> Iterator[tuple[int, str]]:
    """Each line with its number; a line that `^` continues is one with the next.  Raises TooIntricate."""
    row, number, text = 1, 1, ""
    for line in script.splitlines():
        text += line.removesuffix("^")
        number += 1
        if len(text) > LONGEST_LINE:
            raise TooIntricate
        if not line.endswith("^"):
            yield row, text
            row, text = number, ""
    if text:
        yield row, text


def _simple_commands(line: str) -> Iterator[tuple[str, bool]]:
    """The line's commands, each with whether it reads the output of the one before."""
    text, is_piped = "", False
    for part in (match.group() for match in _PART.finditer(line)):
        if part in {"&", "&&", "||", "|", "(", ")"} and not _awaits_set(text):
            yield text, is_piped
            text, is_piped = "", part == "|"
        else:
            text += part.removeprefix("^")
    yield text, is_piped


def _awaits_set(text: str) -> bool:
    """Whether `text` is a `for %i in` without its `do`: the parentheses that follow then belong to the `for`."""
    return re.search(r"\bfor\b(?!.*\bdo\b)", text, re.IGNORECASE | re.DOTALL) is not None


def _command(text: str, *, row: int, reads_from: str | None) -> Command | None:
    text = _without_prefix(text.strip())
    if not text or _COMMENT.match(text):
        return None
    # `del/s` and `rd /s/q` need no more spaces.
    spaced = _JOINED_SWITCHES.sub(" ", re.sub(r"^(\w+)(?=/)", r"\1 ", text))
    name, _, rest = spaced.partition(" ") if not text.startswith('"') else _quoted(text)
    words = tuple(word.replace('"', "") for word in _WORD.findall(rest))
    return Command(language=ScriptLanguage.BATCH, row=row, name=plain_name(name), words=words, reads_from=reads_from)


def _quoted(text: str) -> tuple[str, str, str]:
    end = text.find('"', 1)
    return (text[1:end], " ", text[end + 1 :]) if end > 0 else (text[1:], "", "")


def _without_prefix(text: str) -> str:
    before = None
    while text != before:
        before = text
        text = text.lstrip("@ \t")
        for prefix in (_FOR, _IF, _PREFIX):
            if match := prefix.match(text):
                text = text[match.end() :].strip()
    return text
