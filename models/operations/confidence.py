"""Computes a session's confidence score from its facts, its attempts and the copilot's proposal."""

from __future__ import annotations

from models.ai_session import AiSession
from models.fix_transitions import FixStatus
from models.queries.facts import facts_of
from models.queries.suggested_fixes import count_finished_attempts, fixes_of

FACTS_WEIGHT, ENOUGH_FACTS = 0.4, 5
ATTEMPTS_WEIGHT, ENOUGH_ATTEMPTS = 0.3, 2
PROPOSAL_WEIGHT = {"low": 0.3, "medium": 0.2, "high": 0.1}
"""The weight of the newest fix by its risk.  The risk serves as the copilot's own estimate of the fix."""
UNSUCCESSFUL = frozenset({FixStatus.APPLIED_FAILED, FixStatus.DISMISSED})


def update_confidence(ai_session: AiSession) -> None:
    """Set the score, from 0 to 1.  Five facts, two finished attempts and a low-risk fix that still may help give 1."""
    facts = min(len(facts_of(ai_session)), ENOUGH_FACTS) / ENOUGH_FACTS
    attempts = min(count_finished_attempts(ai_session), ENOUGH_ATTEMPTS) / ENOUGH_ATTEMPTS
    newest = next(iter(fixes_of(ai_session)), None)
    proposal = PROPOSAL_WEIGHT[newest.risk] if newest and newest.status not in UNSUCCESSFUL else 0.0
    ai_session.confidence_score = round(FACTS_WEIGHT * facts + ATTEMPTS_WEIGHT * attempts + proposal, 3)
