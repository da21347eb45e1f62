"""From a session's rows to the assistant's typed inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from models.ai_session import AiSession
from models.handoff import Handoff
from models.queries.ai_sessions import all_steps, facts_of, fixes_of
from models.queries.attempts import attempts_of
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix
from tasks.integrations.assistant import (
    AssessmentInput,
    AttemptIn,
    CallRecord,
    ChatReplyInput,
    FactIn,
    FixIn,
    Turn,
)

_SPOKEN = frozenset({StepKind.USER_MESSAGE, StepKind.ASSISTANT_MESSAGE, StepKind.ACTION, StepKind.NOTE})


def chat_reply_input(ai_session: AiSession) -> ChatReplyInput:
    return ChatReplyInput(**_about(ai_session))


def assessment_input(ai_session: AiSession, handoff: Handoff) -> AssessmentInput:
    attempts = [
        AttemptIn(what=attempt.title, outcome=attempt.outcome, notes=attempt.notes)
        for attempt in attempts_of(ai_session)
    ]
    return AssessmentInput(
        **_about(ai_session),
        reason=handoff.reason or "",
        escalated_by=handoff.created_by.name,
        attempts=attempts,
    )


def usage_rows(calls: Iterable[CallRecord]) -> list[dict[str, Any]]:
    """The calls as columns of `ai_usage`."""
    return [
        asdict(call)
        | {
            "prompt_version": str(call.prompt_version),
            "price_as_of": date.fromisoformat(call.price_as_of) if call.price_as_of else None,
        }
        for call in calls
    ]


def _about(ai_session: AiSession) -> dict[str, Any]:
    return {
        "problem": ai_session.problem,
        "client_name": ai_session.client_name,
        "psa_ticket_id": ai_session.psa_ticket_id,
        "turns": _turns(all_steps(ai_session)),
        "facts": [FactIn(kind=fact.kind, value=fact.value) for fact in facts_of(ai_session)],
        "fixes": [_fix(fix, number) for number, fix in enumerate(reversed(fixes_of(ai_session)), start=1)],
    }


def _turns(steps: Sequence[Step]) -> list[Turn]:
    """What was said and done; an empty answer (stopped before its first word) is no turn."""
    return [_turn(step) for step in steps if step.kind in _SPOKEN and step.content.strip()]


def _turn(step: Step) -> Turn:
    if step.kind == StepKind.ASSISTANT_MESSAGE:
        return Turn(role="copilot", author="Copilot", content=step.content)
    return Turn(role="engineer", author=step.author.name if step.author else "Engineer", content=step.content)


def _fix(fix: SuggestedFix, number: int) -> FixIn:
    """`F1` is the session's first fix: a reference that stays the same from turn to turn."""
    return FixIn(
        ref=f"F{number}",
        title=fix.title,
        rationale=fix.rationale,
        steps=fix.steps,
        risk=fix.risk,
        status=fix.status,
        applied=fix.applied_at is not None,
        notes=fix.notes,
    )
