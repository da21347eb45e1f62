"""Statements that see more than one account: they run before the account is known, or for the operators.

Each calls a SECURITY DEFINER function of the lookup role, which the migrations create (`create_lookup_function`).
Nothing else calls one, and `tests/contracts/test_lookups.py` checks it.  What a function finds leads to one account;
the caller then enters that account, and row-level security applies from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, RowMapping, TextClause, text
from sqlalchemy.orm import Session

_USER_BY_ADDRESS = text("select account_id, user_id, password_hash from login_by_address(:address)")
# Each sets the account for the statement after it in the same message (`models.queries.credentials`), so that they
# are written as the driver takes them.
ENTER_BY_LOGIN = "select set_config('app.account_id', account_id::text, true) from login_by_token(%(fingerprint)s)"
ENTER_BY_BEARER = (
    "select set_config('app.account_id', account_id::text, true) from personal_token_by_token(%(fingerprint)s)"
)
_PASSWORD_RESET = text("select account_id, reset_id as id from password_reset_by_token(:fingerprint)")
_INVITATION = text("select account_id, invitation_id as id from invitation_by_token(:fingerprint)")
_PSA_WEBHOOK = text("select account_id, connection_id as id from psa_connection_by_webhook(:webhook_id)")
_SHARE = text("select account_id, share_id as id from share_by_token(:fingerprint)")

_TAKE_JOB = text("select * from outbox_take_job(:id, :claim, :lease)")
_TAKE_DUE = text("select id, account_id, kind, name, args from outbox_take_due(:limit, :lease)")
_EXTEND_LEASES = text("select outbox_extend(cast(:claims as uuid[]), :lease)")
_CONFIRM_SENT = text("select outbox_confirm_sent(cast(:ids as uuid[]))")

_OUTBOX_FIGURES = text("select * from outbox_figures() order by state, kind, name")
_OUTBOX_DEAD = text("select * from outbox_given_up(:most)")
_OUTBOX_RESEND = text("select outbox_resend_some(:id, :name)")
_AI_FIGURES = text("select * from ai_figures(:since)")


class Expired(StrEnum):
    """Tables with rows that are deleted after a time, by the function that finds the accounts that have such rows."""

    OUTBOX = "outbox_accounts_with_done"
    IDEMPOTENCY_KEYS = "accounts_with_idempotency_keys"
    PASSWORD_RESETS = "accounts_with_password_resets"  # noqa: S105 -- the name of a function


def user_by_address(db_session: Session, address: str) -> RowMapping | None:
    """(account_id, user_id, password_hash) of the active user who signs in with this normalised address."""
    return _one(db_session, _USER_BY_ADDRESS, address=address)


def password_reset(db_session: Session, fingerprint: bytes) -> RowMapping | None:
    """(account_id, id), in whatever state it is."""
    return _one(db_session, _PASSWORD_RESET, fingerprint=fingerprint)


def invitation(db_session: Session, fingerprint: bytes) -> RowMapping | None:
    """(account_id, id), in whatever state it is."""
    return _one(db_session, _INVITATION, fingerprint=fingerprint)


def share(db_session: Session, fingerprint: bytes) -> RowMapping | None:
    """(account_id, id), in whatever state it is."""
    return _one(db_session, _SHARE, fingerprint=fingerprint)


def psa_connection(db_session: Session, webhook_id: UUID) -> RowMapping | None:
    """(account_id, id) of the connection whose address for incoming webhooks ends with this id."""
    return _one(db_session, _PSA_WEBHOOK, webhook_id=webhook_id)


def take_job(db_session: Session, row_id: UUID, *, claim: UUID, lease: timedelta) -> RowMapping | None:
    """The outbox row of a job, now running under `claim`; None where it is done, dead or taken."""
    return _one(db_session, _TAKE_JOB, id=row_id, claim=claim, lease=lease)


def take_due(db_session: Session, *, limit: int, lease: timedelta) -> Sequence[Row[Any]]:
    """(id, account_id, kind, name, args) of outbox rows that are due, in all accounts.

    Each is due again after `lease`, so that several sweepers share the work.
    """
    return _all(db_session, _TAKE_DUE, limit=limit, lease=lease)


def extend_leases(db_session: Session, claims: Iterable[UUID], *, lease: timedelta) -> None:
    db_session.execute(_EXTEND_LEASES, {"claims": [str(claim) for claim in claims], "lease": lease})


def confirm_sent(db_session: Session, event_ids: Iterable[UUID]) -> None:
    db_session.execute(_CONFIRM_SENT, {"ids": [str(event_id) for event_id in event_ids]})


def outbox_figures(db: Session | Connection) -> Sequence[Row[Any]]:
    """(state, kind, name, count, oldest) of open and dead rows."""
    return _all(db, _OUTBOX_FIGURES)


def dead_outbox_rows(db_session: Session, *, most: int) -> Sequence[Row[Any]]:
    """(id, name, attempts, error_code, last_error, created_at, request_id), oldest first."""
    return _all(db_session, _OUTBOX_DEAD, most=most)


def resend_dead_outbox_rows(db_session: Session, *, row_id: UUID | None, name: str | None) -> int:
    """Make dead rows ready again: all, one, or those of one job's name.  Returns how many."""
    return int(db_session.scalar(_OUTBOX_RESEND, {"id": row_id, "name": name}) or 0)


def ai_figures(db: Session | Connection, *, since: datetime) -> Sequence[Row[Any]]:
    """(task, model, outcome, calls, input_tokens, output_tokens, cost_micros)."""
    return _all(db, _AI_FIGURES, since=since)


def accounts_with(db_session: Session, expired: Expired, *, older_than: datetime) -> Sequence[UUID]:
    query = text(f"select account_id from {expired}(:older_than)")  # noqa: S608 -- a name of ours
    return db_session.scalars(query, {"older_than": older_than}).all()


def _one(db: Session | Connection, statement: TextClause, **values: Any) -> RowMapping | None:
    return db.execute(statement, values).mappings().one_or_none()


def _all(db: Session | Connection, statement: TextClause, **values: Any) -> Sequence[Row[Any]]:
    return db.execute(statement, values).all()
