"""The Demo AI's assessment of an escalated session, made from what the session contains."""

from __future__ import annotations

from models.core.graphemes import beginning, cut
from models.library import Guide
from models.titles import summary_of
from prompts.assessment.inputs import AssessmentInput
from prompts.assessment.results import Assessment
from prompts.session import FactIn, SessionInput
from prompts.shapes import Level
from tasks.integrations.assistant.demo import wording
from tasks.integrations.assistant.demo.facts import find_facts
from tasks.integrations.assistant.demo.situation import Situation
from tasks.integrations.assistant.demo.suspects import answers_to

_MOST_FACTS = 8
LONGEST_PROBLEM = 1_000
"""Characters of the problem's summary, in which pasted text is named in a few words; `one_sentence` cuts it further."""


def assessment_of(context: AssessmentInput) -> Assessment:
    """The facts, the open questions, the cause that remains, and what to do next."""
    situation = Situation(context)
    guide = situation.best
    return Assessment(
        facts_used=facts_of(context),
        open_questions=open_questions(situation, guide),
        likely_cause=likely_cause_of(situation, guide),
        summary=_summary(context),
        confidence=_confidence(situation, guide),
        suggested_steps=next_steps(situation, guide),
    )


def facts_of(context: SessionInput) -> list[str]:
    """The session's facts, or the facts found in the engineers' words if there are none."""
    facts = context.facts or [FactIn(kind=fact.kind, value=fact.value) for fact in find_facts(_engineers_text(context))]
    return [f"{fact.kind}: {fact.value}" for fact in facts[:_MOST_FACTS]]


def _engineers_text(context: SessionInput) -> str:
    return "\n".join([context.problem, *(turn.content for turn in context.turns if turn.role == "engineer")])


def open_questions(situation: Situation, guide: Guide | None) -> list[str]:
    checks = situation.unanswered(situation.telling_checks if guide else wording.BASICS)
    answered = {check.id for _, check, _ in answers_to(checks, situation.session.turns)}
    waiting = [
        f"Did “{fix.title}” help? It is applied without a result." for fix in situation.open_fixes if fix.applied
    ]
    return [*waiting, *(check.text for check in checks if check.id not in answered)][:4]


def likely_cause_of(situation: Situation, guide: Guide | None) -> str:
    """The most likely cause that nothing refuted, with what is ruled out."""
    if guide is None:
        return "Not known: the session names no symptom that points to one cause."
    left = [suspect for suspect in situation.suspects if not suspect.is_refuted]
    if not left:
        return f"Not known. {guide.title}: every usual cause is ruled out by what was tried."
    refuted = [suspect.cause.text for suspect in situation.suspects if suspect.is_refuted]
    ruled_out = f" Ruled out: {'; '.join(refuted)}." if refuted else ""
    return f"{guide.title}: {left[0].cause.text}.{ruled_out}"


def _summary(context: AssessmentInput) -> str:
    client = f" at {context.client_name}" if context.client_name else ""
    reason = f"{context.escalated_by} escalated it: {one_sentence(context.reason)}" if context.reason.strip() else ""
    parts = [f"Reported{client}: {one_sentence(summary_of(context.problem, LONGEST_PROBLEM))}", _tried(context), reason]
    return " ".join(part for part in parts if part)


def _tried(context: AssessmentInput) -> str:
    if not context.attempts:
        return "Nothing was tried and recorded yet."
    tried = [_attempt(attempt.what, attempt.outcome, attempt.notes) for attempt in context.attempts]
    return f"Tried so far: {'; '.join(tried)}."


def _attempt(what: str, outcome: str | None, notes: str | None) -> str:
    said = f": {cut(' '.join(notes.split()).rstrip('.'), 160)}" if notes and notes.strip() else ""
    return f"{what} ({(outcome or 'recorded').replace('_', ' ')}{said})"


def one_sentence(text: str, limit: int = 280) -> str:
    """The text on one line, cut at a word, with a full stop at the end."""
    words = " ".join(text.split())
    if len(words) > limit:
        words = beginning(words, limit).rsplit(" ", 1)[0] + " …"
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _confidence(situation: Situation, guide: Guide | None) -> Level:
    """Never high: a guide recognises a pattern, but does not exclude the alternatives."""
    if guide is None or not situation.session.facts or not situation.is_sure:
        return "low"
    return "low" if situation.rival or len(situation.failed_fixes(guide)) > 1 else "medium"


def next_steps(situation: Situation, guide: Guide | None) -> list[str]:
    """The guide's fixes that have not been tried and whose cause is still possible, then general advice."""
    untried = [f"{fix.title}: {fix.rationale}" for fix in situation.untried_fixes(guide)] if guide else []
    general = [] if untried else ["Reproduce the failure once and read the event logs of that minute."]
    return [*untried[:4], *general, "Confirm the result with the user before the session is resolved."]
