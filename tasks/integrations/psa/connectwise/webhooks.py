"""Callbacks of ConnectWise PSA: signed with a key that the body names the address of.

Tenants of the vendor's cloud share its hosts, and anybody may have written the address: so only one that has the form
of a key's is asked, and with the tenant's own login, for which another tenant's key is not to be had.

The header `x-content-signature` is HMAC-SHA256 of the body in Base64; the HMAC's key is the SHA-256 of the signing
key.  Source: the vendor's page PSA-Callbacks, and two published implementations.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from tasks.integrations.psa.connectwise.addresses import origin_of
from tasks.integrations.psa.connectwise.api import Api
from tasks.integrations.psa.errors import WebhookNotVerified
from tasks.integrations.psa.port import Cache, Hint, IncomingWebhook

SIGNATURE = "x-content-signature"
KEY_SECONDS = 3_600.0
PAUSE_SECONDS = 10.0
"""How long no unknown key is fetched after one that did not fit: a stranger cannot use up the tenant's calls."""
LONGEST_URL = 500
KEY_PATHS = re.compile(r"/(?:[a-z0-9][a-z0-9_.-]*/)?apis/3\.0/system/(?:[a-z0-9_-]+/)*keys/[a-z0-9_-]+", re.IGNORECASE)
"""No page of the vendor has the whole address of a key.  What tenants upload is not below `keys`."""


def verified(webhook: IncomingWebhook, api: Api, cache: Cache, *, base_url: str) -> Sequence[Hint]:
    """Raises WebhookNotVerified; PsaFailed and OutgoingFailed where the key cannot be read at the moment."""
    body = _body(webhook.body)
    key_url = _key_url(body, allowed=(api.origin, origin_of(base_url)))
    if str(body.get("CompanyId", "")).casefold() != api.company.casefold():
        raise WebhookNotVerified
    _check(webhook, _key(key_url, api, cache), cache)
    return _hints(body)


def signature_of(body: bytes, signing_key: str) -> str:
    secret = hashlib.sha256(signing_key.encode()).digest()
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()


def _body(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise WebhookNotVerified from error
    if not isinstance(body, dict):
        raise WebhookNotVerified
    return body


def _key_url(body: dict[str, Any], *, allowed: Sequence[str]) -> str:
    """The address of the key, which anybody may have written: only the tenant's own site is asked."""
    metadata = body.get("Metadata")
    url = metadata.get("key_url") if isinstance(metadata, dict) else None
    if not isinstance(url, str) or len(url) > LONGEST_URL or not origin_of(url) or origin_of(url) not in allowed:
        raise WebhookNotVerified
    parts = urlsplit(url)
    if not KEY_PATHS.fullmatch(parts.path) or parts.query or parts.fragment or "@" in parts.netloc:
        raise WebhookNotVerified
    return url


def _key(url: str, api: Api, cache: Cache) -> str:
    name = f"signing-key:{hashlib.sha256(url.encode()).hexdigest()}"
    if known := cache.get(name):
        return known
    if cache.get("signing-key-pause"):
        raise WebhookNotVerified
    key = api.signing_key(url)
    if key is None:
        cache.put("signing-key-pause", "1", seconds=PAUSE_SECONDS)
        raise WebhookNotVerified
    cache.put(name, key, seconds=KEY_SECONDS)
    return key


def _check(webhook: IncomingWebhook, key: str, cache: Cache) -> None:
    given = webhook.headers.get(SIGNATURE, "")
    if not hmac.compare_digest(signature_of(webhook.body, key).encode(), given.encode(errors="replace")):
        cache.put("signing-key-pause", "1", seconds=PAUSE_SECONDS)
        raise WebhookNotVerified


def _hints(body: dict[str, Any]) -> Sequence[Hint]:
    number = body.get("ID")
    if str(body.get("Type", "")).lower() != "ticket" or not isinstance(number, int):
        return ()
    return (Hint(ticket_id=str(number), is_deleted=str(body.get("Action", "")).lower() == "deleted"),)
