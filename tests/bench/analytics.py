"""Figure 14 and its growth (17): figures over escalations, computed by the database or by hand.

What grows is the account's history; the period holds as many escalations as before, because only these are read.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, select, text

from models.ai_session import AiSession, SessionStatus
from models.core.unit_of_work import db_session
from models.handoff import Handoff, Intent
from models.queries.analytics.escalations import EscalationAnalytics, escalation_analytics
from models.queries.analytics.periods import last_period
from models.step import Step, StepKind
from models.user import User
from tests.bench.fill import lone_account
from tests.bench.place import Place
from tests.bench.reads import Reader
from tests.bench.table import Figure, growth, ms, ratio_of
from tests.support.desk import Desk

PERIOD = "90d"
SECONDS_IN_PERIOD = 80 * 86_400
SIZE, FULL_SIZE = 50_000, 1_000_000
IN_PERIOD = 1_000
"""So many escalations are in the period, however long the history before it is."""
HISTORIES, FULL_HISTORIES = (2_000, 20_000), (2_000, 20_000, 200_000)
ROUNDS, GROWTH_ROUNDS = 3, 15


def measure(place: Place) -> Iterator[Figure]:
    yield growth("escalation analytics of a period, in a history", _of_histories(place))
    yield _against_python(place, FULL_SIZE if place.is_full else SIZE)


def _of_histories(place: Place) -> list[float]:
    """Median seconds for accounts with histories of different lengths, measured in turn."""
    apart = SECONDS_IN_PERIOD / IN_PERIOD
    histories = FULL_HISTORIES if place.is_full else HISTORIES
    readers = [_reader(place, lone_account(place, count=count, apart=apart)) for count in histories]
    rounds = [[reader.seconds(_in_sql) for reader in readers] for _ in range(1 + GROWTH_ROUNDS)]
    return [statistics.median(taken) for taken in zip(*rounds[1:], strict=True)]


def _against_python(place: Place, count: int) -> Figure:
    reader = _reader(place, lone_account(place, count=count, apart=SECONDS_IN_PERIOD / count))
    in_sql, in_python = [], []
    for _ in range(1 if place.is_full else ROUNDS):
        in_sql.append(reader.seconds(_in_sql))
        in_python.append(reader.seconds(_in_python))
    with reader.user() as user:
        figures, by_hand = _in_sql(user), _in_python(user)
        assert figures.whole.first_action.median_seconds == pytest.approx(by_hand["of"]["whole"][1])
        assert figures.whole.claimed == by_hand["claimed"]
    return Figure(
        number="14",
        words=f"escalation analytics over {count:,} handoffs, SQL / fetching and aggregating in Python",
        ours=ms(in_sql),
        peer=ms(in_python),
        ratio=ratio_of(in_sql, in_python),
        goal="≤ 0.4",
    )


def _reader(place: Place, desk: Desk) -> Reader:
    return Reader(place.installation.app, desk.account_id, UUID(desk.senior.id))


def _in_sql(_user: User) -> EscalationAnalytics:
    _take_as_long_as_needed()
    return escalation_analytics(last_period(PERIOD, "Europe/Berlin"))


def _in_python(_user: User) -> dict[str, Any]:
    """The same figures from rows: columns alone, the way a careful person without SQL would."""
    _take_as_long_as_needed()
    period = last_period(PERIOD, "Europe/Berlin")
    steps, sessions = _steps(), _sessions()
    seconds: dict[Any, list[float]] = defaultdict(list)
    created: Counter[Any] = Counter()
    n_claimed = 0
    for row in db_session().execute(_escalated()):
        client, closed_at = sessions[row.ai_session_id]
        if row.created_at >= period.since:
            created.update((row.created_at.astimezone(period.zone).date(), row.created_by_id, client))
        if row.claimed_at is None or row.claimed_at < period.since:
            continue
        n_claimed += 1
        seconds["claim"].append(max((row.claimed_at - row.created_at).total_seconds(), 0))
        if closed_at and closed_at >= row.claimed_at:
            seconds["resolve"].append((closed_at - row.claimed_at).total_seconds())
        first = next((at for at in steps.get(row.ai_session_id, ()) if at >= row.claimed_at), None)
        if first:
            day = row.claimed_at.astimezone(period.zone).date()
            for part in ("whole", day, day.isocalendar()[:2], row.claimed_by_id, client):
                seconds[part].append((first - row.claimed_at).total_seconds())
    return {"claimed": n_claimed, "created": created, "of": {part: _statistics(of) for part, of in seconds.items()}}


def _take_as_long_as_needed() -> None:
    """The app's limits of 15 seconds for a statement and 30 between two would end the peer at a million rows."""
    limits = "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0"
    db_session().execute(text(limits))


def _escalated() -> Select[Any]:
    columns = (Handoff.created_at, Handoff.claimed_at, Handoff.created_by_id, Handoff.claimed_by_id)
    return select(Handoff.ai_session_id, *columns).where(Handoff.intent == Intent.ESCALATE)


def _steps() -> dict[UUID, list[datetime]]:
    """When people wrote on each session, in order."""
    kinds = (StepKind.USER_MESSAGE, StepKind.ACTION, StepKind.NOTE)
    query = select(Step.ai_session_id, Step.created_at).where(Step.kind.in_(kinds)).order_by(Step.created_at)
    of_session: dict[UUID, list[datetime]] = {}
    for ai_session_id, created_at in db_session().execute(query):
        of_session.setdefault(ai_session_id, []).append(created_at)
    return of_session


def _sessions() -> dict[UUID, tuple[str | None, datetime | None]]:
    """The client of each, and when it was resolved."""
    query = select(AiSession.id, AiSession.client_name, AiSession.status, AiSession.closed_at)
    return {
        row.id: (row.client_name, row.closed_at if row.status == SessionStatus.RESOLVED else None)
        for row in db_session().execute(query)
    }


def _statistics(seconds: list[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    place = 0.95 * (len(ordered) - 1)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    return statistics.fmean(ordered), statistics.median(ordered), low + (high - low) * (place % 1)
