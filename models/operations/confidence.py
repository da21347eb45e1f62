"""How sure we are of a session, computed by code from facts, attempts and the copilot's proposal."""

from __future__ import annotations

from models.ai_session import AiSession
from models.queries.ai_sessions import active_fix_of, count_finished_attempts, facts_of

FACTS_WEIGHT, ENOUGH_FACTS = 0.4, 5
ATTEMPTS_WEIGHT, ENOUGH_ATTEMPTS = 0.3, 2
PROPOSAL_WEIGHT = {"low": 0.3, "medium": 0.2, "high": 0.1}
"""By the risk that the copilot gave its active fix: a careful proposal says that it is less sure."""


def update_confidence(ai_session: AiSession) -> None:
    """Score from 0 to 1: five facts, two finished attempts and an active fix are as sure as it gets."""
    facts = min(len(facts_of(ai_session)), ENOUGH_FACTS) / ENOUGH_FACTS
    attempts = min(count_finished_attempts(ai_session), ENOUGH_ATTEMPTS) / ENOUGH_ATTEMPTS
    fix = active_fix_of(ai_session)
    proposal = PROPOSAL_WEIGHT[fix.risk] if fix else 0.0
    ai_session.confidence_score = round(FACTS_WEIGHT * facts + ATTEMPTS_WEIGHT * attempts + proposal, 3)
