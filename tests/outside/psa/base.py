"""What the simulators share: the server, faults, the record of calls, and the count of calls at once."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, ClassVar, Self

from tests.outside.psa import control
from tests.outside.psa.exchange import Received, Reply, Request, json_reply
from tests.outside.psa.faults import Fault, Kind, Plan
from tests.outside.psa.listener import End, Listener, Sending

LONGEST_WAIT_SECONDS = 30.0

_STATUSES = {
    Kind.UNAUTHORIZED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.TOO_MANY: 429,
    Kind.SERVER_ERROR: 500,
}


def _page(status: int) -> Reply:
    html = "<html><head><title>Error</title></head><body><h1>Something is wrong</h1></body></html>"
    return Reply(status=status, body=html.encode(), media_type="text/html; charset=utf-8")


_INSTEAD = {
    Kind.APPLY_THEN_CLOSE: Sending(None, End.RESET),
    Kind.APPLY_THEN_BAD_GATEWAY: Sending(_page(502)),
    Kind.APPLY_THEN_REDIRECT: Sending(Reply(status=302, headers={"Location": "/login"})),
    Kind.WRONG_MEDIA_TYPE: Sending(Reply(body=b"<Result><Id>1</Id></Result>", media_type="application/xml")),
    Kind.HTML_PAGE: Sending(_page(200)),
}


class Simulator(ABC):
    """A PSA on a port of the loopback, from `with` until its end.

    A subclass answers calls (`answer`), has a beginning (`clear`) and sets of data (`seed`), and says what its errors
    look like (`error`).  `answer`, `clear` and `seed` run while `lock` is held, so that each call is carried out whole.
    """

    name: ClassVar[str]

    def __init__(self, *, port: int = 0, seed: str | None = None) -> None:
        self.received: list[Received] = []
        self.crashes: list[Exception] = []
        """What went wrong in the simulator itself, which is a mistake in it."""
        self.most_in_flight = 0
        self.lock = threading.RLock()
        self._plan = Plan()
        self._changed = threading.Condition()
        self._in_flight = 0
        self._held = False
        self._released = threading.Event()
        self._listener = Listener(port, self._serve)
        self.reset(seed)

    # -- what a subclass is

    @abstractmethod
    def answer(self, request: Request) -> Reply: ...

    @abstractmethod
    def clear(self) -> None:
        """Forget everything, and be what a new tenant is."""

    def seed(self, name: str, **options: Any) -> None:
        """Add data of a known kind.  Raises KeyError for another name."""
        raise KeyError(name)

    def kept(self) -> Any:
        """The data as JSON, for the next run of the process."""
        raise NotImplementedError

    def keep(self, data: Any) -> None:
        """Go on with what `kept` returned."""
        raise NotImplementedError

    def error(self, status: int, message: str) -> Reply:
        """An error as this PSA writes it."""
        return json_reply({"message": message}, status)

    # -- what a test does with it

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.port}"

    def reset(self, seed: str | None = None) -> None:
        """As new: no data, no faults, no record.  Calls that wait go on."""
        self.release()
        with self.lock:
            self._plan.clear()
            self.clear()
            if seed:
                self.seed(seed)
        with self._changed:
            self.received.clear()
            self.most_in_flight = self._in_flight

    def fail(self, fault: Fault, *, route: str = "*", times: int = 1) -> None:
        """The next calls to `route` meet this fault, such as `POST */notes`; the path is without the query."""
        if fault.kind is Kind.SLOW:
            self._released.clear()
        self._plan.add(fault, route=route, times=times)

    def fail_randomly(self, chances: Mapping[Fault, float], *, seed: int, route: str = "*") -> None:
        """From now on each call to `route` meets one of the faults with its probability."""
        self._plan.add_random(chances, route=route, seed=seed)

    def heal(self) -> None:
        """No more faults."""
        self._plan.clear()
        self.release()

    def release(self) -> None:
        """Let go what waits: replies that are slow, and all calls since `hold`."""
        with self._changed:
            self._held = False
            self._changed.notify_all()
        self._released.set()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Inside, every call waits before it is carried out."""
        self._held = True
        try:
            yield
        finally:
            self.release()

    def wait_for(self, count: int, *, route: str = "*") -> list[Received]:
        """The calls to `route` that are over, once there are `count`.  Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.calls(route)) >= count, LONGEST_WAIT_SECONDS):
                raise TimeoutError(f"{len(self.calls(route))} calls to {route} instead of {count}")
            return self.calls(route)

    def wait_for_in_flight(self, count: int) -> None:
        """Until so many calls are here at once.  Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._in_flight >= count, LONGEST_WAIT_SECONDS):
                raise TimeoutError(f"{self._in_flight} calls at once instead of {count}")

    def calls(self, route: str = "*") -> list[Received]:
        """The calls to `route` so far, in the order in which they ended."""
        return [one for one in self.received if one.request.matches(route)]

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        self._listener.stop()

    # -- how a call runs

    def _serve(self, request: Request) -> Sending:
        """Carry the call out, or not, as its fault says.  The listener sends what this returns."""
        if request.path.startswith(control.PREFIX):
            return Sending(control.answer(self, request))
        fault = self._plan.next_for(request)
        with self._counted():
            sending = self._met(request, fault)
        # Recorded and no longer counted before it is sent: whoever reads the reply finds it here.
        self._record(request, fault, sending)
        return sending

    def _met(self, request: Request, fault: Fault | None) -> Sending:
        if fault is None:
            return Sending(self._answered(request))
        if fault.kind is Kind.CLOSE_BEFORE_REPLY:
            return Sending(None, End.CLOSE)
        if fault.kind is Kind.BAD_GATEWAY:
            return Sending(_page(502))
        if status := _STATUSES.get(fault.kind):
            said = "This is a fault on demand."
            reply = self.error(status, said if fault.echo is None else f"{fault.echo} {dict(request.headers)}")
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            return Sending(replace(reply, headers={**reply.headers, **headers}))
        return self._spoiled(self._answered(request), fault)

    def _spoiled(self, reply: Reply, fault: Fault) -> Sending:
        """The call was carried out: what is left of its reply."""
        if fault.kind is Kind.SLOW:
            self._released.wait(LONGEST_WAIT_SECONDS)
            return Sending(reply)
        if fault.kind is Kind.NULL_FIELD:
            return Sending(reply.with_content(_without(reply.content, fault.field, fault.value)))
        if fault.kind is Kind.BROKEN_JSON:
            return Sending(replace(reply, body=reply.body[: len(reply.body) // 2] or b"{"))
        return Sending(reply, End.HALF) if fault.kind is Kind.TRUNCATED else _INSTEAD[fault.kind]

    def _answered(self, request: Request) -> Reply:
        with self._changed:
            self._changed.wait_for(lambda: not self._held, LONGEST_WAIT_SECONDS)
        with self.lock:
            try:
                return self.answer(request)
            except Exception as crash:
                self.crashes.append(crash)
                raise

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._changed:
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._in_flight -= 1

    def _record(self, request: Request, fault: Fault | None, sending: Sending) -> None:
        kind = fault.kind.value if fault else None
        status = sending.reply.status if sending.reply and sending.end is not End.HALF else None
        with self._changed:
            number = len(self.received) + 1
            self.received.append(Received(number=number, request=request, fault=kind, status=status))
            self._changed.notify_all()


def _without(content: Any, names: str | None, value: str | None) -> Any:
    """With `value` for each field of these names, however deep."""
    if isinstance(content, list):
        return [_without(one, names, value) for one in content]
    if isinstance(content, dict):
        hidden = (names or "").split(",")
        return {key: value if key in hidden else _without(one, names, value) for key, one in content.items()}
    return content
