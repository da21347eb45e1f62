"""Which commands are dangerous.  Each rule names its commands, what their arguments must look like, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import Command
from models.scripting.lint.nested import POWERSHELLS, SHELLS
from models.scripting.lint.rule import RUNS, Rule
from models.scripting.lint.rules_databases import ANYWHERE, SQL_CLIENTS
from models.scripting.lint.rules_python import PYTHON
from models.scripting.lint.rules_unix import BASH
from models.scripting.lint.rules_windows import POWERSHELL, WINDOWS

_DOWNLOADERS = frozenset({"curl", "wget", "invoke-webrequest", "invoke-restmethod", "fetch"})
_INTERPRETERS = SHELLS | POWERSHELLS | {"cmd"}
# Without a script or `-c`, an interpreter runs its standard input.
_OPTIONS = re.compile(r"(?: -[a-z]*)*")

_RULES = {
    ScriptLanguage.POWERSHELL: POWERSHELL + WINDOWS + ANYWHERE,
    ScriptLanguage.BASH: BASH + ANYWHERE,
    ScriptLanguage.BATCH: WINDOWS + ANYWHERE,
    ScriptLanguage.PYTHON: PYTHON,
}


def reasons_of(command: Command) -> Iterator[str]:
    """Why this command, by itself, is dangerous."""
    arguments = "".join(f" {word.lower()}" for word in command.words)
    if command.has("-whatif") and command.language is ScriptLanguage.POWERSHELL:
        return
    if re.fullmatch(SQL_CLIENTS, command.name):
        arguments += f" {command.stdin.lower()}"
    yield from (rule.reason for rule in _rules_for(command.language, command.name) if rule.fits(arguments))
    if _runs_a_download(command, arguments):
        yield RUNS


def _rules_for(language: ScriptLanguage, name: str) -> Sequence[Rule]:
    return _remembered(language, name) if len(name) <= _LONGEST_REMEMBERED else _found(language, name)


def _found(language: ScriptLanguage, name: str) -> Sequence[Rule]:
    return [rule for rule in _RULES[language] if rule.names.fullmatch(name)]


_remembered = lru_cache(maxsize=4_096)(_found)
_LONGEST_REMEMBERED = 60


def _runs_a_download(command: Command, arguments: str) -> bool:
    """Whether it runs downloaded or decoded text: `curl … | sh`, `bash <(curl …)`, `echo … | base64 -d | sh`."""
    if command.name in _INTERPRETERS and command.reads_from is not None and _OPTIONS.fullmatch(arguments):
        return True
    if command.name not in SHELLS | {"eval", "source", ".", "python", "python3", "perl", "iex"}:
        return False
    return command.reads_from in _DOWNLOADERS or bool(
        re.search(r"[<$]\(\s*(?:curl|wget)\b|`(?:curl|wget)\b", arguments)
    )
