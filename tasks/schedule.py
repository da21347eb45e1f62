"""What runs every hour: deleting rows that have expired."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.orm import Session

from models import password_reset
from models.core import clock
from models.core.database import lookups, tenancy
from models.core.database.lookups import Expired
from models.core.outgoing import outbox
from models.core.outgoing.outbox import OutboxRow
from models.idempotency_key import KEPT, IdempotencyKey
from models.login import LoginFailure
from models.operations.login_limit import WINDOW
from models.password_reset import PasswordReset

HOURLY_SECONDS = 3_600
KEEP_DONE = timedelta(days=3)
# How many rows one statement deletes, so that it stays within its time limit.
BATCH = 5_000


@dataclass(frozen=True)
class Expiring:
    """A table whose rows expire: how long they are kept, the function that lists their accounts, and which are old."""

    table: type[Any]
    kept: timedelta
    expired: Expired
    old: Callable[[datetime], ColumnElement[bool]]


EXPIRING = (
    Expiring(
        OutboxRow,
        KEEP_DONE,
        Expired.OUTBOX,
        lambda moment: (OutboxRow.state == outbox.State.DONE) & (OutboxRow.done_at < moment),
    ),
    Expiring(
        IdempotencyKey,
        KEPT,
        Expired.IDEMPOTENCY_KEYS,
        lambda moment: IdempotencyKey.created_at < moment,
    ),
    Expiring(
        PasswordReset,
        password_reset.KEPT,
        Expired.PASSWORD_RESETS,
        lambda moment: PasswordReset.created_at < moment,
    ),
)


class Schedule:
    """Every copy of the relay runs it; deleting the same rows twice is harmless."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next = time.monotonic()

    def run_due(self) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + HOURLY_SECONDS
        self.purge()

    def purge(self) -> None:
        """Delete expired rows, and login failures that no limit counts any more."""
        with Session(self._engine) as db_session, db_session.begin():
            db_session.execute(delete(LoginFailure).where(LoginFailure.failed_at < clock.now() - WINDOW))
        for expiring in EXPIRING:
            self._purge_table(expiring, clock.now() - expiring.kept)

    def _purge_table(self, expiring: Expiring, older_than: datetime) -> None:
        with Session(self._engine) as db_session, db_session.begin():
            accounts = lookups.accounts_with(db_session, expiring.expired, older_than=older_than)
        for account_id in accounts:
            self._purge_account(account_id, expiring, older_than)

    def _purge_account(self, account_id: UUID, expiring: Expiring, older_than: datetime) -> None:
        """One account at a time: the lookup role may not delete, and row-level security applies to ours."""
        table = expiring.table
        old = select(table.id).where(expiring.old(older_than)).limit(BATCH)
        deleted = BATCH
        while deleted == BATCH:
            with Session(self._engine) as db_session, db_session.begin():
                tenancy.enter(db_session, account_id)
                result: Any = db_session.execute(delete(table).where(table.id.in_(old)))
                deleted = result.rowcount
