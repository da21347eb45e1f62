"""The languages of scripts, and the risks that a script can have."""

from __future__ import annotations

from enum import StrEnum


class ScriptLanguage(StrEnum):
    POWERSHELL = "powershell"
    BASH = "bash"
    BATCH = "batch"
    PYTHON = "python"


class ScriptRisk(StrEnum):
    """READS changes nothing; DESTROYS can lose data, cut people off or weaken protection."""

    READS = "reads"
    CHANGES = "changes"
    DESTROYS = "destroys"

    def at_least(self, other: ScriptRisk) -> ScriptRisk:
        """The graver of the two."""
        order = list(ScriptRisk)
        return max(self, other, key=order.index)
