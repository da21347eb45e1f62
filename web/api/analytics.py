"""/analytics: statistics over the account's history."""

from __future__ import annotations

from models.queries.analytics import EscalationAnalytics, escalation_analytics
from schemas.analytics import EscalationAnalyticsSchema, PeriodQuery
from web.edge.access import ENGINEERS_ONLY
from web.edge.resource import Resource

analytics = Resource("analytics", __name__, url_prefix="/analytics", description="Statistics of the account.")


@analytics.route("/flowpilot/escalations", access=ENGINEERS_ONLY)
@analytics.arguments(PeriodQuery, location="query")
@analytics.response(200, EscalationAnalyticsSchema)
def read_escalation_analytics(query: dict[str, str]) -> EscalationAnalytics:
    """How long it takes from claiming a handoff to the first action"""
    return escalation_analytics(query["period"])
