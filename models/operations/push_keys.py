"""The key with which FlowPilot signs to push services (VAPID, RFC 8292)."""

from __future__ import annotations

from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from models.core import clock, curve
from models.core.crypto import CannotOpen, KeyRing
from models.core.database import tenancy
from models.core.unit_of_work import db_session
from models.server_key import ServerKey

log = structlog.get_logger(__name__)

NAME = "web_push"
_COLUMN = "server_keys.sealed_key"
_NOBODY = UUID(int=0)
"""Used as account id to encrypt the key, which belongs to no account."""


def push_private_key(key_ring: KeyRing) -> bytes:
    """The private key, created at the first use.  Concurrent first uses get the same one.

    Once ENCRYPTION_KEYS has a newer key, it is encrypted with that.  If it cannot be decrypted any more, a new one
    takes its place, and browsers subscribe again when their page is next open.
    """
    sealed = _stored()
    if sealed is None:
        _create(key_ring)
        sealed = _stored()
    assert sealed is not None
    try:
        private_key = _open(sealed, key_ring)
    except CannotOpen:
        log.warning("push_key.replaced")
        private_key = curve.new_private_key()
    if not key_ring.is_outdated(sealed):
        return private_key
    _replace(sealed, _seal(private_key, key_ring))
    return _open(_stored() or sealed, key_ring)


def push_public_key(key_ring: KeyRing) -> str:
    """What a browser subscribes with (`applicationServerKey`), base64 for URLs."""
    return curve.to_text(curve.public_key_of(push_private_key(key_ring)))


def _stored() -> bytes | None:
    return db_session().scalar(select(ServerKey.sealed_key).where(ServerKey.name == NAME))


def _create(key_ring: KeyRing) -> None:
    sealed = _seal(curve.new_private_key(), key_ring)
    row = insert(ServerKey).values(name=NAME, sealed_key=sealed, created_at=clock.now())
    tenancy.write(db_session())
    db_session().execute(row.on_conflict_do_nothing())


def _replace(old: bytes, new: bytes) -> None:
    """No effect if another process was faster."""
    tenancy.write(db_session())
    ours = update(ServerKey).where(ServerKey.name == NAME, ServerKey.sealed_key == old)
    db_session().execute(ours.values(sealed_key=new))


def _seal(private_key: bytes, key_ring: KeyRing) -> bytes:
    return key_ring.seal(private_key, account_id=_NOBODY, column=_COLUMN)


def _open(sealed: bytes, key_ring: KeyRing) -> bytes:
    return key_ring.open(sealed, account_id=_NOBODY, column=_COLUMN)
