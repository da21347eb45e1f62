"""How suggested fixes ended: by outcome and risk, and how many of those that were tried worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, or_, select

from models.core.unit_of_work import current, db_session
from models.fix_transitions import VERIFIED, FixStatus
from models.queries.analytics.periods import Period
from models.queries.analytics.samples import Share
from models.suggested_fix import Risk, SuggestedFix

_Counted = Row[str, str, bool, int]
"""Status, risk, whether it has a script, and the number."""


@dataclass(frozen=True, kw_only=True)
class FixAnalytics:
    """Of the fixes proposed in the period; every outcome and every risk has a count."""

    period: Period
    all: Share
    with_script: Share
    by_outcome: Mapping[str, int]
    by_risk: Mapping[str, int]


def fix_analytics(period: Period) -> FixAnalytics:
    """For the current account.  A fix has a script if the copilot drafted one or an engineer used a template."""
    rows = _counts(period)
    return FixAnalytics(
        period=period,
        all=_share(rows),
        with_script=_share([row for row in rows if row.has_script]),
        by_outcome={status: sum(row.n for row in rows if row.status == status) for status in FixStatus},
        by_risk={risk: sum(row.n for row in rows if row.risk == risk) for risk in Risk},
    )


def _counts(period: Period) -> Sequence[_Counted]:
    has_script = or_(SuggestedFix.ai_drafted_script.is_not(None), SuggestedFix.script_id.is_not(None))
    query: Select[str, str, bool, int] = (
        select(SuggestedFix.status, SuggestedFix.risk, has_script.label("has_script"), func.count().label("n"))
        .where(SuggestedFix.account_id == current().account_id, SuggestedFix.created_at >= period.since)
        .group_by(SuggestedFix.status, SuggestedFix.risk, has_script)
    )
    return db_session().execute(query).all()


def _share(rows: Sequence[_Counted]) -> Share:
    """Only a fix whose outcome is known is judged; one that worked in part did not work."""
    judged = sum(row.n for row in rows if row.status in VERIFIED)
    worked = sum(row.n for row in rows if row.status == FixStatus.APPLIED_SUCCESS)
    return Share(n=sum(row.n for row in rows), n_judged=judged, worked_share=worked / judged if judged else None)
