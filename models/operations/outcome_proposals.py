"""What the copilot understood of a fix's outcome: stored for the engineer, who confirms or rejects it.

A proposal never changes the fix's status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.fix_transitions import OUTCOME, UNDONE, FixStatus
from models.queries.steps import newest_step, said_before
from models.queries.suggested_fixes import by_ref, fixes_of
from models.reply import Reply
from models.step import Step
from models.suggested_fix import SuggestedFix

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class SaidOutcome:
    """What the engineer said a fix did.  `fix_ref` is `F1` for the session's first fix; `quote` are their words."""

    fix_ref: str
    outcome: FixStatus
    quote: str
    note: str | None


def store_proposals(
    ai_session: AiSession, said: Sequence[SaidOutcome], *, reply: Reply, step: Step, provider: str
) -> None:
    """Store each outcome with its fix, in place of an older proposal; `step` holds the reply's text.

    An outcome is dropped and logged if the fix has ended, or got an outcome after the reply began: the copilot had
    not read that one.  Expects the session's row to be locked.
    """
    fixes = by_ref(fixes_of(ai_session)) if said else {}
    for one in said:
        fix = fixes.get(one.fix_ref)
        reason = _objection(ai_session, fix, reply)
        if fix is None or reason:
            log.info("outcome_proposal.dropped", fix_ref=one.fix_ref, reason=reason)
            continue
        fix.ai_outcome_proposal = _proposal(one, said_before(step, one.quote), provider=provider)
        events.fix_changed(fix)


def reject_proposal(ai_session: AiSession, fix: SuggestedFix) -> SuggestedFix:
    """The engineer says *Not yet*.  Without a proposal nothing changes.

    Expects the session's row to be locked.  Raises SessionClosed (409) if there is a proposal.
    """
    if fix.ai_outcome_proposal is not None:
        ai_session.check_open()
        fix.ai_outcome_proposal = None
        events.fix_changed(fix)
    return fix


def _objection(ai_session: AiSession, fix: SuggestedFix | None, reply: Reply) -> str | None:
    if fix is None:
        return "no_such_fix"
    if fix.is_terminal:
        return "fix_not_open"
    last = newest_step(ai_session, (OUTCOME, UNDONE), fix_id=fix.id)
    is_outcome = last is not None and last.data["kind"] == OUTCOME
    is_unread = last is not None and reply.read_steps is not None and last.index > reply.read_steps
    return "outcome_recorded_since" if is_outcome and is_unread else None


def _proposal(said: SaidOutcome, message: Step | None, *, provider: str) -> JsonObject:
    """`schemas.suggested_fixes.OutcomeProposalSchema`."""
    note = (said.note or "").strip() or None
    return {
        "outcome": str(said.outcome),
        # A partial outcome needs notes, so that confirming it never fails.
        "notes": note or (said.quote if said.outcome == FixStatus.APPLIED_PARTIAL else None),
        "quote": said.quote,
        "step_id": str(message.id) if message else None,
        "provider": provider,
        "created_at": clock.rfc3339(clock.now()),
    }
