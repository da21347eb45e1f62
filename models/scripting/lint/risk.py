"""The risk of a script: it reads, it changes something, or it can destroy."""

from __future__ import annotations

from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.lint.danger import Danger, commands_in, dangers_in
from models.scripting.lint.reading import only_reads
from models.scripting.lint.trees import TooIntricate

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
    if dangers := dangers_in(script, language):
        is_grave = any(danger.is_grave for danger in dangers)
        return Assessed(ScriptRisk.DESTROYS if is_grave else ScriptRisk.CHANGES, _sentences(dangers))
    is_harmless = is_valid and _only_reads(language, script)
    return Assessed(ScriptRisk.READS if is_harmless else ScriptRisk.CHANGES, [])


def _only_reads(language: ScriptLanguage, script: str) -> bool:
    try:
        return only_reads(commands_in(script, language))
    except TooIntricate:
        return False


def _sentences(dangers: list[Danger]) -> list[str]:
    return list(dict.fromkeys(f"Line {danger.row} {danger.reason}" for danger in dangers))[:MOST_REASONS]
