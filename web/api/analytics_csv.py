"""The figures of /analytics as tables in CSV: a row for each object of the JSON that has numbers, with its `part`.

Every row names the period and the time zone, so that tables of several downloads can be put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Response

from models.queries.analytics.escalations import Escalated, EscalationAnalytics
from models.queries.analytics.fixes import FixAnalytics
from models.queries.analytics.periods import Period
from models.queries.analytics.samples import Durations, Share
from models.queries.analytics.sessions import Opened, SessionAnalytics
from web.edge.csv import Cell, csv_response

Row = Sequence[Cell]

_OF_PERIOD = ["period", "time_zone", "part", "name"]
_DURATIONS = ["avg_seconds", "median_seconds", "p95_seconds", "n", "too_few"]
_OPENED = ["n_resolved", "n_escalated", "n_resolved_without_escalation", "n_reopened"]
_NO_COUNTS: Row = [None, None]
_NOT_OPENED: Row = [None] * len(_OPENED)


def escalation_table(figures: EscalationAnalytics) -> Response:
    header = [*_OF_PERIOD, "created", "claimed", *_DURATIONS]
    return _table("escalations", figures.period, header, _escalation_rows(figures))


def fix_table(figures: FixAnalytics) -> Response:
    header = [*_OF_PERIOD, "n", "n_judged", "worked_share", "too_few"]
    return _table("fixes", figures.period, header, _fix_rows(figures))


def session_table(figures: SessionAnalytics) -> Response:
    header = [*_OF_PERIOD, "sessions", *_OPENED, *_DURATIONS]
    return _table("sessions", figures.period, header, _session_rows(figures))


def _table(name: str, period: Period, header: Sequence[str], rows: Iterator[Row]) -> Response:
    name = f"flowpilot-{name}-{period.name}-{period.days[-1]}"
    return csv_response(header, ([period.name, period.time_zone, *row] for row in rows), name=name)


def _escalation_rows(figures: EscalationAnalytics) -> Iterator[Row]:
    yield ["first_action", None, *_escalated(figures.whole)]
    yield ["claim", None, *_NO_COUNTS, *_durations(figures.claim)]
    yield ["resolve", None, *_NO_COUNTS, *_durations(figures.resolve)]
    for part in ("series", "series_by_week"):
        yield from ([part, str(one.day), *_escalated(one)] for one in getattr(figures, part))
    yield from (["by_person", _name(one), *_escalated(one)] for one in figures.by_person)
    yield from (["by_client", one.client_name, *_escalated(one)] for one in figures.by_client)


def _fix_rows(figures: FixAnalytics) -> Iterator[Row]:
    yield ["fixes", None, *_share(figures.all)]
    yield ["with_script", None, *_share(figures.with_script)]
    yield from (["by_outcome", name, n, None, None, None] for name, n in figures.by_outcome.items())
    yield from (["by_risk", name, n, None, None, None] for name, n in figures.by_risk.items())


def _session_rows(figures: SessionAnalytics) -> Iterator[Row]:
    yield ["sessions", None, *_opened(figures.whole), *_durations(figures.resolve)]
    none: Row = [*_NOT_OPENED, *[None] * len(_DURATIONS)]
    yield from (["by_status", name, n, *none] for name, n in figures.by_status.items())
    yield from (["by_verified", name, n, *none] for name, n in figures.by_verified.items())
    rest: Row = [None] * len(_DURATIONS)
    yield from (["by_person", _name(one), *_opened(one), *rest] for one in figures.by_person)
    yield from (["by_client", one.client_name, *_opened(one), *rest] for one in figures.by_client)


def _escalated(one: Escalated) -> Row:
    return [one.created, one.claimed, *_durations(one.first_action)]


def _opened(one: Opened) -> Row:
    return [one.n, one.n_resolved, one.n_escalated, one.n_resolved_without_escalation, one.n_reopened]


def _durations(one: Durations) -> Row:
    return [one.avg_seconds, one.median_seconds, one.p95_seconds, one.n, _word(is_so=one.too_few)]


def _share(one: Share) -> Row:
    return [one.n, one.n_judged, one.worked_share, _word(is_so=one.too_few)]


def _word(*, is_so: bool) -> str:
    return "true" if is_so else "false"


def _name(one: Escalated | Opened) -> str | None:
    return one.person.name if one.person else None
