"""The risk of a script: it reads, it changes something, or it can destroy."""

from __future__ import annotations

from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.lint.danger import Danger, examined
from models.scripting.lint.reading import only_reads

MOST_REASONS = 20


@dataclass(frozen=True)
class Assessed:
    """`reasons` are sentences with their lines, such as "Line 8 restarts a service on a server"."""

    risk: ScriptRisk
    reasons: list[str]


def risk_of(language: ScriptLanguage, script: str, *, is_valid: bool = True) -> Assessed:
    """DESTROYS if the lint finds a danger, READS if every command is known to only read, and otherwise CHANGES.

    `is_valid`: whether the script parses.  Of one that does not, nobody knows that it only reads.  Never raises.
    """
    found = examined(script, language)
    if found.dangers:
        is_grave = any(danger.is_grave for danger in found.dangers)
        return Assessed(ScriptRisk.DESTROYS if is_grave else ScriptRisk.CHANGES, _sentences(found.dangers))
    return Assessed(ScriptRisk.READS if is_valid and only_reads(found.commands) else ScriptRisk.CHANGES, [])


def _sentences(dangers: list[Danger]) -> list[str]:
    return list(dict.fromkeys(f"Line {danger.row} {danger.reason}" for danger in dangers))[:MOST_REASONS]
