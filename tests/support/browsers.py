"""The browser's side of Web Push: a subscription with keys of its own, and reading what was pushed to it."""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import uuid4

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from models.core import curve
from tasks.integrations.push import Browser
from tests.outside.hook_server import HookServer, Received


class PushedBrowser:
    """Subscribed at `server`, which plays its push service."""

    def __init__(self, server: HookServer) -> None:
        self._private_key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.target = f"/push/{uuid4().hex}"
        self.endpoint = server.url + self.target
        self._server = server

    @property
    def subscription(self) -> dict[str, Any]:
        """What the page sends to FlowPilot (`PushSubscription.toJSON()`)."""
        point = self._private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": self.endpoint,
            "keys": {"p256dh": curve.to_text(point), "auth": curve.to_text(self._auth)},
        }

    @property
    def address(self) -> Browser:
        return Browser(self.endpoint, **self.subscription["keys"])

    def received(self, count: int) -> list[dict[str, Any]]:
        """What it was shown so far, once `count` messages have come."""
        return [self.read(request) for request in self._server.wait_for(count, to=self.target)]

    def read(self, request: Received) -> dict[str, Any]:
        """The decrypted message, after checking what a push service checks."""
        assert (request.method, request.headers["content-encoding"]) == ("POST", "aes128gcm")
        assert Vapid02.verify(request.headers["authorization"])
        clear = http_ece.decrypt(
            request.body, private_key=self._private_key, auth_secret=self._auth, version="aes128gcm"
        )
        message: dict[str, Any] = json.loads(clear)
        return message
