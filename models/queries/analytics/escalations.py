"""How escalations are picked up: the time to the claim, to the first action and to the end, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from sqlalchemy import Row, text

from models.core.unit_of_work import db_session
from models.queries.analytics.people import people_of
from models.queries.analytics.periods import Period, read_through_indexes
from models.queries.analytics.samples import MOST_LISTED, NO_DURATIONS, Durations, durations_from
from models.user import User

METRIC_DEFINITION = (
    "Seconds from the claim of an escalation to the first message, action or note of a person on its session, or to the"
    " claimer's first push to its ticket, over escalations claimed in the period. Escalations without any count as"
    " claimed only. This is the time to the first action, not minutes saved: that would need a baseline of"
    " work done by hand beside it."
)

# What is read is bounded by the period: `handed` by ix_handoffs_created, with those created before it and claimed in it
# by ix_handoffs_claimed (the sum keeps the planner from all that were created before).  Sessions and steps are
# looked up one by one, because a join would read every session of the account.  Sorted once by week and day, a claim is
# counted for its day, its week and the whole period.
_GROUPED = text(
    """
    with handed as materialized (
        select h.ai_session_id, h.created_at, h.created_by_id, h.claimed_at, h.claimed_by_id, s.client_name as client
        from (
            select * from handoffs where account_id = :account_id and intent = 'escalate' and created_at >= :since
            union all
            select * from handoffs
            where account_id = :account_id and intent = 'escalate' and claimed_at >= :since
              and created_at + interval '0' < :since
        ) h
        cross join lateral (select client_name from ai_sessions where id = h.ai_session_id limit 1) s
    ), moments as (
        select claimed_by_id as person, client, width_bucket(claimed_at, cast(:midnights as timestamptz[])) as day,
               1::bigint as claimed, 0::bigint as created,
               extract(epoch from first_step.created_at - claimed_at)::double precision as seconds
        from handed
        left join lateral (
            select least(
                (select steps.created_at from steps
                 where steps.ai_session_id = handed.ai_session_id and steps.created_at >= claimed_at
                   and steps.kind in ('user_message', 'action', 'note')
                 order by steps.created_at limit 1),
                (select min(psa_pushes.created_at) from psa_pushes
                 where psa_pushes.ai_session_id = handed.ai_session_id and psa_pushes.created_at >= claimed_at
                   and psa_pushes.occasion <> 'escalate' and psa_pushes.requested_by_id = claimed_by_id)
            ) as created_at
        ) first_step on true
        where claimed_at >= :since
        union all
        select created_by_id, client, width_bucket(created_at, cast(:midnights as timestamptz[])), 0, count(*), null
        from handed
        where created_at >= :since
        group by 1, 2, 3
    ), placed as (
        select *, (day + :week_shift) / 7 as week from moments
    ), grouped as (
        select grouping(week, day, person, client) as part, week, day, person, client,
               sum(claimed)::bigint as claimed, sum(created)::bigint as created,
               count(seconds) as n, avg(seconds) as average,
               percentile_cont(array[0.5, 0.95]) within group (order by seconds) as percentiles
        from placed
        group by grouping sets ((), (week), (week, day), (person), (client))
    ), ranked as (
        select *, row_number() over (
            partition by part
            order by case when part = 14 then created else claimed end desc, claimed + created desc, client, person
        ) as rank
        from grouped
    )
    select * from ranked where part not in (13, 14) or rank <= :most order by part, week, day, rank
    """
)

# A claim ends in the resolution if nobody claimed the session again after it.
_WHOLE = text(
    """
    with claims as materialized (
        select greatest(extract(epoch from h.claimed_at - h.created_at), 0)::double precision as claim,
               case when s.status = 'resolved' and s.closed_at >= h.claimed_at and not exists (
                   select 1 from handoffs later
                   where later.ai_session_id = h.ai_session_id and later.claimed_at > h.claimed_at
               ) then extract(epoch from s.closed_at - h.claimed_at)::double precision end as resolve
        from handoffs h
        cross join lateral (select status, closed_at from ai_sessions where id = h.ai_session_id limit 1) s
        where h.account_id = :account_id and h.claimed_at >= :since and h.intent = 'escalate'
    )
    select count(claim) as claim_n, avg(claim) as claim_average,
           percentile_cont(array[0.5, 0.95]) within group (order by claim) as claim_percentiles,
           count(resolve) as resolve_n, avg(resolve) as resolve_average,
           percentile_cont(array[0.5, 0.95]) within group (order by resolve) as resolve_percentiles
    from claims
    """
)


class _Part(IntEnum):
    """What PostgreSQL's GROUPING() says: a bit for each column, set where the row is not grouped by it."""

    DAY = 0b0011
    WEEK = 0b0111
    PERSON = 0b1101
    CLIENT = 0b1110
    WHOLE = 0b1111


@dataclass(frozen=True, kw_only=True)
class Escalated:
    """How many were created and claimed in a part of the period, with the seconds to the first action.

    `day` is the day, or the first one of a week; `person` claimed and created them; at most one of the three is set.
    """

    created: int
    claimed: int
    first_action: Durations
    day: date | None = None
    person: User | None = None
    client_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class EscalationAnalytics:
    """`first_action` covers the claims of the period, as `claim` (created to claimed) and `resolve` do."""

    period: Period
    whole: Escalated
    claim: Durations
    resolve: Durations
    series: Sequence[Escalated]
    series_by_week: Sequence[Escalated]
    by_person: Sequence[Escalated]
    by_client: Sequence[Escalated]
    metric_definition: str = METRIC_DEFINITION


def escalation_analytics(period: Period) -> EscalationAnalytics:
    """For the current account.  People and clients are the twenty with the most; days and weeks are complete."""
    read_through_indexes()
    rows = db_session().execute(_GROUPED, {**period.values, "most": MOST_LISTED}).all()
    whole = db_session().execute(_WHOLE, period.values).one()
    people = people_of(row.person for row in rows)
    parts = {part: [row for row in rows if row.part == part] for part in _Part}
    (total,) = parts[_Part.WHOLE]
    return EscalationAnalytics(
        period=period,
        whole=_escalated(total),
        claim=durations_from(whole, "claim_"),
        resolve=durations_from(whole, "resolve_"),
        series=_complete(period.days, {row.day: row for row in parts[_Part.DAY]}),
        series_by_week=_complete(period.weeks, {row.week: row for row in parts[_Part.WEEK]}),
        by_person=[_escalated(row, person=people[row.person]) for row in parts[_Part.PERSON]],
        by_client=[_escalated(row, client_name=row.client) for row in parts[_Part.CLIENT]],
    )


def _complete(days: Sequence[date], rows: Mapping[int, Row[Any]]) -> list[Escalated]:
    """One for each day, also for those without a row.  `rows` are by the day's place."""
    nothing = Escalated(created=0, claimed=0, first_action=NO_DURATIONS)
    return [
        _escalated(rows[place], day=day) if place in rows else replace(nothing, day=day)
        for place, day in enumerate(days)
    ]


def _escalated(row: Row[Any], **of: Any) -> Escalated:
    return Escalated(created=row.created or 0, claimed=row.claimed or 0, first_action=durations_from(row), **of)
