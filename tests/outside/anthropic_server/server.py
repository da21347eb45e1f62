"""The server: takes requests, records them, and answers as scripted."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.outside.anthropic_server import events, replies, standard
from tests.outside.anthropic_server.received import ReceivedRequest, objections_to
from tests.outside.anthropic_server.steps import CutSocket, Event, Gate, Head, Hold, Pause, Raw, RawHead, Reply, Step

MESSAGES_PATH = "/v1/messages"
LOOK_SECONDS = 0.02
"""How often a reply that waits looks whether its client is still there."""


class HungUp(Exception):
    """The client has closed its connection in the middle of a reply."""


class AnthropicServer:
    """The Messages API on a port of the loopback, from `with` until its end; over TLS where a context is given.

    `requests` has every request in the order of arrival; `disconnects` counts clients that hung up before the end.
    `faults` has what went wrong in the server itself, which is a mistake in a script: look at it when a test is odd.
    """

    def __init__(self, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[ReceivedRequest] = []
        self.faults: list[Exception] = []
        self.disconnects = 0
        self.closing = threading.Event()
        self._changed = threading.Condition()
        self._scripted: deque[Reply] = deque()
        self._answer: Callable[[ReceivedRequest], Reply] = standard.answer
        self._http = _Listener(("127.0.0.1", port), _Handler)
        self._http.anthropic = self
        self._scheme = "http" if tls is None else "https"
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), name="anthropic-server")

    @property
    def url(self) -> str:
        """What goes into ANTHROPIC_BASE_URL."""
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}"

    def script(self, *replies_in_order: Reply) -> None:
        """Answer the next requests with these, one each; later ones as `answer_with` says."""
        with self._changed:
            self._scripted.extend(replies_in_order)

    def answer_with(self, answer: Callable[[ReceivedRequest], Reply]) -> None:
        """Answer every request that has no scripted reply with what this function makes of it."""
        self._answer = answer

    def wait_for_requests(self, count: int, seconds: float = 10.0) -> list[ReceivedRequest]:
        """The requests, once there are so many.  Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.requests) >= count, seconds):
                raise TimeoutError(f"{len(self.requests)} requests instead of {count}")
            return list(self.requests)

    def wait_for_disconnects(self, count: int, seconds: float = 10.0) -> None:
        """Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.disconnects >= count, seconds):
                raise TimeoutError(f"{self.disconnects} disconnects instead of {count}")

    def forget(self) -> None:
        """Back to the beginning, for the next test on the same server."""
        with self._changed:
            self.requests.clear()
            self.faults.clear()
            self._scripted.clear()
            self.disconnects = 0
        self._answer = standard.answer

    def received(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[ReceivedRequest, Reply]:
        """Record a request and choose its reply."""
        objections = objections_to(headers, body)
        with self._changed:
            request = ReceivedRequest(len(self.requests) + 1, path, headers, body, objections)
            self.requests.append(request)
            self._changed.notify_all()
            if objections:
                return request, replies.error(400)
            return request, self._scripted.popleft() if self._scripted else self._answer(request)

    def hung_up(self) -> None:
        with self._changed:
            self.disconnects += 1
            self._changed.notify_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join(10)
        self._http.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64
    anthropic: AnthropicServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is no news; everything else is told through `faults`."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every event waits 40 ms for the last one's acknowledgement
    timeout = 60.0
    server: _Listener

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.close_connection = True
        if self.path != MESSAGES_PATH:
            self.send_error(404)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request, reply = self.server.anthropic.received(self.path, headers, body)
        try:
            self._perform(reply(request), request)
        except (HungUp, ConnectionError):
            self.server.anthropic.hung_up()
        except Exception as fault:
            self.server.anthropic.faults.append(fault)
            raise

    def _perform(self, steps: Any, request: ReceivedRequest) -> None:
        is_chunked = False
        for step in steps:
            if self.server.anthropic.closing.is_set():
                return
            if isinstance(step, CutSocket):
                self._cut(step)
                return
            is_chunked = is_chunked or isinstance(step, Head)
            self._do(step, request)
        if is_chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _do(self, step: Step, request: ReceivedRequest) -> None:
        if isinstance(step, Head):
            self._head(step, request)
        elif isinstance(step, Event):
            events.check(step.data)
            self._chunk(events.as_bytes(step.data))
        elif isinstance(step, Raw):
            self._chunk(step.body)
        elif isinstance(step, RawHead):
            self.wfile.write(step.line)
        elif isinstance(step, Pause):
            self._wait_at(Gate(), step.seconds)
        elif isinstance(step, Hold):
            step.gate.reached.set()
            self._wait_at(step.gate, None)

    def _head(self, head: Head, request: ReceivedRequest) -> None:
        self.send_response(head.status)
        self.send_header("content-type", head.content_type)
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.send_header("request-id", f"req_{request.number:04}")
        for name, value in head.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, body: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))

    def _wait_at(self, gate: Gate, seconds: float | None) -> None:
        """Until the gate opens, so many seconds have passed, the server closes, or the client hangs up (HungUp)."""
        for left in _slices(seconds):
            if gate.wait(left) or self.server.anthropic.closing.is_set():
                return
            if self._is_client_gone():
                raise HungUp

    def _is_client_gone(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        # Past TLS, whose sockets do not peek: only the end of the connection matters.
        return bool(readable) and not socket.socket.recv(self.connection, 1, socket.MSG_PEEK)

    def _cut(self, step: CutSocket) -> None:
        if step.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name for it
        """Silent: `requests` tells more."""


def _slices(seconds: float | None) -> Iterator[float]:
    """A wait cut into short ones; without end for None."""
    while seconds is None:
        yield LOOK_SECONDS
    while seconds > 0:
        yield min(LOOK_SECONDS, seconds)
        seconds -= LOOK_SECONDS
