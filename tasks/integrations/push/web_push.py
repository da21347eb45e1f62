"""Web Push: encrypted for the browser (RFC 8291), signed for its push service (RFC 8292), one POST (RFC 8030)."""

from __future__ import annotations

from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from models.core import clock, curve
from tasks.integrations.outgoing import Answer, OutgoingClient
from tasks.integrations.push.errors import BrowserGone, PushRefused, PushServiceBusy, PushTooLarge
from tasks.integrations.push.gate import Gate
from tasks.integrations.push.port import Browser, PushMessage

CALL_SECONDS = 5.0
"""A push service answers at once, and a person may have ten browsers."""
TOKEN_SECONDS = 12 * 3_600
"""How long a signature is valid; push services accept at most a day."""
_GONE = frozenset({404, 410})
_BUSY = frozenset({408, 429})


class WebPush:
    def __init__(self, client: OutgoingClient, *, contact: str, gate: Gate | None = None) -> None:
        """`contact` (https: or mailto:) tells push services whom to ask about the messages."""
        self._client, self._contact, self._gate = client, contact, gate or Gate()

    def send(self, message: PushMessage, browser: Browser, *, private_key: bytes) -> None:
        origin = _origin(browser.endpoint)
        headers = {
            "TTL": str(message.keep_seconds),
            "Urgency": message.urgency,
            "Topic": message.topic,
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "Authorization": self._signature(origin, private_key),
        }
        content = _encrypted(message.body, browser)
        with self._gate.passing(origin):
            answer = self._client.post(browser.endpoint, content, headers=headers, seconds=CALL_SECONDS)
        _check(answer)

    def _signature(self, origin: str, private_key: bytes) -> str:
        """The Authorization header for the push service at `origin`."""
        claims = {
            "aud": origin,
            "sub": self._contact,
            "exp": int(clock.now().timestamp()) + TOKEN_SECONDS,
        }
        signer = Vapid02.from_raw(curve.to_text(private_key).encode())
        # Its own check of `sub` refuses a port, which an address may have.
        signer.conf["no-strict"] = True
        header: str = signer.sign(claims)["Authorization"]
        return header


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def _encrypted(body: bytes, browser: Browser) -> bytes:
    """One record, so that only the browser can read it, with a key pair of its own."""
    encrypted: bytes = http_ece.encrypt(
        body,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=curve.from_text(browser.p256dh),
        auth_secret=curve.from_text(browser.auth),
        version="aes128gcm",
    )
    return encrypted


def _check(answer: Answer) -> None:
    if answer.status in _GONE:
        raise BrowserGone
    if answer.status == 413:
        raise PushTooLarge
    if answer.status in _BUSY or answer.status >= 500:
        raise PushServiceBusy(after=answer.retry_after)
    if answer.status >= 400:
        raise PushRefused
