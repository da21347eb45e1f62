"""A worker's hands without its loop: a test says which row is run, by which assistant, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from models.core.outgoing import outbox
from tasks.broker import make_broker
from tasks.failures import LONGEST_BACKOFF_SECONDS
from tasks.integrations.assistant import Provider
from tasks.integrations.mail import Mailer
from tasks.relay import Relay
from tasks.runner import run_row
from tests.support.installation import Installation
from tests.tasks.runner.providers import Saying


class ManualWorker:
    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.relay = Relay(installation.settings)
        self.broker, self.context = make_broker(installation.settings)

    def run(
        self, row: dict[str, Any], provider: Provider | None = None, *, mailer: Mailer | None = None
    ) -> dict[str, Any]:
        """Deliver the row's message to a worker, as often as called; the row afterwards."""
        context = replace(self.context, assistant=provider or Saying(), mailer=mailer or self.context.mailer)
        run_row(context, str(row["id"]))
        return self.installation.job(row["id"])

    def run_again(self, row: dict[str, Any], provider: Provider | None = None) -> dict[str, Any]:
        """The same when the wait for another try is over."""
        self.installation.make_due(horizon_seconds=LONGEST_BACKOFF_SECONDS)
        return self.run(row, provider)

    def take(self, row: dict[str, Any]) -> outbox.Taken | None:
        """Take the row as a worker does that is never heard of again."""
        with self.context.unit_of_work() as unit:
            return outbox.take(unit.db_session, UUID(str(row["id"])), lease=timedelta(seconds=1))

    def end_lease(self) -> None:
        """The lease runs out, and the sweeper looks."""
        self.installation.make_due()
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
