"""How sessions ended: by status, by how it is known, with and without an escalation, by client and person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Row, text

from models.ai_session import SessionStatus, VerifiedBy
from models.core.unit_of_work import db_session
from models.queries.analytics.people import people_of
from models.queries.analytics.periods import Period, read_through_indexes
from models.queries.analytics.samples import MOST_LISTED, Durations, durations_from
from models.user import User

STATUSES = tuple(status for status in SessionStatus if status != SessionStatus.REQUESTING_ESCALATION)
"""The legacy status counts as escalated."""
NOT_ASKED = "not_asked"
"""A resolved session of which nobody said how they know that it is solved."""

# Uses ix_ai_sessions_created for the sessions and ix_handoffs_ai_session for their escalations.
_GROUPED = text(
    """
    with opened as (
        select case s.status when 'requesting_escalation' then 'escalated' else s.status end as status,
               coalesce(s.verified_by, 'not_asked') as verified_by, s.user_id as person,
               s.client_name as client, s.status = 'resolved' as is_resolved, s.reopened_at is not null as is_reopened,
               exists (
                   select 1 from handoffs h where h.ai_session_id = s.id and h.intent = 'escalate'
               ) as is_escalated
        from ai_sessions s
        where s.account_id = :account_id and s.created_at >= :since
    ), grouped as (
        select grouping(status, verified_by, person, client) as part, status, verified_by, person, client,
               count(*) as n, count(*) filter (where is_resolved) as n_resolved,
               count(*) filter (where is_escalated) as n_escalated,
               count(*) filter (where is_resolved and not is_escalated) as n_resolved_without_escalation,
               count(*) filter (where is_reopened) as n_reopened
        from opened
        group by grouping sets ((), (status), (verified_by), (person), (client))
    ), ranked as (
        select *, row_number() over (partition by part order by n desc, client, person) as rank from grouped
    )
    select * from ranked where rank <= :most order by part, rank
    """
)

_RESOLVE = text(
    """
    select count(seconds) as n, avg(seconds) as average,
           percentile_cont(array[0.5, 0.95]) within group (order by seconds) as percentiles
    from (
        select greatest(extract(epoch from s.closed_at - s.created_at), 0)::double precision as seconds
        from ai_sessions s
        where s.account_id = :account_id and s.created_at >= :since and s.status = 'resolved'
    ) resolved
    """
)


class _Part(IntEnum):
    """What PostgreSQL's GROUPING() says: a bit for each column, set where the row is not grouped by it."""

    STATUS = 0b0111
    VERIFIED_BY = 0b1011
    PERSON = 0b1101
    CLIENT = 0b1110
    WHOLE = 0b1111


@dataclass(frozen=True, kw_only=True)
class Opened:
    """How many sessions were opened, and what became of them; at most one of `person` and `client_name` is set."""

    n: int
    n_resolved: int
    n_resolved_without_escalation: int
    n_escalated: int
    n_reopened: int
    person: User | None = None
    client_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class SessionAnalytics:
    """Of the sessions opened in the period; `resolve` is from opening to resolving."""

    period: Period
    whole: Opened
    by_status: Mapping[str, int]
    by_verified: Mapping[str, int]
    """Of the resolved sessions."""
    resolve: Durations
    by_person: Sequence[Opened]
    by_client: Sequence[Opened]


def session_analytics(period: Period) -> SessionAnalytics:
    """For the current account.  People and clients are the twenty with the most sessions; a person is the owner."""
    read_through_indexes()
    rows = db_session().execute(_GROUPED, {**period.values, "most": MOST_LISTED}).all()
    resolve = db_session().execute(_RESOLVE, period.values).one()
    people = people_of(row.person for row in rows)
    parts = {part: [row for row in rows if row.part == part] for part in _Part}
    (whole,) = parts[_Part.WHOLE]
    return SessionAnalytics(
        period=period,
        whole=_opened(whole),
        by_status=dict.fromkeys(STATUSES, 0) | {row.status: row.n for row in parts[_Part.STATUS]},
        by_verified=_verified(parts[_Part.VERIFIED_BY]),
        resolve=durations_from(resolve),
        by_person=[_opened(row, person=people[row.person]) for row in parts[_Part.PERSON]],
        by_client=[_opened(row, client_name=row.client) for row in parts[_Part.CLIENT]],
    )


def _verified(rows: Sequence[Row[Any]]) -> dict[str, int]:
    found = {row.verified_by: row.n_resolved for row in rows}
    return {way: found.get(way, 0) for way in (*VerifiedBy, NOT_ASKED)}


def _opened(row: Row[Any], **of: Any) -> Opened:
    counts = ("n", "n_resolved", "n_resolved_without_escalation", "n_escalated", "n_reopened")
    return Opened(**{name: getattr(row, name) for name in counts}, **of)
