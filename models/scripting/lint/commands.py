"""What the parsers have in common: a command with its arguments, and the command whose output it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage

REPEATED = "-repeated"
"""An argument that we add to a command that runs once for each of many items, in a loop or after a pipe."""

DEFINES = "defines:"
"""The prefix of a name that marks the definition of a function instead of a command."""

_EXTENSION = re.compile(r"\.(?:exe|com|cmd|bat|cmdlet)$")


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command of a script.

    `name` is in lower case, without folder and extension; aliases are resolved.  `words` are the arguments without
    their quotes; what is only known at run time stays as it is written (`$path`).
    """

    language: ScriptLanguage
    row: int = 1
    """The line of the script that it stands in, from 1."""

    name: str
    words: tuple[str, ...] = ()
    reads_from: str | None = None
    """The name of the command before it in the pipeline; empty if that is an expression, None without a pipeline."""

    stdin: str = ""
    """The here-document that the command reads."""

    def has(self, *flags: str) -> bool:
        """Whether one of `flags` is among the arguments, in any case."""
        return any(word.lower() in flags for word in self.words)


def plain_name(name: str) -> str:
    r"""`shutdown` for `C:\Windows\System32\Shutdown.EXE` and `/usr/sbin/shutdown`: no folder, no extension."""
    return _EXTENSION.sub("", re.split(r"[\\/]", name.strip("\"'"))[-1].lower())
