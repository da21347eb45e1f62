"""The Demo AI's reading of an escalated session, drawn from what the session holds."""

from __future__ import annotations

from prompts.inputs import AssessmentInput, FactIn
from prompts.results import Assessment, Level
from tasks.integrations.assistant.demo import wording
from tasks.integrations.assistant.demo.facts import find_facts
from tasks.integrations.assistant.demo.playbooks import Playbook
from tasks.integrations.assistant.demo.situation import Situation

_MOST_FACTS = 8


def assessment_of(context: AssessmentInput) -> Assessment:
    """Facts, what is open, the cause that is left, what to do next."""
    situation = Situation(context)
    playbook = situation.best
    return Assessment(
        facts_used=_facts(context),
        open_questions=_open_questions(situation, playbook),
        likely_cause=_likely_cause(situation, playbook),
        summary=_summary(context),
        confidence=_confidence(situation, playbook),
        suggested_steps=_steps(situation, playbook),
    )


def _facts(context: AssessmentInput) -> list[str]:
    """The session's facts, else what can be read out of the engineers' words."""
    facts = context.facts or [FactIn(kind=fact.kind, value=fact.value) for fact in find_facts(_told(context))]
    return [f"{fact.kind}: {fact.value}" for fact in facts[:_MOST_FACTS]]


def _told(context: AssessmentInput) -> str:
    return "\n".join([context.problem, *(turn.content for turn in context.turns if turn.role == "engineer")])


def _open_questions(situation: Situation, playbook: Playbook | None) -> list[str]:
    checks = situation.unanswered(playbook.checks if playbook else wording.BASICS)
    waiting = [
        f"Did “{fix.title}” help? It is applied without a result." for fix in situation.open_fixes if fix.applied
    ]
    return [*waiting, *(check.ask for check in checks)][:4]


def _likely_cause(situation: Situation, playbook: Playbook | None) -> str:
    if playbook is None:
        return "Not established: the session names no symptom that points to one cause."
    failed = _failed(situation, playbook)
    left = playbook.causes[min(failed, len(playbook.causes) - 1)]
    if not failed:
        return f"{playbook.title}: {left}."
    return f"{playbook.title}. What was tried makes the first suspects unlikely; what is left: {left}."


def _failed(situation: Situation, playbook: Playbook) -> int:
    """How many of the playbook's fixes are known not to help."""
    titles = {fix.title.casefold() for fix in playbook.fixes}
    return sum(fix.status == "applied_failed" and fix.title.casefold() in titles for fix in situation.told.fixes)


def _summary(context: AssessmentInput) -> str:
    client = f" at {context.client_name}" if context.client_name else ""
    reason = f"{context.escalated_by} escalated it: {_sentence(context.reason)}" if context.reason.strip() else ""
    parts = [f"Reported{client}: {_sentence(context.problem)}", _tried(context), reason]
    return " ".join(part for part in parts if part)


def _tried(context: AssessmentInput) -> str:
    if not context.attempts:
        return "Nothing was tried and recorded yet."
    tried = [_attempt(attempt.what, attempt.outcome, attempt.notes) for attempt in context.attempts]
    return f"Tried so far: {'; '.join(tried)}."


def _attempt(what: str, outcome: str, notes: str | None) -> str:
    said = f": {' '.join(notes.split())[:160]}" if notes and notes.strip() else ""
    return f"{what} ({outcome.replace('_', ' ')}{said})"


def _sentence(text: str, limit: int = 280) -> str:
    """A person's words on one line, cut at a word, ended by a full stop."""
    words = " ".join(text.split())
    if len(words) > limit:
        words = words[:limit].rsplit(" ", 1)[0] + " …"
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _confidence(situation: Situation, playbook: Playbook | None) -> Level:
    """Never high: a playbook recognises a pattern, it does not exclude the alternatives."""
    if playbook is None or not situation.told.facts or not situation.is_sure:
        return "low"
    return "low" if situation.rival or _failed(situation, playbook) > 1 else "medium"


def _steps(situation: Situation, playbook: Playbook | None) -> list[str]:
    """The playbook's fixes that nobody has tried, then what always helps."""
    untried = [f"{fix.title}: {fix.rationale}" for fix in situation.untried_fixes(playbook)] if playbook else []
    general = [] if untried else ["Reproduce the failure once and read the event logs of that minute."]
    return [*untried[:4], *general, "Confirm the result with the user before the session is resolved."]
