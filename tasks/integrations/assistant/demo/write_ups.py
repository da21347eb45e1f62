"""The Demo AI's documentation and client update, made from what the session recorded."""

from __future__ import annotations

from collections.abc import Iterator

from models.titles import summary_of
from prompts.client_update.inputs import ClientUpdateInput
from prompts.client_update.results import ClientMessage
from prompts.documentation.inputs import DocumentationInput
from prompts.documentation.results import Documentation
from prompts.session import AttemptIn, FixIn, SessionInput
from tasks.integrations.assistant.demo.situation import Situation

_LONGEST_PROBLEM = 1_000
_ENVIRONMENT = frozenset({"user", "device", "system", "account", "address", "host", "version"})
_SAID = {
    "worked": "worked",
    "did_not_work": "did not work",
    "partly": "worked in part",
    "pending": "waits to be verified",
    "verifying": "has no result yet",
    "dismissed": "was dismissed",
    "done": "was done",
}


def documentation_of(context: DocumentationInput) -> Documentation:
    """Each section from the record; of the cause only what a fix that worked, or a known pattern, says."""
    solved = _solved_by(context)
    return Documentation(
        problem=_problem(context),
        environment=list(_environment(context)),
        actions=[_action(attempt) for attempt in context.attempts],
        cause=_cause(context, solved),
        resolution=context.resolution or (" ".join([_sentence(solved.title), *solved.steps]) if solved else ""),
        verification=_verification(context, solved),
        next_steps=list(_next_steps(context)),
    )


def message_to(context: ClientUpdateInput) -> ClientMessage:
    """Where the problem stands, without anything technical."""
    return ClientMessage(situation=_situation(context), done=_done(context), next=_next(context))


def _problem(context: SessionInput) -> str:
    client = f"Reported at {context.client_name}: " if context.client_name else ""
    return client + _sentence(summary_of(context.problem, _LONGEST_PROBLEM))


def _environment(context: SessionInput) -> Iterator[str]:
    if context.client_name:
        yield f"Client: {context.client_name}"
    for fact in context.facts:
        if fact.kind in _ENVIRONMENT:
            yield f"{fact.kind.replace('_', ' ').capitalize()}: {fact.value}"


def _action(attempt: AttemptIn) -> str:
    notes = f": {' '.join(attempt.notes.split())}" if attempt.notes and attempt.notes.strip() else ""
    said = _sentence(f"“{attempt.what}” {_SAID.get(attempt.outcome or 'done', 'was done')}{notes}")
    return " ".join(filter(None, (said, attempt.script)))


def _cause(context: DocumentationInput, solved: FixIn | None) -> str:
    if solved:
        return _sentence(solved.rationale)
    guide = Situation(context).best
    return f"Not confirmed. The symptoms fit a known pattern: {guide.title}." if guide else ""


def _verification(context: DocumentationInput, solved: FixIn | None) -> str:
    recorded = f"“{solved.title}” was recorded as working." if solved else ""
    return " ".join(part for part in (recorded, _sentence(context.verification or "")) if part)


def _next_steps(context: SessionInput) -> Iterator[str]:
    for fix in context.fixes:
        if fix.status == "applied_pending":
            yield _sentence(f"Verify “{fix.title}”, which is provisional and waits for: {fix.notes}")
        elif fix.status == "applied_partial":
            yield _sentence(f"Finish “{fix.title}”, which worked in part: {fix.notes}")
        elif fix.status == "proposed" and fix.applied:
            yield f"Record what “{fix.title}” did."


def _situation(context: ClientUpdateInput) -> str:
    return f"This is about the following problem: {_sentence(context.title or summary_of(context.problem))}"


def _done(context: ClientUpdateInput) -> str:
    if solved := _solved_by(context):
        return f"We have done this, and it worked: {_sentence(solved.title)}"
    applied = [fix for fix in context.fixes if fix.applied]
    if any(fix.status == "applied_pending" for fix in applied):
        return "We have made a change and are checking whether it holds."
    if context.resolution:
        return _sentence(context.resolution)
    return "We have tried what usually helps, and are now looking further." if applied else "We are looking into it."


def _next(context: ClientUpdateInput) -> str:
    if context.status == "resolved":
        return "Please tell us if it comes back."
    if context.status in ("escalated", "requesting_escalation"):
        return "A second engineer is taking it over. We will write to you again."
    return "We will write to you again."


def _solved_by(context: SessionInput) -> FixIn | None:
    worked = [fix for fix in context.fixes if fix.status == "applied_success"]
    return worked[-1] if worked else None


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."
