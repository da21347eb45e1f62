"""The content of a handoff: the snapshot of the session, and the escalation package for the engineer who claims it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from models.ai_session import AiSession
from models.attempt import Attempt
from models.attempt_ledger import attempts_among
from models.core import clock
from models.core.database.tables import JsonObject
from models.fact import MACHINES
from models.handoff import Handoff
from models.operations.packaged_hypotheses import hypotheses_on_record
from models.queries.attempts import step_row
from models.queries.session_record import record_rows
from models.queries.suggested_fixes import fixes_of
from models.suggested_fix import SuggestedFix
from models.user import User


@dataclass(frozen=True)
class SessionRecord:
    """The content of a session: facts, steps without the system's, fixes and attempts, each oldest first.

    Of the hypotheses the most likely one comes first, and the refuted ones last.
    """

    facts: list[JsonObject]
    steps: list[JsonObject]
    fixes: list[JsonObject]
    ledger: list[Attempt]
    hypotheses: list[JsonObject]

    @property
    def attempts(self) -> list[JsonObject]:
        return [attempt.as_json() for attempt in self.ledger]


def record_of(ai_session: AiSession) -> SessionRecord:
    fixes, rows = fixes_of(ai_session), record_rows(ai_session.id)
    ledger = _attempts(fixes, rows.steps, rows.facts)
    return SessionRecord(
        facts=[_fact(fact) for fact in rows.facts],
        steps=[_step(step) for step in rows.steps],
        fixes=[_fix(fix) for fix in reversed(fixes)],
        ledger=ledger,
        hypotheses=hypotheses_on_record(rows, ledger),
    )


def _attempts(fixes: Sequence[SuggestedFix], steps: Sequence[RowMapping], facts: Sequence[RowMapping]) -> list[Attempt]:
    machines = [fact["content"] for fact in facts if fact["kind"] in MACHINES]
    return attempts_among(fixes, [step_row(step) for step in steps], machines=machines)


def snapshot_of(ai_session: AiSession, record: SessionRecord) -> JsonObject:
    """The session as it is when it is handed over."""
    return {
        "title": ai_session.title,
        "problem": ai_session.problem,
        "client_name": ai_session.client_name,
        "psa_ticket_id": ai_session.psa_ticket_id,
        "state_version": ai_session.state_version,
        "facts": record.facts,
        "steps": record.steps,
        "fixes": record.fixes,
        "attempts": record.attempts,
        "hypotheses": record.hypotheses,
    }


def escalation_package(ai_session: AiSession, record: SessionRecord, handoff: Handoff, *, by: User) -> JsonObject:
    """What the receiver of an escalation needs to know, built without AI; the assessment adds its hypothesis later."""
    return {
        "handoff_id": str(handoff.id),
        "escalated_by": {"id": str(by.id), "name": by.name},
        "problem": ai_session.problem,
        "facts": record.facts,
        "attempts": record.attempts,
        "hypotheses": record.hypotheses,
        "reason": handoff.reason,
        "leading_hypothesis": None,
        "enhanced": False,
    }


def enhance_package(ai_session: AiSession, handoff: Handoff, *, likely_cause: str) -> None:
    """Add the likely cause of the assessment, unless a later handoff has written its own package."""
    package = ai_session.escalation_package or {}
    if package.get("handoff_id") == str(handoff.id):
        ai_session.escalation_package = package | {"leading_hypothesis": likely_cause, "enhanced": True}


def _fact(fact: RowMapping) -> JsonObject:
    return {"kind": fact["kind"], "value": fact["content"], "source": fact["source"]}


def _step(step: RowMapping) -> JsonObject:
    return {
        "index": step["index"],
        "kind": step["kind"],
        "author": {"id": str(step["author_id"]), "name": step["author_name"]} if step["author_id"] else None,
        "content": step["content"],
        "created_at": clock.rfc3339(step["created_at"]),
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
        "script": bool(fix.ai_drafted_script),
        "decision": fix.decision,
        "script_title": fix.script_title,
    }
