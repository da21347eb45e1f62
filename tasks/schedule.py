"""What has to happen from time to time: throwing away what nobody needs any more."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from models.core import clock, outbox, tenancy
from models.core.outbox import OutboxRow
from models.login import LoginFailure
from models.operations.login_limit import WINDOW

HOURLY_SECONDS = 3_600
KEEP_DONE = timedelta(days=3)
# Rows a statement deletes, so that none runs into its time limit.
BATCH = 5_000

_ACCOUNTS_WITH_DONE = text("select account_id from outbox_accounts_with_done(:older_than)")


class Schedule:
    """Every copy of the relay runs it; deleting twice is deleting once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next = time.monotonic()

    def run_due(self) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + HOURLY_SECONDS
        self.purge()

    def purge(self) -> None:
        """Delete done outbox rows older than three days and login failures that no limit counts any more."""
        older_than = clock.now() - KEEP_DONE
        with Session(self._engine) as db_session, db_session.begin():
            db_session.execute(delete(LoginFailure).where(LoginFailure.failed_at < clock.now() - WINDOW))
            accounts = db_session.scalars(_ACCOUNTS_WITH_DONE, {"older_than": older_than}).all()
        for account_id in accounts:
            self._purge_account(account_id, older_than)

    def _purge_account(self, account_id: UUID, older_than: datetime) -> None:
        """Account by account: the lookup role may not delete, and row-level security binds us."""
        old = select(OutboxRow.id).where(OutboxRow.state == outbox.State.DONE, OutboxRow.done_at < older_than)
        deleted = BATCH
        while deleted == BATCH:
            with Session(self._engine) as db_session, db_session.begin():
                tenancy.enter(db_session, account_id)
                result: Any = db_session.execute(delete(OutboxRow).where(OutboxRow.id.in_(old.limit(BATCH))))
                deleted = result.rowcount
