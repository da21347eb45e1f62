"""Runs a call once: if a user sends the same Idempotency-Key again within a day, they get the first answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, delete, select, text

from models.core import clock, ids
from models.core.crypto import CannotOpen, KeyRing
from models.core.unit_of_work import current, db_session
from models.idempotency_key import KEPT, IdempotencyConflict, IdempotencyKey, StillRunning
from models.user import User

_COLUMN = "idempotency_keys.sealed_body"
# Held until the transaction ends.  A second call with the key meanwhile gets StillRunning instead of waiting.
_TRY_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended(:lock, 0))")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call with a key.  `request_fingerprint` covers method, path, query and body."""

    key: str
    request_fingerprint: bytes
    by: User


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: bytes


def first_answer(call: Call, *, key_ring: KeyRing) -> Answer | None:
    """The answer to the first call with this key, or None if this is the first.

    Raises IdempotencyConflict (409) if the key was used for another request, StillRunning (409) while the first
    call is running.
    """
    lock = f"{call.by.account_id}:{call.by.id}:{call.key}"
    if not db_session().scalar(_TRY_LOCK, {"lock": lock}):
        raise StillRunning
    kept = db_session().scalars(_kept(call)).one_or_none()
    if kept is None or _is_over(kept):
        return None
    if kept.request_fingerprint != call.request_fingerprint:
        raise IdempotencyConflict
    return _decrypted_answer(kept, key_ring)


def store_answer(call: Call, answer: Answer, *, key_ring: KeyRing) -> None:
    """Store the answer in the transaction of the call itself, after `first_answer` found none."""
    user = call.by
    current().add(
        IdempotencyKey(
            account_id=user.account_id,
            user_id=user.id,
            key_fingerprint=ids.fingerprint(call.key),
            request_fingerprint=call.request_fingerprint,
            status=answer.status,
            sealed_body=key_ring.seal(answer.body, account_id=user.account_id, column=_COLUMN),
        )
    )


def _kept(call: Call) -> Select[IdempotencyKey]:
    return select(IdempotencyKey).where(
        IdempotencyKey.account_id == call.by.account_id,
        IdempotencyKey.user_id == call.by.id,
        IdempotencyKey.key_fingerprint == ids.fingerprint(call.key),
    )


def _is_over(kept: IdempotencyKey) -> bool:
    """Whether its day is over.  The key is unique, so the row goes, and `store_answer` may write another."""
    if kept.created_at > clock.now() - KEPT:
        return False
    db_session().execute(delete(IdempotencyKey).where(IdempotencyKey.id == kept.id))
    return True


def _decrypted_answer(kept: IdempotencyKey, key_ring: KeyRing) -> Answer:
    try:
        body = key_ring.open(kept.sealed_body, account_id=kept.account_id, column=_COLUMN)
    except CannotOpen as error:
        raise IdempotencyConflict("The first answer to this Idempotency-Key can no longer be read.") from error
    return Answer(status=kept.status, body=body)
