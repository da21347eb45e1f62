"""What a handoff carries: the snapshot of the session and the escalation package for the receiver."""

from __future__ import annotations

from dataclasses import dataclass

from models.ai_session import AiSession
from models.core import clock
from models.core.tables import JsonObject
from models.fact import Fact
from models.handoff import Handoff
from models.queries.ai_sessions import all_steps, facts_of, fixes_of
from models.queries.attempts import attempts_among
from models.step import Step
from models.suggested_fix import SuggestedFix
from models.user import User


@dataclass(frozen=True)
class Record:
    """What a session holds, read once: facts and steps in their order, fixes and attempts oldest first."""

    facts: list[JsonObject]
    steps: list[JsonObject]
    fixes: list[JsonObject]
    attempts: list[JsonObject]


def record_of(ai_session: AiSession) -> Record:
    fixes = fixes_of(ai_session)
    return Record(
        facts=[_fact(fact) for fact in facts_of(ai_session)],
        steps=[_step(step) for step in all_steps(ai_session)],
        fixes=[_fix(fix) for fix in reversed(fixes)],
        attempts=[attempt.as_json() for attempt in attempts_among(fixes)],
    )


def snapshot_of(ai_session: AiSession, record: Record) -> JsonObject:
    """The session as it was when it was given away."""
    return {
        "problem": ai_session.problem,
        "client_name": ai_session.client_name,
        "psa_ticket_id": ai_session.psa_ticket_id,
        "state_version": ai_session.state_version,
        "facts": record.facts,
        "steps": record.steps,
        "fixes": record.fixes,
        "attempts": record.attempts,
    }


def escalation_package(ai_session: AiSession, record: Record, handoff: Handoff, *, by: User) -> JsonObject:
    """For the receiver, complete without any AI; the assessment enhances it later."""
    return {
        "handoff_id": str(handoff.id),
        "escalated_by": {"id": str(by.id), "name": by.name},
        "problem": ai_session.problem,
        "facts": record.facts,
        "attempts": record.attempts,
        "reason": handoff.reason,
        "leading_hypothesis": None,
        "enhanced": False,
    }


def enhance_package(ai_session: AiSession, handoff: Handoff, *, likely_cause: str) -> None:
    """Add the assessment's likely cause, unless a later handoff wrote a package of its own."""
    package = ai_session.escalation_package or {}
    if package.get("handoff_id") == str(handoff.id):
        ai_session.escalation_package = package | {"leading_hypothesis": likely_cause, "enhanced": True}


def _fact(fact: Fact) -> JsonObject:
    return {"kind": fact.kind, "value": fact.value, "source": fact.source}


def _step(step: Step) -> JsonObject:
    return {
        "index": step.index,
        "kind": step.kind,
        "author": {"id": str(step.author.id), "name": step.author.name} if step.author else None,
        "content": step.content,
        "created_at": clock.rfc3339(step.created_at),
    }


def _fix(fix: SuggestedFix) -> JsonObject:
    return {
        "id": str(fix.id),
        "title": fix.title,
        "rationale": fix.rationale,
        "steps": fix.steps,
        "risk": fix.risk,
        "status": fix.status,
        "notes": fix.notes,
        "applied_at": clock.rfc3339(fix.applied_at) if fix.applied_at else None,
        "verified_at": clock.rfc3339(fix.verified_at) if fix.verified_at else None,
    }
