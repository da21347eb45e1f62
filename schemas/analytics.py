"""Figures about an account's escalations, fixes and sessions, as JSON; `web.api.analytics_csv` has them as tables."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from models.ai_session import VerifiedBy
from models.fix_transitions import FixStatus
from models.queries.analytics.periods import DEFAULT_LENGTH, LENGTHS
from models.queries.analytics.samples import MIN_SAMPLES
from models.queries.analytics.sessions import NOT_ASKED, STATUSES
from models.suggested_fix import Risk
from schemas.fields import PersonSchema, Str, Time, TimeZone, one_of

FORMATS = ["json", "csv"]


class PeriodQuery(Schema):
    period = Str(load_default=DEFAULT_LENGTH, validate=one_of(LENGTHS))
    tz = TimeZone(
        load_default=None,
        metadata={
            "description": "By whose days it is counted; by default the account's time zone.",
            "examples": ["Europe/Berlin"],
        },
    )
    format = Str(load_default="json", validate=one_of(FORMATS))


def _count(about: str | None = None, of: str | None = None) -> fields.Integer:
    return fields.Integer(required=True, attribute=of, metadata={"description": about} if about else {})


def _seconds(of: str | None = None) -> fields.Float:
    return fields.Float(required=True, allow_none=True, attribute=of)


def _too_few(of: str | None = None) -> fields.Boolean:
    about = f"Whether there are fewer than {MIN_SAMPLES} samples, of which statistics show chance."
    return fields.Boolean(required=True, attribute=of, metadata={"description": about})


def _counts(of: str, values: list[str]) -> fields.Nested:
    """An object with a number for each of the values."""
    shape: dict[str, fields.Field[Any]] = {str(value): fields.Integer(required=True) for value in values}
    return fields.Nested(Schema.from_dict(shape, name=of), required=True)


class DurationsSchema(Schema):
    """Seconds; null without samples.  `n` is the number of samples."""

    avg_seconds = _seconds()
    median_seconds = _seconds()
    p95_seconds = _seconds()
    n = _count()
    too_few = _too_few()


class PeriodSchema(Schema):
    period = fields.String(required=True, attribute="period.name", validate=validate.OneOf(list(LENGTHS)))
    since = Time(required=True, attribute="period.since")
    until = Time(required=True, attribute="period.until")
    time_zone = fields.String(
        required=True,
        attribute="period.time_zone",
        metadata={"description": "The time zone of the days.", "examples": ["Europe/Berlin"]},
    )


class EscalatedSchema(Schema):
    """The statistics are of the seconds from the claim to the first action; `n` is how many claims saw one."""

    created = _count()
    claimed = _count()
    avg_seconds = _seconds("first_action.avg_seconds")
    median_seconds = _seconds("first_action.median_seconds")
    p95_seconds = _seconds("first_action.p95_seconds")
    n = _count(of="first_action.n")
    too_few = _too_few("first_action.too_few")


class EscalatedOnDaySchema(EscalatedSchema):
    day = fields.Date(required=True)


class EscalatedByPersonSchema(EscalatedSchema):
    person = fields.Nested(PersonSchema, required=True)


class EscalatedByClientSchema(EscalatedSchema):
    client_name = fields.String(required=True, allow_none=True)


class EscalationAnalyticsSchema(PeriodSchema):
    """The statistics at the top are of the seconds from the claim to the first action."""

    avg_seconds = _seconds("whole.first_action.avg_seconds")
    median_seconds = _seconds("whole.first_action.median_seconds")
    p95_seconds = _seconds("whole.first_action.p95_seconds")
    too_few = _too_few("whole.first_action.too_few")
    n_handoffs_created = _count(of="whole.created")
    n_handoffs_claimed = _count(of="whole.claimed")
    n_handoffs_with_action = _count(of="whole.first_action.n")
    claim = fields.Nested(DurationsSchema, required=True)
    resolve = fields.Nested(DurationsSchema, required=True)
    series = fields.List(fields.Nested(EscalatedOnDaySchema), required=True)
    series_by_week = fields.List(
        fields.Nested(EscalatedOnDaySchema),
        required=True,
        metadata={"description": "Weeks that end with today's weekday; `day` is the first one in the period."},
    )
    by_person = fields.List(fields.Nested(EscalatedByPersonSchema), required=True)
    by_client = fields.List(fields.Nested(EscalatedByClientSchema), required=True)
    metric_definition = fields.String(required=True)


class WorkedSchema(Schema):
    """`worked_share` is of the `n_judged` fixes that worked, worked in part or failed; null if there are none."""

    n = _count()
    n_judged = _count()
    worked_share = fields.Float(required=True, allow_none=True)
    too_few = _too_few()


class FixAnalyticsSchema(PeriodSchema):
    n = _count(of="all.n")
    n_judged = _count(of="all.n_judged")
    worked_share = fields.Float(required=True, allow_none=True, attribute="all.worked_share")
    too_few = _too_few("all.too_few")
    by_outcome = _counts("FixesByOutcome", list(FixStatus))
    by_risk = _counts("FixesByRisk", list(Risk))
    with_script = fields.Nested(WorkedSchema, required=True)


class OpenedSchema(Schema):
    n = _count("Sessions opened in the period.")
    n_resolved = _count()
    n_escalated = _count()
    n_resolved_without_escalation = _count()
    n_reopened = _count("Reopened within 30 days of being resolved.")


class OpenedByPersonSchema(OpenedSchema):
    person = fields.Nested(PersonSchema, required=True)


class OpenedByClientSchema(OpenedSchema):
    client_name = fields.String(required=True, allow_none=True)


class SessionAnalyticsSchema(PeriodSchema):
    n = _count("Sessions opened in the period.", of="whole.n")
    n_resolved = _count(of="whole.n_resolved")
    n_escalated = _count(of="whole.n_escalated")
    n_resolved_without_escalation = _count(of="whole.n_resolved_without_escalation")
    n_reopened = _count("Reopened within 30 days of being resolved.", of="whole.n_reopened")
    by_status = _counts("SessionsByStatus", list(STATUSES))
    by_verified = _counts("SessionsByVerified", [*VerifiedBy, NOT_ASKED])
    resolve = fields.Nested(DurationsSchema, required=True)
    by_person = fields.List(fields.Nested(OpenedByPersonSchema), required=True)
    by_client = fields.List(fields.Nested(OpenedByClientSchema), required=True)
