"""How sure we are of a session, computed by code from facts, attempts and the copilot's proposal."""

from __future__ import annotations

from models.ai_session import AiSession
from models.queries.ai_sessions import count_finished_attempts, facts_of, fixes_of
from models.suggested_fix import FixStatus

FACTS_WEIGHT, ENOUGH_FACTS = 0.4, 5
ATTEMPTS_WEIGHT, ENOUGH_ATTEMPTS = 0.3, 2
PROPOSAL_WEIGHT = {"low": 0.3, "medium": 0.2, "high": 0.1}
"""The copilot's own estimate, read from the risk of its newest fix until a reply carries one of its own."""
IN_VAIN = frozenset({FixStatus.APPLIED_FAILED, FixStatus.DISMISSED})


def update_confidence(ai_session: AiSession) -> None:
    """Score from 0 to 1: five facts, two finished attempts and a fix that was not in vain are as sure as it gets."""
    facts = min(len(facts_of(ai_session)), ENOUGH_FACTS) / ENOUGH_FACTS
    attempts = min(count_finished_attempts(ai_session), ENOUGH_ATTEMPTS) / ENOUGH_ATTEMPTS
    newest = next(iter(fixes_of(ai_session)), None)
    proposal = PROPOSAL_WEIGHT[newest.risk] if newest and newest.status not in IN_VAIN else 0.0
    ai_session.confidence_score = round(FACTS_WEIGHT * facts + ATTEMPTS_WEIGHT * attempts + proposal, 3)
