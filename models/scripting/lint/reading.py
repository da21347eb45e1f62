"""Commands that are known to only read.  What is not listed here counts as a change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.scripting.lint.commands import Command

_READING = re.compile(
    r"(?:get|test|measure|select|where|sort|group|compare|resolve|find|search|show|join|split|convertfrom|convertto)"
    r"-[a-z]\w*|format-(?:table|list|wide|custom|hex)|out-(?:string|null|host|default|gridview)"
    r"|write-(?:host|output|verbose|warning|error|debug|information|progress)|echo|ipconfig|ping|hostname|whoami"
    r"|tracert|nslookup|systeminfo|netstat|tasklist|ls|cat|grep|df|du|ps|uptime|uname|id|who|last|head|tail|wc|sort",
    re.IGNORECASE,
)


def only_reads(commands: Sequence[Command]) -> bool:
    """Whether each command is known to change nothing."""
    return all(_READING.fullmatch(command.name) for command in commands)
