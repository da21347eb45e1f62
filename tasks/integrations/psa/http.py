"""One call to a PSA: bounded, counted, and its answer as JSON or as one of our errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson

from tasks.integrations.outgoing import (
    Answer,
    AnswerNotUnderstood,
    NoAnswer,
    NotConnected,
    OutgoingClient,
    Redirected,
)
from tasks.integrations.psa.errors import OutcomeUnknown, RateLimited, RemoteUnavailable
from tasks.integrations.psa.port import Gate
from tasks.integrations.psa.secrets import Secrets

CALL_SECONDS = 30.0
WRITE_SECONDS = 40.0
"""A step's writes are sent within this time of its beginning, so that all of them are over 70 s after it."""
TEXT_CHARACTERS = 1_000
ANSWER_BYTES = 16 * 1_024 * 1_024
USUAL_PAUSE_SECONDS = 60.0
"""After a 429 that does not say when to come back."""
LONGEST_PAUSE_SECONDS = 3_600.0
"""What a PSA asks for is not trusted beyond this: a wrong header would switch it off for years."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer that is not a fault of the server and not a refusal for its rate.  Each PSA reads the rest itself."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    content: Any
    """Parsed JSON; None where there is none.  That of a failure is without our credentials."""
    text: str
    """The body's first characters, for messages; without our credentials."""
    hide: Callable[[str], str] = field(repr=False)
    """Takes our credentials out of a text that was made from the answer."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class PsaHttp:
    """Makes the calls of one adapter.  At most three run at once for each tenant, which `gate` sees to."""

    def __init__(self, client: OutgoingClient, gate: Gate, credentials: Mapping[str, str]) -> None:
        self._client, self._gate, self._secrets = client, gate, Secrets(credentials.items())
        self.begin_step(time.monotonic())

    def begin_step(self, began: float) -> None:
        """As `Psa.begin_step`."""
        self._writes_until = began + WRITE_SECONDS

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str | int] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        is_write: bool,
        is_change: bool = False,
        trusts_500: bool = False,
        needs_json: bool = True,
    ) -> Response:
        """The answer.  `is_write`: a repetition would have an effect, so a lost answer leaves the outcome unknown.
        `is_change`: it may be repeated, but not later than its step, because others may have changed the same.

        `trusts_500`: a 500 whose body is JSON is returned, for a PSA that uses it for what it refuses.  Without
        `needs_json`, so is a success that is not JSON, which tells that something else is at this address.
        Raises RateLimited, RemoteUnavailable (reads), OutcomeUnknown (writes) and OutgoingFailed; for a read, an
        answer that was lost is a RemoteUnavailable.  A write or change that comes too late for its step
        is not sent (NotConnected).
        """
        full = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
        for name, value in headers.items():
            if name.lower() != "content-type":
                self._secrets.learn_header(value)
        with self._gate.call():
            if (is_write or is_change) and time.monotonic() >= self._writes_until:
                raise NotConnected
            answer = self._send(method, full, headers, _content(json, form), is_write=is_write)
        return self._read(answer, is_write=is_write, trusts_500=trusts_500, needs_json=needs_json)

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: tuple[bytes, dict[str, str]],
        *,
        is_write: bool,
    ) -> Answer:
        """`content`: the body, and the headers that say what it is."""
        body, about = content
        try:
            return self._client.request(
                method,
                url,
                content=body,
                headers={"Accept": "application/json", **about, **headers},
                seconds=CALL_SECONDS,
                answer_bytes=ANSWER_BYTES,
            )
        except (NoAnswer, AnswerNotUnderstood) as error:
            raise _lost(is_write=is_write) from error
        except Redirected as error:
            # Many servers redirect after they have carried out a POST.
            if is_write:
                raise OutcomeUnknown from error
            raise

    def _read(self, answer: Answer, *, is_write: bool, trusts_500: bool, needs_json: bool) -> Response:
        if answer.status == 429:
            seconds = min(answer.retry_after or USUAL_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
            self._gate.note_refused(seconds)
            raise RateLimited(after=seconds)
        content, is_json = _parsed(answer)
        response = self._response(answer, content)
        is_fault = answer.status == 408 or answer.status >= 500
        if is_fault and not (trusts_500 and answer.status == 500 and response.content is not None):
            raise _lost(is_write=is_write)
        is_nonsense = needs_json and answer.body.strip() and not is_json
        if response.is_success and (answer.is_cut or is_nonsense):
            raise _lost(is_write=is_write)
        return response

    def _response(self, answer: Answer, content: Any) -> Response:
        hide = self._secrets.hide
        # Hidden before it is cut: a half of a credential would not be known.
        text = hide(answer.body[: 8 * TEXT_CHARACTERS].decode("utf-8", errors="replace"))
        return Response(
            status=answer.status,
            headers=answer.headers,
            content=content if 200 <= answer.status < 300 else self._secrets.hide_in(content),
            text=text[:TEXT_CHARACTERS],
            hide=hide,
        )


def _content(json: Any, form: Mapping[str, str] | None) -> tuple[bytes, dict[str, str]]:
    if form is not None:
        return urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    if json is not None:
        return orjson.dumps(json), {"Content-Type": "application/json"}
    return b"", {}


def _parsed(answer: Answer) -> tuple[Any, bool]:
    """The content, and whether it is JSON at all, which `null` is too."""
    try:
        return orjson.loads(answer.body), True
    except orjson.JSONDecodeError:
        return None, False


def _lost(*, is_write: bool) -> OutcomeUnknown | RemoteUnavailable:
    return OutcomeUnknown() if is_write else RemoteUnavailable()
