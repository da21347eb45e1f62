"""/analytics: statistics over the account's history."""

from __future__ import annotations

from typing import Any

from flask import Response

from models.queries.analytics.escalations import EscalationAnalytics, escalation_analytics
from models.queries.analytics.fixes import FixAnalytics, fix_analytics
from models.queries.analytics.periods import Period, last_period
from models.queries.analytics.sessions import SessionAnalytics, session_analytics
from schemas.analytics import EscalationAnalyticsSchema, FixAnalyticsSchema, PeriodQuery, SessionAnalyticsSchema
from web.api.analytics_csv import escalation_table, fix_table, session_table
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.csv import MEDIA_TYPE
from web.edge.resource import Resource

analytics = Resource("analytics", __name__, url_prefix="/analytics", description="Statistics of the account.")

_FILE = {"type": "string"}


@analytics.route("/flowpilot/escalations", access=ENGINEERS_ONLY)
@analytics.arguments(PeriodQuery, location="query")
@analytics.response(200, EscalationAnalyticsSchema)
@analytics.alt_response(200, schema=_FILE, content_type=MEDIA_TYPE, success=True)
def read_escalation_analytics(query: dict[str, Any]) -> EscalationAnalytics | Response:
    """How long escalations wait for a claim, the first action after it, and the resolution

    By day, week, person and client; or as a table in CSV.
    """
    figures = escalation_analytics(_period(query))
    return escalation_table(figures) if query["format"] == "csv" else figures


@analytics.route("/flowpilot/fixes", access=MEMBERS)
@analytics.arguments(PeriodQuery, location="query")
@analytics.response(200, FixAnalyticsSchema)
@analytics.alt_response(200, schema=_FILE, content_type=MEDIA_TYPE, success=True)
def read_fix_analytics(query: dict[str, Any]) -> FixAnalytics | Response:
    """How suggested fixes ended, and how many of those that were tried worked

    Of the fixes proposed in the period; or as a table in CSV.
    """
    figures = fix_analytics(_period(query))
    return fix_table(figures) if query["format"] == "csv" else figures


@analytics.route("/flowpilot/sessions", access=MEMBERS)
@analytics.arguments(PeriodQuery, location="query")
@analytics.response(200, SessionAnalyticsSchema)
@analytics.alt_response(200, schema=_FILE, content_type=MEDIA_TYPE, success=True)
def read_session_analytics(query: dict[str, Any]) -> SessionAnalytics | Response:
    """How sessions ended, and how it is known that they are solved

    Of the sessions opened in the period; or as a table in CSV.
    """
    figures = session_analytics(_period(query))
    return session_table(figures) if query["format"] == "csv" else figures


def _period(query: dict[str, Any]) -> Period:
    return last_period(query["period"], query["tz"])
