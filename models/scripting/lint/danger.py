"""What is dangerous in a script, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from models.scripting.lint import bash, cmd, powershell
from models.scripting.lint.commands import Command, Language
from models.scripting.lint.nested import Unreadable, scripts_in
from models.scripting.lint.rules import reasons_of

LONGEST_SCRIPT = 20_000
"""In characters.  A longer one is not parsed; it counts as dangerous."""

DEEPEST = 5
"""How many levels of interpreters inside interpreters are read.  A script with more levels counts as dangerous."""

_Parse = Callable[[str], Iterable[Command]]
_PARSERS: dict[Language, _Parse] = {
    Language.POWERSHELL: powershell.commands_of,
    Language.BASH: bash.commands_of,
    Language.CMD: cmd.commands_of,
}
_LABELS = {
    **dict.fromkeys(("powershell", "ps", "ps1", "posh", "pwsh"), Language.POWERSHELL),
    **dict.fromkeys(("bash", "sh", "zsh"), Language.BASH),
    **dict.fromkeys(("cmd", "bat", "batch", "dos", "batchfile"), Language.CMD),
}
_SIGNS = {
    Language.POWERSHELL: re.compile(r"<#|\b(?:[A-Z][a-z]+-[A-Z]\w+)\b|\$(?:env:|_\b|\w+\s*=)|\[\w+(?:\.\w+)*\]::"),
    Language.BASH: re.compile(
        r"^#!.*sh\b|<<-?\s*['\"]?\w|(?:^|\s)(?:sudo|apt-get|systemctl)\s|/(?:dev|etc|var|usr|home|opt)/", re.MULTILINE
    ),
    Language.CMD: re.compile(r"^\s*(?:@?echo\s+off|rem\s|::)|%~?\w+%?", re.MULTILINE | re.IGNORECASE),
}


def is_dangerous(script: str, label: str | None = None) -> bool:
    """Whether a script can lose data, end people's sessions, or weaken protection; see `dangers_of`."""
    return bool(dangers_of(script, label))


def dangers_of(script: str, label: str | None = None) -> list[str]:
    """Why the script is dangerous, each reason once, in the order of the text; empty if no danger is found.

    `label`: the language as a code fence names it.  The copilot wrote it, so it may be wrong: the script is also
    read as each language that its text fits, and as all of them if no label and no sign says which it is.
    Never raises an exception: a part that cannot be read is reported as a reason.
    """
    return list(dict.fromkeys(_reasons(script, _languages(script, label), depth=0)))


def _reasons(script: str, languages: Iterable[Language], *, depth: int) -> Iterator[str]:
    if len(script) > LONGEST_SCRIPT:
        yield "is too long to be checked"
        return
    if depth > DEEPEST:
        yield "hides commands in commands"
        return
    for language in languages:
        for command in _PARSERS[language](script):
            yield from reasons_of(command)
            yield from _nested_reasons(command, depth=depth + 1)


def _nested_reasons(command: Command, *, depth: int) -> Iterator[str]:
    try:
        inner = list(scripts_in(command))
    except Unreadable:
        yield "runs encoded code that cannot be read"
        return
    for language, script in inner:
        yield from _reasons(script, [language], depth=depth)


def _languages(script: str, label: str | None) -> list[Language]:
    known = _LABELS.get((label or "").strip().lower())
    head = script[:LONGEST_SCRIPT]
    return [language for language in Language if language is known or _SIGNS[language].search(head)] or list(Language)
