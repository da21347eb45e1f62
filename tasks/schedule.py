"""What has to happen from time to time: throwing away what nobody needs any more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, select, text
from sqlalchemy.orm import Session

from models import password_reset
from models.core import clock, outbox, tenancy
from models.core.outbox import OutboxRow
from models.idempotency_key import KEPT, IdempotencyKey
from models.login import LoginFailure
from models.operations.login_limit import WINDOW
from models.password_reset import PasswordReset

HOURLY_SECONDS = 3_600
KEEP_DONE = timedelta(days=3)
# Rows a statement deletes, so that none runs into its time limit.
BATCH = 5_000


@dataclass(frozen=True)
class Expiring:
    """A table whose rows end: how long they are kept, which they are, and the function that says whose."""

    table: type[Any]
    kept: timedelta
    accounts: str
    old: Callable[[datetime], ColumnElement[bool]]


EXPIRING = (
    Expiring(
        OutboxRow,
        KEEP_DONE,
        "outbox_accounts_with_done",
        lambda moment: (OutboxRow.state == outbox.State.DONE) & (OutboxRow.done_at < moment),
    ),
    Expiring(
        IdempotencyKey,
        KEPT,
        "accounts_with_idempotency_keys",
        lambda moment: IdempotencyKey.created_at < moment,
    ),
    Expiring(
        PasswordReset,
        password_reset.KEPT,
        "accounts_with_password_resets",
        lambda moment: PasswordReset.created_at < moment,
    ),
)


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
        """Delete what is older than its table keeps it, and login failures that no limit counts any more."""
        with Session(self._engine) as db_session, db_session.begin():
            db_session.execute(delete(LoginFailure).where(LoginFailure.failed_at < clock.now() - WINDOW))
        for expiring in EXPIRING:
            self._purge_table(expiring, clock.now() - expiring.kept)

    def _purge_table(self, expiring: Expiring, older_than: datetime) -> None:
        query = text(f"select account_id from {expiring.accounts}(:older_than)")  # noqa: S608 -- a name of ours
        with Session(self._engine) as db_session, db_session.begin():
            accounts = db_session.scalars(query, {"older_than": older_than}).all()
        for account_id in accounts:
            self._purge_account(account_id, expiring, older_than)

    def _purge_account(self, account_id: UUID, expiring: Expiring, older_than: datetime) -> None:
        """Account by account: the lookup role may not delete, and row-level security binds us."""
        table = expiring.table
        old = select(table.id).where(expiring.old(older_than)).limit(BATCH)
        deleted = BATCH
        while deleted == BATCH:
            with Session(self._engine) as db_session, db_session.begin():
                tenancy.enter(db_session, account_id)
                result: Any = db_session.execute(delete(table).where(table.id.in_(old)))
                deleted = result.rowcount
