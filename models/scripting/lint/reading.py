"""Whether a script only reads: every command of it is known to change nothing.  What is not listed here may change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import Command
from models.scripting.lint.python import DEFINES
from models.scripting.lint.reading_python import is_reading_call
from models.scripting.lint.reading_unix import UNIX
from models.scripting.lint.reading_windows import CMDLETS, METHODS, WINDOWS

_NOWHERE = re.compile(r"/dev/(?:null|stderr|stdout|tty)|\$null|nul|&?[12]", re.IGNORECASE)
_BATCH_REDIRECTION = re.compile(r"\d?>{1,2}\s*(?!nul\b|&)", re.IGNORECASE)


def only_reads(commands: Sequence[Command]) -> bool:
    """Whether each command is known to change nothing.  A function of the script counts by its own commands."""
    own = {command.name.removeprefix(DEFINES) for command in commands if command.name.startswith(DEFINES)}
    return all(command.name in own or _reads(command) for command in commands)


def _reads(command: Command) -> bool:
    name, arguments = command.name, " ".join(command.words).lower()
    if name.startswith(DEFINES):
        return True
    if name in {">", ">>"}:
        return _NOWHERE.fullmatch(arguments) is not None
    if command.language is ScriptLanguage.PYTHON:
        return is_reading_call(command)
    if command.language is ScriptLanguage.BASH:
        return UNIX.reads(name, arguments)
    if command.language is ScriptLanguage.BATCH:
        return _BATCH_REDIRECTION.search(arguments) is None and (name.startswith(":") or WINDOWS.reads(name, arguments))
    return METHODS.reads(name, arguments) or CMDLETS.reads(name, arguments) or WINDOWS.reads(name, arguments)
