"""How the runs of a tree went: where they ended, where people left, how long each node took, what its fixes did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from models.core import clock
from models.core.unit_of_work import current, db_session
from models.queries.analytics.periods import LENGTHS

_RUNS = """
    with runs as materialized (
        select id, state, node, nodes, path, fix_id, created_at from tree_runs
        where account_id = :account_id and tree_id = :tree_id and created_at >= :since and not is_test
    )
"""
_STATES = text(_RUNS + "select state, count(*) as n from runs group by state")  # noqa: S608 -- only text of ours
_PLACES = text(
    _RUNS  # noqa: S608 -- only text of ours
    + """
    select state, node, count(*) as count,
        (array_agg(nodes -> node ->> 'text' order by created_at desc))[1] as text,
        (array_agg(nodes -> node ->> 'outcome' order by created_at desc))[1] as outcome
    from runs where state in ('finished', 'left') group by state, node order by count desc, node
    """
)
# A node was shown when the one before it was answered, or when the run began.
_NODES = text(
    _RUNS  # noqa: S608 -- only text of ours
    + """
    , answers as (
        select entry ->> 'node' as node, (entry ->> 'at')::timestamptz as at, created_at,
            nodes -> (entry ->> 'node') ->> 'text' as text,
            lag((entry ->> 'at')::timestamptz, 1, created_at) over (partition by id order by place) as shown_at
        from runs, jsonb_array_elements(path) with ordinality as answered(entry, place)
    )
    select node, count(*) as visits, (array_agg(text order by created_at desc))[1] as text,
        percentile_cont(0.5) within group (order by greatest(extract(epoch from at - shown_at), 0)) as median_seconds
    from answers group by node order by visits desc, node
    """
)
_FIXES = text(
    _RUNS  # noqa: S608 -- only text of ours
    + """
    select count(*) filter (where fixes.status = 'applied_success') as worked,
        count(*) filter (where fixes.status = 'applied_failed') as did_not_work,
        count(*) filter (where fixes.status = 'applied_partial') as partly,
        count(*) filter (where fixes.status in ('proposed', 'applied_pending')) as open
    from runs join suggested_fixes fixes on fixes.account_id = :account_id and fixes.id = runs.fix_id
    """
)


@dataclass(frozen=True)
class TreeFigures:
    """Of the runs that began in the period, tests left out; texts are those of the newest run."""

    period: str
    runs: int
    running: int
    finished: int
    left: int
    ends: Sequence[Any]
    left_at: Sequence[Any]
    nodes: Sequence[Any]
    fixes: Any


def tree_figures(tree_id: UUID, *, period: str) -> TreeFigures:
    """`period` is one of LENGTHS, up to now.  The caller has checked that the tree exists."""
    since: datetime = clock.now() - LENGTHS[period]
    values = {"account_id": current().account_id, "tree_id": tree_id, "since": since}
    states = {row.state: row.n for row in db_session().execute(_STATES, values)}
    places = db_session().execute(_PLACES, values).mappings().all()
    return TreeFigures(
        period=period,
        runs=sum(states.values()),
        running=states.get("running", 0),
        finished=states.get("finished", 0),
        left=states.get("left", 0),
        ends=[place for place in places if place["state"] == "finished"],
        left_at=[place for place in places if place["state"] == "left"],
        nodes=db_session().execute(_NODES, values).mappings().all(),
        fixes=db_session().execute(_FIXES, values).mappings().one(),
    )
