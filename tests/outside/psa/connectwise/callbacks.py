"""What the tenant sends to FlowPilot when a ticket changes, signed as ConnectWise signs it, or not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.request import ProxyHandler, Request as UrlRequest, build_opener

KEY_PATH = "/v4_6_release/apis/3.0/system/callbacks/keys/1"
OTHER_KEY_PATH = "/v4_6_release/apis/3.0/system/callbacks/keys/2"
"""Of another tenant of the same site: only its login is told it."""
FILE_PATH = "/v4_6_release/apis/3.0/system/documents/1/keys.json"
"""Whoever may attach files decides what it says."""
OTHER_KEY = "signing-key-of-another-tenant"
SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Callback:
    """The headers have names in lower case."""

    headers: Mapping[str, str]
    body: bytes

    def send(self, url: str) -> int:
        """Send it as the PSA does, and return the status of the answer.  Raises HTTPError for one of 400 and above."""
        request = UrlRequest(url, data=self.body, headers=dict(self.headers), method="POST")
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            return int(answer.status)


def make(
    ticket_id: int,
    *,
    action: str,
    company_id: str,
    key_url: str,
    signing_key: str,
    entity: str = "",
    kind: str = "ticket",
) -> Callback:
    """`entity` is JSON in a text, and may be empty."""
    body = json.dumps(
        {
            "Action": action,
            "CompanyId": company_id,
            "Entity": entity,
            "FromUrl": key_url.split("/")[2],
            "ID": ticket_id,
            "MemberId": "jdoe",
            "Metadata": {"key_url": key_url},
            "Type": kind,
        }
    ).encode()
    headers = {"content-type": "application/json", "x-content-signature": signature(signing_key, body)}
    return Callback(headers=headers, body=body)


def signature(signing_key: str, body: bytes) -> str:
    """Of the body as it is sent: HMAC-SHA256 with the SHA-256 of the key, in Base64."""
    secret = hashlib.sha256(signing_key.encode()).digest()
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()
