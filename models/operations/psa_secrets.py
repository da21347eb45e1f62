"""The credentials of a PSA connection: encrypted, bound to the account and the column, and opened only by jobs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import orjson

from models.core.crypto import KeyRing
from models.psa_connection import PsaConnection

_CREDENTIALS = "psa_connections.sealed_credentials"
_WEBHOOK = "psa_connections.sealed_webhook_secret"
_WEBHOOK_SECRET_BYTES = 24


@dataclass(frozen=True)
class PsaSecrets:
    credentials: dict[str, str] = field(repr=False)
    webhook: str | None = field(repr=False)


def seal_credentials(connection: PsaConnection, credentials: dict[str, str], key_ring: KeyRing) -> None:
    connection.sealed_credentials = key_ring.seal(
        orjson.dumps(credentials), account_id=connection.account_id, column=_CREDENTIALS
    )


def new_webhook_secret(connection: PsaConnection, key_ring: KeyRing) -> str:
    """Replace the secret that signs or guards incoming webhooks, and return it in clear, for the last time."""
    secret = secrets.token_urlsafe(_WEBHOOK_SECRET_BYTES)
    connection.sealed_webhook_secret = key_ring.seal(secret.encode(), account_id=connection.account_id, column=_WEBHOOK)
    return secret


def open_secrets(connection: PsaConnection, key_ring: KeyRing) -> PsaSecrets:
    """The secrets of a connection that is not disconnected.

    What an old key encrypted is encrypted again by the newest one.  Raises CannotOpen.
    """
    assert connection.sealed_credentials is not None, "only a disconnected connection has no credentials"
    account_id, webhook = connection.account_id, None
    connection.sealed_credentials = key_ring.renewed(
        connection.sealed_credentials, account_id=account_id, column=_CREDENTIALS
    )
    if sealed := connection.sealed_webhook_secret:
        connection.sealed_webhook_secret = key_ring.renewed(sealed, account_id=account_id, column=_WEBHOOK)
        webhook = key_ring.open(sealed, account_id=account_id, column=_WEBHOOK).decode()
    opened = key_ring.open(connection.sealed_credentials, account_id=account_id, column=_CREDENTIALS)
    return PsaSecrets(orjson.loads(opened), webhook)
