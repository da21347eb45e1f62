"""One call of the Messages API: sends a request, passes the answer on as it streams, names what went wrong.

Importing this module imports the SDK.  Trying again is `tasks.integrations.assistant.attempts`.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from functools import cache

import anthropic
import httpx2

from tasks.integrations.assistant.claude.answer import Answer
from tasks.integrations.assistant.claude.classify import FAILURES, Classified, classified
from tasks.integrations.assistant.claude.parameters import parameters_for
from tasks.integrations.assistant.claude.watchdog import Watchdog
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError
from tasks.integrations.assistant.port import Event, Request

CONNECT_SECONDS = 5.0
LONGEST_SILENCE_SECONDS = 600.0
"""For a read, where the task has no deadline; the SDK's own default."""
SLACK_SECONDS = 0.5
"""Reads time out a little after the deadline, so that the watchdog is first and the reason is certain."""

# Their DEBUG lines hold whole prompts.
for _chatty in ("anthropic", "httpx2", "httpcore2"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


def stream_call(request: Request, control: Control, *, api_key: str, base_url: str) -> Iterator[Event]:
    """Make one attempt: pieces as they come, then one Done, whose stop reason is None where the answer broke off.

    Raises AssistantError; `deadline` or `cancelled` within about 0.3 s of the control saying so.
    """
    control.check()  # once more: the first call of a process has just spent seconds on importing the SDK
    answer, failure = Answer(request.choice.model), None
    with Watchdog(control) as watchdog, _client(api_key, base_url, control, watchdog) as client:
        try:
            yield from _events(client, request, answer)
        except FAILURES as caught:
            failure = caught
    # An answer whose stop reason has come is whole, whatever became of its connection afterwards.
    if answer.stop_reason is None:
        _raise_for(failure, watchdog, answer)
    yield answer.done()


def _events(client: anthropic.Anthropic, request: Request, answer: Answer) -> Iterator[Event]:
    with client.messages.create(**parameters_for(request), stream=True) as stream:
        answer.request_id = stream.response.headers.get("request-id")
        for event in stream:
            yield from answer.take(event)


def _client(api_key: str, base_url: str, control: Control, watchdog: Watchdog) -> anthropic.Anthropic:
    """A client for one call, with everything said that the SDK would look up in variables and files otherwise."""

    def be_watched(sent: httpx2.Request) -> None:
        sent.extensions["trace"] = watchdog.trace

    http_client = anthropic.DefaultHttpxClient(verify=_tls(), event_hooks={"request": [be_watched]})
    return anthropic.Anthropic(
        api_key=api_key,
        base_url=base_url,
        max_retries=0,
        timeout=_timeout(control),
        open_telemetry=False,
        http_client=http_client,
    )


@cache
def _tls() -> ssl.SSLContext:
    """Made once a process: reading the certificates takes longer than everything else in a client."""
    return httpx2.create_ssl_context()


def _timeout(control: Control) -> httpx2.Timeout:
    remaining = control.remaining()
    if remaining is None:
        return httpx2.Timeout(LONGEST_SILENCE_SECONDS, connect=CONNECT_SECONDS)
    longest = remaining + SLACK_SECONDS
    return httpx2.Timeout(longest, connect=min(CONNECT_SECONDS, longest))


def _raise_for(failure: Exception | None, watchdog: Watchdog, answer: Answer) -> None:
    """Raise AssistantError for a call that failed or was cut off; a stream that only ended too early is no failure."""
    if watchdog.code is not None:
        told = Classified(watchdog.code)
    elif failure is not None:
        told = classified(failure)
    else:
        return
    raise AssistantError(
        told.code,
        retry_after=told.retry_after,
        partial_text=answer.text,
        request_id=told.request_id or answer.request_id,
        model=answer.model,
        usage=answer.usage,
    )
