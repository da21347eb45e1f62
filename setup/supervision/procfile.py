"""The Procfile: which process types there are and how each is started."""

from __future__ import annotations

import re
from pathlib import Path

from setup.paths import ROOT
from setup.problems import SetupProblem

RELEASE = "release"
"""The process type that each start runs to its end before it starts the others."""

_LINE = re.compile(r"([A-Za-z0-9_-]+)\s*:\s*(\S.*)")


def commands(file: Path = ROOT / "Procfile") -> dict[str, str]:
    """Each process type's shell command, in the file's order.  Raises SetupProblem `bad_procfile`."""
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            matched = _LINE.fullmatch(line.strip())
            if matched is None or matched[1] in found:
                raise SetupProblem("bad_procfile", f"{file}, line {number}: {line!r} is no new `name: command`.")
            found[matched[1]] = matched[2]
    return found
