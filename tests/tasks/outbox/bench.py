"""A worker's hands without its loop: a test says which row is run, by which assistant, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from models.core import outbox
from tasks.broker import make_broker
from tasks.integrations.assistant import Provider
from tasks.relay import Relay
from tasks.runner import LONGEST_WAIT_SECONDS, run_row
from tests.tasks.house import House
from tests.tasks.outbox.providers import Saying


class Bench:
    def __init__(self, house: House) -> None:
        self.house = house
        self.relay = Relay(house.settings)
        self.broker, self.context = make_broker(house.settings)

    def run(self, row: dict[str, Any], provider: Provider | None = None) -> dict[str, Any]:
        """Deliver the row's message to a worker, as often as called; the row afterwards."""
        run_row(replace(self.context, assistant=provider or Saying()), str(row["id"]))
        return self.house.job(row["id"])

    def run_again(self, row: dict[str, Any], provider: Provider | None = None) -> dict[str, Any]:
        """The same when the wait for another try is over."""
        self.house.make_due(horizon_seconds=LONGEST_WAIT_SECONDS)
        return self.run(row, provider)

    def take(self, row: dict[str, Any]) -> outbox.Taken | None:
        """Take the row as a worker does that is never heard of again."""
        with self.context.unit_of_work() as unit:
            return outbox.take(unit.db_session, UUID(str(row["id"])), lease=timedelta(seconds=1))

    def end_lease(self) -> None:
        """The lease runs out, and the sweeper looks."""
        self.house.make_due()
        self.relay.sweep()

    def queued(self, queue: str) -> int:
        """Messages that wait in Redis."""
        waiting: Any = self.broker.client.llen(f"{self.broker.namespace}:{queue}")
        return int(waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.engine.dispose()
        self.broker.client.close()
