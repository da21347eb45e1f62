"""What is dangerous in a script, where, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from models.scripting.languages import ScriptLanguage
from models.scripting.lint import bash, batch, powershell, python
from models.scripting.lint.commands import Command
from models.scripting.lint.nested import Unreadable, scripts_in
from models.scripting.lint.rule import MILD
from models.scripting.lint.rules import reasons_of
from models.scripting.lint.trees import TooIntricate

LONGEST_SCRIPT = 100_000
"""In characters.  A longer one is not parsed; it counts as dangerous."""

DEEPEST = 5
"""How many levels of interpreters inside interpreters are read.  A script with more levels counts as dangerous."""

_TOO_LONG, _TOO_INTRICATE = "is too long to be checked", "is too intricate to be checked"
_Parse = Callable[[str], Iterable[Command]]
_PARSERS: dict[ScriptLanguage, _Parse] = {
    ScriptLanguage.POWERSHELL: powershell.commands_of,
    ScriptLanguage.BASH: bash.commands_of,
    ScriptLanguage.BATCH: batch.commands_of,
    ScriptLanguage.PYTHON: python.commands_of,
}
_LABELS = {
    **dict.fromkeys(("powershell", "ps", "ps1", "posh", "pwsh"), ScriptLanguage.POWERSHELL),
    **dict.fromkeys(("bash", "sh", "zsh"), ScriptLanguage.BASH),
    **dict.fromkeys(("cmd", "bat", "batch", "dos", "batchfile"), ScriptLanguage.BATCH),
    **dict.fromkeys(("python", "py", "python3"), ScriptLanguage.PYTHON),
}
_SIGNS = {
    ScriptLanguage.POWERSHELL: re.compile(
        r"<#|\b(?:[A-Z][a-z]+-[A-Z]\w+)\b|\$(?:env:|_\b|\w+\s*=)|\[\w+(?:\.\w+)*\]::"
    ),
    ScriptLanguage.BASH: re.compile(
        r"^#!.*sh\b|<<-?\s*['\"]?\w|(?:^|\s)(?:sudo|apt-get|systemctl)\s|/(?:dev|etc|var|usr|home|opt)/", re.MULTILINE
    ),
    ScriptLanguage.BATCH: re.compile(r"^\s*(?:@?echo\s+off|rem\s|::)|%~?\w+%?", re.MULTILINE | re.IGNORECASE),
    ScriptLanguage.PYTHON: re.compile(
        r"^#!.*python|^\s*(?:import|from)\s+\w|^\s*(?:def|class)\s+\w+.*:\s*$", re.MULTILINE
    ),
}


@dataclass(frozen=True)
class Danger:
    """`reason` continues a sentence: "deletes files or data".  `row` is the line of the script, from 1."""

    row: int
    reason: str

    @property
    def is_grave(self) -> bool:
        return self.reason not in MILD


def is_dangerous(script: str, label: str | None = None) -> bool:
    """Whether a script can lose data, end people's sessions, or weaken protection; see `dangers_of`."""
    return bool(dangers_of(script, label))


def dangers_of(script: str, label: str | None = None) -> list[str]:
    """Why the script is dangerous, each reason once, in the order of the text; empty if no danger is found.

    `label`: the language as a code fence names it.  The copilot wrote it, so it may be wrong: the script is also
    read as each language that its text fits, and as all of them if no label and no sign says which it is.
    Never raises an exception: a part that cannot be read is reported as a reason.
    """
    found = (danger for language in _languages(script, label) for danger in dangers_in(script, language))
    return list(dict.fromkeys(danger.reason for danger in found if danger.is_grave))


def dangers_in(script: str, language: ScriptLanguage) -> list[Danger]:
    """The dangers of a script in a known language, in the order of the text.  Never raises."""
    return examined(script, language).dangers


@dataclass(frozen=True)
class Examined:
    """The commands of a script, without those of scripts inside, and the dangers, with theirs.

    `is_whole`: False if the script is too long or too intricate for all of its commands to be known.
    """

    commands: list[Command]
    dangers: list[Danger]
    is_whole: bool


def examined(script: str, language: ScriptLanguage) -> Examined:
    """Never raises."""
    if len(script) > LONGEST_SCRIPT:
        return Examined([], [Danger(1, _TOO_LONG)], is_whole=False)
    commands: list[Command] = []
    is_whole = True
    try:
        commands.extend(_PARSERS[language](script))
    except TooIntricate:
        is_whole = False
    dangers = [danger for command in commands for danger in _dangers_of(command, depth=0)]
    return Examined(commands, dangers if is_whole else [*dangers, Danger(1, _TOO_INTRICATE)], is_whole)


def _dangers(script: str, language: ScriptLanguage, *, depth: int) -> Iterator[Danger]:
    if len(script) > LONGEST_SCRIPT:
        yield Danger(1, _TOO_LONG)
        return
    if depth > DEEPEST:
        yield Danger(1, "hides commands in commands")
        return
    try:
        for command in _PARSERS[language](script):
            yield from _dangers_of(command, depth=depth)
    except TooIntricate:
        yield Danger(1, _TOO_INTRICATE)


def _dangers_of(command: Command, *, depth: int) -> Iterator[Danger]:
    yield from (Danger(command.row, reason) for reason in reasons_of(command))
    yield from _nested_dangers(command, depth=depth + 1)


def _nested_dangers(command: Command, *, depth: int) -> Iterator[Danger]:
    try:
        inner = list(scripts_in(command))
    except Unreadable:
        yield Danger(command.row, "runs encoded code that cannot be read")
        return
    for language, script in inner:
        yield from (replace(danger, row=command.row) for danger in _dangers(script, language, depth=depth))


def _languages(script: str, label: str | None) -> list[ScriptLanguage]:
    known = _LABELS.get((label or "").strip().lower())
    head = script[:LONGEST_SCRIPT]
    fitting = [language for language in ScriptLanguage if language is known or _SIGNS[language].search(head)]
    return fitting or list(ScriptLanguage)
