"""One call to a PSA: bounded, counted, and its answer as JSON or as one of our errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson

from tasks.integrations.outgoing import Answer, AnswerNotUnderstood, NoAnswer, OutgoingClient
from tasks.integrations.psa.errors import OutcomeUnknown, RateLimited, RemoteUnavailable
from tasks.integrations.psa.port import Gate

CALL_SECONDS = 30.0
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
    """Parsed JSON; None where there is none."""
    text: str
    """The body's first characters, for messages."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class PsaHttp:
    """Makes the calls of one adapter.  At most three run at once for each tenant, which `gate` sees to."""

    def __init__(self, client: OutgoingClient, gate: Gate) -> None:
        self._client, self._gate = client, gate

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
        trusts_500: bool = False,
        needs_json: bool = True,
    ) -> Response:
        """The answer.  `is_write`: a repetition would have an effect, so a lost answer leaves the outcome unknown.

        `trusts_500`: a 500 whose body is JSON is returned, for a PSA that uses it for what it refuses.  Without
        `needs_json`, so is a success that is not JSON, which tells that something else is at this address.
        Raises RateLimited, RemoteUnavailable (reads), OutcomeUnknown (writes) and OutgoingFailed; for a read, an
        answer that was lost is a RemoteUnavailable.
        """
        content, more = _content(json, form)
        full = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
        with self._gate.call():
            try:
                answer = self._client.request(
                    method,
                    full,
                    content=content,
                    headers={"Accept": "application/json", **more, **headers},
                    seconds=CALL_SECONDS,
                    answer_bytes=ANSWER_BYTES,
                )
            except (NoAnswer, AnswerNotUnderstood) as error:
                raise _lost(is_write=is_write) from error
        return self._read(answer, is_write=is_write, trusts_500=trusts_500, needs_json=needs_json)

    def _read(self, answer: Answer, *, is_write: bool, trusts_500: bool, needs_json: bool) -> Response:
        if answer.status == 429:
            seconds = min(answer.retry_after or USUAL_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
            self._gate.note_refused(seconds)
            raise RateLimited(after=seconds)
        content, is_json = _parsed(answer)
        response = Response(
            status=answer.status,
            headers=answer.headers,
            content=content,
            text=answer.body[:1_000].decode("utf-8", errors="replace"),
        )
        is_fault = answer.status == 408 or answer.status >= 500
        if is_fault and not (trusts_500 and answer.status == 500 and response.content is not None):
            raise _lost(is_write=is_write)
        is_nonsense = needs_json and answer.body.strip() and not is_json
        if response.is_success and (answer.is_cut or is_nonsense):
            raise _lost(is_write=is_write)
        return response


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
