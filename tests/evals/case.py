"""A case: a session in few words, the task to do with it, and what the answer must and must not contain."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tasks.integrations.assistant import AttemptIn, FactIn, FixIn, Turn

CASES = Path(__file__).with_name("cases")
Level = Literal["low", "medium", "high"]


class Closed(BaseModel):
    """A misspelt key is an error and not an expectation that nobody checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fix(Closed):
    """Without a status, a fix that was applied and whose result is not known."""

    title: str
    status: str = "proposed"
    applied: bool = True
    notes: str | None = None


class Script(Closed):
    """A script that exists: the one to change, or the one that becomes a template."""

    language: str
    body: str
    title: str = ""
    purpose: str = ""


class Session(Closed):
    """`turns` are pairs of a speaker (`copilot` or an engineer's name) and a text, oldest first, after the problem."""

    problem: str
    client: str | None = None
    facts: dict[str, str] = {}
    fixes: list[Fix] = []
    turns: list[dict[str, str]] = []
    earlier_turns: int = 0
    """How many turns of small talk about the problem come between the problem and `turns`."""
    log_lines: int = 0
    """How many harmless log lines stand before the last turn's text."""
    reason: str = "I am stuck"
    """Why it was escalated, for tasks about an escalation."""
    script: Script | None = None
    """For tasks about a script."""
    guide: str | None = None
    """The id of the library's guide that a decision tree may be drawn from."""


class Expected(Closed):
    """`mentions`: of each list, one text must occur.  Texts are compared without regard to case."""

    mentions: list[list[str]] = []
    not_mentions: list[str] = []
    outcomes: dict[str, str] | None = None
    """By the fix's ref; an empty mapping: none may be proposed.  None: not checked."""
    proposes_fix: bool | None = None
    facts: list[str] = []
    """Values that must be noted, each as a whole or as a part of a longer one."""
    no_facts: list[str] = []
    asks: bool | None = None
    """Whether the answer must, or must not, ask the engineer something."""
    confidence: list[Level] = []
    fails_with: str | None = None
    """The code of the error that is the right end."""


class Case(Closed):
    """`providers`: which ones are held to it; a case about a language or a judgement can only be asked of a model."""

    id: str
    task: str
    session: Session
    expect: Expected
    judge: list[str] = []
    providers: list[Literal["demo", "anthropic"]] = Field(default=["demo", "anthropic"])


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    files = sorted(CASES.glob("*.yaml"))
    return tuple(Case.model_validate(case) for file in files for case in yaml.safe_load(file.read_text("utf-8")))


def session_fields(session: Session) -> dict[str, Any]:
    """The fields of `SessionInput`."""
    return {
        "problem": session.problem,
        "client_name": session.client,
        "psa_ticket_id": None,
        "turns": _turns(session),
        "facts": [FactIn(kind=kind, value=value) for kind, value in session.facts.items()],
        "fixes": [_fix(fix, f"F{number}") for number, fix in enumerate(session.fixes, start=1)],
    }


def attempts(session: Session) -> list[AttemptIn]:
    """The attempt ledger that the fixes make."""
    outcomes = {
        "applied_success": "worked",
        "applied_failed": "did_not_work",
        "applied_partial": "partly",
        "applied_pending": "pending",
    }
    applied = [fix for fix in session.fixes if fix.applied]
    return [
        AttemptIn(ref=f"A{number}", what=fix.title, outcome=outcomes.get(fix.status, "verifying"), notes=fix.notes)
        for number, fix in enumerate(applied, start=1)
    ]


def _turns(session: Session) -> list[Turn]:
    spoken = [("Sam", session.problem), *_small_talk(session.earlier_turns)]
    spoken += [pair for turn in session.turns for pair in turn.items()]
    if session.log_lines:
        speaker, text = spoken[-1]
        spoken[-1] = (speaker, f"{_log(session.log_lines)}\n{text}")
    return [
        Turn(
            role="copilot" if speaker == "copilot" else "engineer",
            author="Copilot" if speaker == "copilot" else speaker.capitalize(),
            content=text,
        )
        for speaker, text in spoken
    ]


def _small_talk(count: int) -> list[tuple[str, str]]:
    pair = (("copilot", "Is anything new?"), ("sam", "Nothing new yet, the user is on the phone."))
    return [pair[number % 2] for number in range(count)]


def _log(lines: int) -> str:
    return "\n".join(f"2026-02-03 INFO  svc heartbeat {number} ok" for number in range(lines))


_NOTES = {
    "applied_pending": "pending_reason",
    "applied_partial": "partial_notes",
    "applied_failed": "failure_reason",
}
"""Where a fix keeps the notes of a status."""


def _fix(fix: Fix, ref: str) -> FixIn:
    return FixIn(
        ref=ref,
        title=fix.title,
        rationale="",
        steps=["Carry it out"],
        risk="low",
        status=fix.status,
        applied=fix.applied,
        notes=fix.notes,
    ).model_copy(update={_NOTES[fix.status]: fix.notes} if fix.status in _NOTES else {})
