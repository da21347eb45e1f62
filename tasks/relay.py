"""The sweeper and the schedule: `python -m tasks.relay`, any number of copies.

Every second it sends the rows that are due: those that the fast path did not deliver, jobs whose time has come, and
jobs whose worker has stopped extending its lease.  Sending a row twice is harmless, but what still waits in Redis is
not sent again: the longer a queue, the more of its messages would be duplicates.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import FrameType
from uuid import UUID

import redis
import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

import settings as settings_module
from models.core.crypto import KeyRing
from models.core.database import lookups, roles
from models.core.database.engine import make_engine
from models.core.observing import logs
from models.core.outgoing import outbox
from models.core.outgoing.broker import DoorbellBroker
from models.core.outgoing.dispatch import Dispatcher
from models.core.unit_of_work import UnitOfWork
from models.jobs import Queue, queue_of
from models.operations import passwords
from settings import Settings
from tasks.schedule import Schedule

SWEEP_SECONDS = 1.0
BATCH = 500
# How long after sending a row it is looked at again.  If no worker has taken it and it does not wait in Redis any more,
# Redis may have lost it.
RESEND_AFTER = timedelta(seconds=10)

log = structlog.get_logger(__name__)


class Relay:
    def __init__(self, settings: Settings) -> None:
        self._engine = make_engine(settings)
        self._dispatcher = Dispatcher(DoorbellBroker(settings.redis_url), queue_of=queue_of)
        self._schedule = Schedule(self._engine)
        self._key_ring = KeyRing.from_setting(settings.encryption_keys)
        self._allows_demo = settings.dev
        self._stopped = threading.Event()

    def run(self) -> None:
        """Run until `stop`, also through an outage of PostgreSQL or Redis."""
        while not self._stopped.wait(SWEEP_SECONDS):
            self._try("sweep", self.sweep)
            self._try("answer reset requests", self.answer_reset_requests)
            self._try("run the schedule", self._schedule.run_due)

    def _try(self, duty: str, act: Callable[[], object]) -> None:
        """Run one duty.  If it fails, it is tried again in the next round, and the other duties still run."""
        try:
            act()
        except (SQLAlchemyError, redis.RedisError) as error:
            log.warning("duty failed, trying again", duty=duty, error=f"{type(error).__name__}: {error}")

    def check_role(self) -> None:
        """Raises RoleTooPowerful.  If the database is down, `run` waits for it."""
        with suppress(OperationalError):
            roles.refuse_powerful(self._engine)

    def sweep(self) -> int:
        """Send all rows that are due now, unless they still wait in Redis; returns the number of those that are due."""
        # Raises while Redis is away, before rows are taken that would then have to wait until they are due again.
        self._dispatcher.forget_fetched(Queue)
        sent = 0
        while batch := self._take():
            known = self._dispatcher.send_missing(batch)
            self._confirm([row for row in known if row.kind is outbox.Kind.EVENT])
            sent += len(batch)
            if len(batch) < BATCH:
                break
        return sent

    def answer_reset_requests(self) -> None:
        """Request the mail for each password reset whose address belongs to a user, each in its own transaction."""
        with self._unit_of_work():
            waiting = passwords.waiting_requests(BATCH)
        for request_id in waiting:
            self._try("answer a reset request", partial(self._answer_reset_request, request_id))

    def _answer_reset_request(self, request_id: UUID) -> None:
        with self._unit_of_work():
            passwords.answer_request(request_id, key_ring=self._key_ring, allow_demo=self._allows_demo)

    def _unit_of_work(self) -> UnitOfWork:
        return UnitOfWork(Session(self._engine), deliver=self._dispatcher.take_fast_path)

    def stop(self) -> None:
        self._stopped.set()

    def _take(self) -> list[outbox.Row]:
        """Take a batch and commit before sending, so that another copy of the relay does not take the same rows."""
        with Session(self._engine) as db_session, db_session.begin():
            return outbox.take_due(db_session, limit=BATCH, lease=RESEND_AFTER)

    def _confirm(self, events: list[outbox.Row]) -> None:
        if events:
            with Session(self._engine) as db_session, db_session.begin():
                lookups.confirm_sent(db_session, [row.id for row in events])


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
