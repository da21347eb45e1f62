"""Figures about an account's escalations, computed by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from models.core import clock
from models.core.unit_of_work import current, db_session

PERIODS = {"7d": timedelta(days=7), "30d": timedelta(days=30), "90d": timedelta(days=90)}

METRIC_DEFINITION = (
    "Seconds from the claim of an escalation to the first message, action or note of a person on its session, over"
    " escalations claimed in the period. Escalations without such a step count as claimed only. This is the time to the"
    " first action, not minutes saved: that would need a baseline of work done by hand beside it."
)

# Uses ix_handoffs_claimed for the claims and ix_steps_created for the first step after each.
_FIRST_ACTIONS = text(
    """
    select avg(seconds) as avg_seconds,
           percentile_cont(0.5) within group (order by seconds) as median_seconds,
           percentile_cont(0.95) within group (order by seconds) as p95_seconds,
           count(*) as n_handoffs_claimed,
           count(seconds) as n_handoffs_with_action
    from (
        select extract(epoch from first_step.created_at - h.claimed_at)::double precision as seconds
        from handoffs h
        left join lateral (
            select s.created_at from steps s
            where s.ai_session_id = h.ai_session_id and s.created_at >= h.claimed_at
              and s.kind in ('user_message', 'action', 'note')
            order by s.created_at limit 1
        ) first_step on true
        where h.account_id = :account_id and h.claimed_at >= :since and h.intent = 'escalate'
    ) claims
    """
)


@dataclass(frozen=True, kw_only=True)
class EscalationAnalytics:
    """Seconds are None if no claim in the period was followed by an action."""

    period: str
    avg_seconds: float | None
    median_seconds: float | None
    p95_seconds: float | None
    n_handoffs_claimed: int
    n_handoffs_with_action: int
    metric_definition: str = METRIC_DEFINITION


def escalation_analytics(period: str) -> EscalationAnalytics:
    """For the current account; `period` is one of PERIODS."""
    values = {"account_id": current().account_id, "since": clock.now() - PERIODS[period]}
    return EscalationAnalytics(period=period, **db_session().execute(_FIRST_ACTIONS, values).mappings().one())
