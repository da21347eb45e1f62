"""The leases of all jobs that this process has taken, extended by one statement every two seconds.

A process that dies stops extending them, and the sweeper sends its jobs to others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.core.database import lookups

EXTEND_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Leases:
    def __init__(self, engine: Engine, *, seconds: float) -> None:
        self.length = timedelta(seconds=seconds)
        self._interval = min(EXTEND_SECONDS, seconds / 3)
        self._engine = engine
        self._claims: set[UUID] = set()
        self._stopped = threading.Event()
        self.is_closing = False
        """True once the process is shutting down: it takes no further job."""

    @contextmanager
    def holding(self, claim: UUID) -> Iterator[None]:
        """Extend this claim's lease while the block runs."""
        self._claims.add(claim)
        try:
            yield
        finally:
            self._claims.discard(claim)

    def start(self) -> None:
        threading.Thread(target=self._keep, name="leases", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _keep(self) -> None:
        while not self._stopped.wait(self._interval):
            if claims := list(self._claims):
                self._extend(claims)

    def _extend(self, claims: list[UUID]) -> None:
        """If this fails, other workers may take the jobs; then our claims are void and nothing of ours is written."""
        try:
            with Session(self._engine) as db_session, db_session.begin():
                lookups.extend_leases(db_session, claims, lease=self.length)
        except SQLAlchemyError as error:
            log.warning("leases not extended", claims=len(claims), error=str(error))
