"""The key with which FlowPilot signs to push services (VAPID, RFC 8292)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from models.core import clock, curve
from models.core.crypto import KeyRing
from models.core.database import tenancy
from models.core.unit_of_work import db_session
from models.server_key import ServerKey

NAME = "web_push"
_COLUMN = "server_keys.sealed_key"
_NOBODY = UUID(int=0)
"""Used as account id to encrypt the key, which belongs to no account."""


def push_private_key(key_ring: KeyRing) -> bytes:
    """The private key, created at the first use.  Concurrent first uses get the same one.

    Raises CannotOpen if the key of ENCRYPTION_KEYS that encrypted it was removed.
    """
    sealed = _stored()
    if sealed is None:
        _create(key_ring)
        sealed = _stored()
    assert sealed is not None
    return key_ring.open(sealed, account_id=_NOBODY, column=_COLUMN)


def push_public_key(key_ring: KeyRing) -> str:
    """What a browser subscribes with (`applicationServerKey`), base64 for URLs."""
    return curve.to_text(curve.public_key_of(push_private_key(key_ring)))


def _stored() -> bytes | None:
    return db_session().scalar(select(ServerKey.sealed_key).where(ServerKey.name == NAME))


def _create(key_ring: KeyRing) -> None:
    sealed = key_ring.seal(curve.new_private_key(), account_id=_NOBODY, column=_COLUMN)
    row = insert(ServerKey).values(name=NAME, sealed_key=sealed, created_at=clock.now())
    tenancy.write(db_session())
    db_session().execute(row.on_conflict_do_nothing())
