"""The core as a worker uses it: units of work over an engine of its own, without Flask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.core.database.engine import make_engine
from models.core.outgoing import outbox
from models.core.unit_of_work import UnitOfWork
from settings import Settings
from web.edge.application import FlowPilot


@pytest.fixture(scope="session")
def engine(app: FlowPilot, settings: Settings) -> Iterator[Engine]:
    """Connections of the app's role to the migrated database."""
    engine = make_engine(settings)
    yield engine
    engine.dispose()


@dataclass
class Office:
    """Opens units of work and keeps what each handed to the fast path."""

    engine: Engine
    delivered: list[outbox.Row] = field(default_factory=list)

    def unit(self, account_id: UUID | None = None, *, only_reads: bool = False) -> UnitOfWork:
        return UnitOfWork(Session(self.engine), deliver=self._deliver, account_id=account_id, only_reads=only_reads)

    def request(self, account_id: UUID, **about: object) -> outbox.Row:
        """A committed job row."""
        row = job_row(account_id, **about)
        with self.unit(account_id) as unit:
            unit.request(row)
        return row

    def look(self, row: outbox.Row) -> outbox.OutboxRow | None:
        with self.unit(row.account_id) as unit:
            found = unit.db_session.get(outbox.OutboxRow, row.id)
            unit.db_session.expunge_all()
            return found

    def run(self, step: Callable[[Session], object], account_id: UUID | None = None) -> object:
        """`step`'s result, committed."""
        with self.unit(account_id) as unit:
            return step(unit.db_session)

    def let_lease_end(self, row: outbox.Row) -> None:
        late = text("update outbox set due = now() - interval '1 second' where id = :id")
        self.run(lambda db: db.execute(late, {"id": row.id}), row.account_id)

    def _deliver(self, rows: Sequence[outbox.Row]) -> None:
        self.delivered.extend(rows)


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


def job_row(account_id: UUID, **about: object) -> outbox.Row:
    values = {"account_id": account_id, "kind": outbox.Kind.JOB, "name": "reply.write", "args": {"reply_id": "1"}}
    return outbox.Row(**(values | about))
