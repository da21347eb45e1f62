"""The sweeper and the schedule: `python -m tasks.relay`, any number of copies.

Each second it sends what is due: rows whose fast path did not arrive, jobs whose time has come, jobs whose worker
went silent.  Sending a row twice is harmless, losing one is not possible.
"""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from datetime import timedelta
from types import FrameType

import redis
import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

import settings as settings_module
from models.core import logs, outbox, roles
from models.core.broker import DoorbellBroker
from models.core.dispatch import Dispatcher
from models.core.engine import make_engine
from models.jobs import queue_of
from settings import Settings
from tasks.schedule import Schedule

SWEEP_SECONDS = 1.0
BATCH = 500
# How long a sent row is left to its worker before it is sent again: Redis may have lost it.
RESEND_AFTER = timedelta(seconds=10)

log = structlog.get_logger(__name__)


class Relay:
    def __init__(self, settings: Settings) -> None:
        self._engine = make_engine(settings)
        self._dispatcher = Dispatcher(DoorbellBroker(settings.redis_url), queue_of=queue_of)
        self._schedule = Schedule(self._engine)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Until `stop`; an outage of PostgreSQL or Redis is waited out."""
        while not self._stopped.wait(SWEEP_SECONDS):
            try:
                self.sweep()
                self._schedule.run_due()
            except (SQLAlchemyError, redis.RedisError) as error:
                log.warning("sweep failed, trying again", error=f"{type(error).__name__}: {error}")

    def check_role(self) -> None:
        """Raises RoleTooPowerful; a database that is away is waited for later."""
        with suppress(OperationalError):
            roles.refuse_powerful(self._engine)

    def sweep(self) -> int:
        """Send everything that is due now; how many rows."""
        sent = 0
        while batch := self._take():
            known = self._dispatcher.send(batch)
            self._confirm([row for row in known if row.kind is outbox.Kind.EVENT])
            sent += len(batch)
            if len(batch) < BATCH:
                break
        return sent

    def stop(self) -> None:
        self._stopped.set()

    def _take(self) -> list[outbox.Row]:
        """Committed before sending: a copy of the relay must not take the same rows."""
        with Session(self._engine) as db_session, db_session.begin():
            return outbox.take_due(db_session, limit=BATCH, lease=RESEND_AFTER)

    def _confirm(self, events: list[outbox.Row]) -> None:
        if events:
            with Session(self._engine) as db_session, db_session.begin():
                outbox.confirm_sent(db_session, [row.id for row in events])


def main() -> None:
    settings = settings_module.load()
    logs.configure(settings)
    relay = Relay(settings)
    relay.check_role()

    def stop(number: int, frame: FrameType | None) -> None:
        relay.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    relay.run()


if __name__ == "__main__":
    main()
