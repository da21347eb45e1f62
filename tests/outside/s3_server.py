"""A small S3 on the loopback: objects of one bucket in memory, and what the real service would refuse a request for."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

BUCKET = "flowpilot-files"
ACCESS_KEY, SECRET_KEY = "loopback-access", "loopback-secret"

_SIGNED = re.compile(
    rf"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/\d{{8}}/[a-z0-9-]+/s3/aws4_request, "
    r"SignedHeaders=[a-z0-9;-]*\bhost\b[a-z0-9;-]*, Signature=[0-9a-f]{64}"
)
_MISSING = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message></Error>'
_DENIED = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access denied.</Message></Error>'


class S3Server:
    """`objects` are contents by key.  `objections` says what was wrong with requests.  While
    `silence` is cleared, nothing is answered.
    """

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.media_types: dict[str, str] = {}
        self.objections: list[str] = []
        self.refuses = False
        self.silence = threading.Event()
        self.silence.set()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.silence.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, s3: S3Server, *args: Any) -> None:
        self.s3 = s3
        super().__init__(*args)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if key := self._key(body):
            self.s3.objects[key] = body
            self.s3.media_types[key] = self.headers["Content-Type"]
            self._answer(200)

    def do_GET(self) -> None:
        if key := self._key():
            found = self.s3.objects.get(key)
            self._answer(*((404, _MISSING) if found is None else (200, found)))

    def do_DELETE(self) -> None:
        if key := self._key():
            self.s3.objects.pop(key, None)
            self._answer(204)

    def _key(self, body: bytes = b"") -> str | None:
        """The object's key, unless the request is refused."""
        self.s3.silence.wait(30)
        self.s3.objections += _objections(self.headers, body)
        bucket, _, key = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if self.s3.refuses or bucket != BUCKET:
            self._answer(403, _DENIED)
            return None
        return key

    def _answer(self, status: int, body: bytes = b"") -> None:
        with suppress(OSError):  # a client that gave up waiting has closed the connection
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


def _objections(headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    if not _SIGNED.fullmatch(headers.get("Authorization", "")):
        yield "the request is not signed (SigV4)"
    if headers.get("x-amz-content-sha256") not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
        yield "x-amz-content-sha256 is not the content's"
