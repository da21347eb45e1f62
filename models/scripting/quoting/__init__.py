"""Which parts of a script are not code: strings, comments, here-documents and the like, by each language's own rules.

Each reader goes through the text once and holds for every text, also for one that does not parse.  Code inside a
string (`"$(…)"`) is code again.
"""

from __future__ import annotations

from collections.abc import Callable

from models.scripting.languages import ScriptLanguage
from models.scripting.quoting import bash, batch, powershell, python
from models.scripting.quoting.region import Region, RegionKind

__all__ = ["Region", "RegionKind", "regions_of"]

_READERS: dict[ScriptLanguage, Callable[[str], list[Region]]] = {
    ScriptLanguage.POWERSHELL: powershell.regions_of,
    ScriptLanguage.BASH: bash.regions_of,
    ScriptLanguage.BATCH: batch.regions_of,
    ScriptLanguage.PYTHON: python.regions_of,
}


def regions_of(language: ScriptLanguage, script: str) -> list[Region]:
    """The parts that are not code, in order and without overlaps.  Takes time in proportion to the text."""
    return _READERS[language](script)
