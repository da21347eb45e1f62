"""What the three parsers have in common: a command with its arguments, and the command whose output it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_EXTENSION = re.compile(r"\.(?:exe|com|cmd|bat|cmdlet)$")


class Language(StrEnum):
    POWERSHELL = "powershell"
    BASH = "bash"
    CMD = "cmd"


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command of a script.

    `name` is in lower case, without folder and extension; aliases are resolved.  `words` are the arguments without
    their quotes; what is only known at run time stays as it is written (`$path`).
    """

    language: Language
    name: str
    words: tuple[str, ...] = ()
    reads_from: str | None = None
    """The name of the command before it in the pipeline; empty if that is an expression, None without a pipeline."""

    stdin: str = ""
    """The here-document that the command reads."""

    def has(self, *flags: str) -> bool:
        """Whether one of `flags` is among the arguments, in any case."""
        return any(word.lower() in flags for word in self.words)

    @property
    def line(self) -> str:
        """Name and arguments with single spaces, in lower case."""
        return " ".join((self.name, *self.words)).lower()


def plain_name(name: str) -> str:
    r"""`shutdown` for `C:\Windows\System32\Shutdown.EXE` and `/usr/sbin/shutdown`: no folder, no extension."""
    return _EXTENSION.sub("", re.split(r"[\\/]", name.strip("\"'"))[-1].lower())
