"""The Demo AI's resolution note and escalation package, made from what the session contains."""

from __future__ import annotations

from models.titles import summary_of
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.escalation_package.results import EscalationPackage
from prompts.outcomes import Outcome, leading_fix, outcome_of
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.resolution_note.results import ResolutionNote
from prompts.session import FixIn, SessionInput
from tasks.integrations.assistant.demo.assessment import (
    LONGEST_PROBLEM,
    facts_of,
    likely_cause_of,
    next_steps,
    one_sentence,
    open_questions,
)
from tasks.integrations.assistant.demo.situation import Situation

_SAYINGS: dict[Outcome, str] = {
    "success": "“{fix}” solved it, as an engineer confirmed. The problem is closed.",
    "partial": "“{fix}” helped in part: {notes} The rest is not solved.",
    "failed": "“{fix}” did not help: {notes} The problem is not solved.",
    "pending": "“{fix}” is in place as a provisional fix and waits to be verified: {notes}",
    "verifying": "“{fix}” is applied, and its result is not known yet.",
    "proposed": "“{fix}” was proposed and not tried, so the problem is not solved.",
    "dismissed": "“{fix}” was dismissed, so the problem is not solved by it.",
    "none": "No fix is on record.",
}
_PACKAGE_SAYINGS = _SAYINGS | {"success": "“{fix}” worked, as an engineer confirmed."}
_FIRST_STEPS: dict[Outcome, str] = {
    "pending": "Verify whether “{fix}” holds: {notes}",
    "verifying": "Find out whether “{fix}” helped, and record the result.",
}
_NO_NOTES = "no details were noted."


def resolution_note_of(context: ResolutionNoteInput) -> ResolutionNote:
    """What the problem was, what was done, and where that leaves it."""
    situation, fix = Situation(context), leading_fix(context.fixes)
    return ResolutionNote(
        facts_used=facts_of(context),
        cause=_cause(situation, fix),
        summary=f"{_reported(context)} {_said(_SAYINGS, fix)}",
        next_steps=_steps(situation, fix, after_success="Reopen the session if the problem comes back."),
    )


def escalation_package_of(context: EscalationPackageInput) -> EscalationPackage:
    """What is known, what was tried, and what to do next; an outstanding verification comes first."""
    situation, fix = Situation(context), leading_fix(context.fixes)
    said, reported = _said(_PACKAGE_SAYINGS, fix), _reported(context)
    is_outstanding = outcome_of(fix) in _FIRST_STEPS
    return EscalationPackage(
        facts_used=facts_of(context),
        open_questions=open_questions(situation, situation.best),
        likely_cause=_cause(situation, fix),
        summary=f"{said} {reported}" if is_outstanding else f"{reported} {said}",
        next_steps=_steps(situation, fix, after_success="Ask the escalator what is still open."),
    )


def _reported(context: SessionInput) -> str:
    client = f" at {context.client_name}" if context.client_name else ""
    return f"Reported{client}: {one_sentence(summary_of(context.problem, LONGEST_PROBLEM))}"


def _said(sayings: dict[Outcome, str], fix: FixIn | None) -> str:
    """The sentence for the fix's outcome; empty if there is none."""
    notes = one_sentence(fix.notes) if fix and fix.notes else _NO_NOTES
    return sayings.get(outcome_of(fix), "").format(fix=fix.title if fix else "", notes=notes)


def _cause(situation: Situation, fix: FixIn | None) -> str:
    """The reason for the fix that worked; otherwise what the guides leave."""
    if fix and outcome_of(fix) == "success" and fix.rationale.strip():
        return f"Nobody recorded it by name. The fix that worked points to it: {one_sentence(fix.rationale)}"
    return likely_cause_of(situation, situation.best)


def _steps(situation: Situation, fix: FixIn | None, *, after_success: str) -> list[str]:
    if outcome_of(fix) == "success":
        return [after_success]
    first = _said(_FIRST_STEPS, fix)
    return [*([first] if first else []), *next_steps(situation, situation.best)]
