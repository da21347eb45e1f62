"""One call of the Messages API: sends a request, yields the answer as it streams, and raises our error if it fails.

Importing this module imports the SDK.  Further attempts are made by `tasks.integrations.assistant.attempts`.
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
from tasks.integrations.assistant.port import Event, Request

CONNECT_SECONDS = 5.0
LONGEST_SILENCE_SECONDS = 600.0
"""The read timeout of a task without a deadline; the SDK's own default."""
SLACK_SECONDS = 0.5
"""Reads time out a little after the deadline, so that the watchdog is first and the error is DeadlineReached."""

# Their DEBUG lines contain whole prompts.
for _chatty in ("anthropic", "httpx2", "httpcore2"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


def stream_call(request: Request, control: Control, *, api_key: str, base_url: str) -> Iterator[Event]:
    """Make one attempt: pieces as they arrive, then one Done, whose stop reason is None if the answer broke off.

    Raises AssistantError; DeadlineReached or Cancelled within about 0.3 s of the control saying so.
    """
    control.check()  # again: in the first call of a process, importing the SDK has just taken seconds
    answer, failure = Answer(request.choice.model), None
    with Watchdog(control) as watchdog, _client(api_key, base_url, control, watchdog) as client:
        try:
            yield from _events(client, request, answer)
        except FAILURES as caught:
            failure = caught
    # An answer with a stop reason is complete, whatever happened to its connection afterwards.
    if answer.stop_reason is None:
        _raise_for(failure, watchdog, answer)
    yield answer.done()


def _events(client: anthropic.Anthropic, request: Request, answer: Answer) -> Iterator[Event]:
    with client.messages.create(**parameters_for(request), stream=True) as stream:
        answer.request_id = stream.response.headers.get("request-id")
        for event in stream:
            yield from answer.take(event)


def _client(api_key: str, base_url: str, control: Control, watchdog: Watchdog) -> anthropic.Anthropic:
    """A client for one call.  Every option is given, so that the SDK reads none from environment variables or files."""

    def watch(sent: httpx2.Request) -> None:
        sent.extensions["trace"] = watchdog.trace

    http_client = anthropic.DefaultHttpxClient(verify=_tls(), event_hooks={"request": [watch]})
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
    """Made once per process: reading the certificates takes longer than everything else in a client."""
    return httpx2.create_ssl_context()


def _timeout(control: Control) -> httpx2.Timeout:
    remaining = control.remaining()
    if remaining is None:
        return httpx2.Timeout(LONGEST_SILENCE_SECONDS, connect=CONNECT_SECONDS)
    longest = remaining + SLACK_SECONDS
    return httpx2.Timeout(longest, connect=min(CONNECT_SECONDS, longest))


def _raise_for(failure: Exception | None, watchdog: Watchdog, answer: Answer) -> None:
    """Raise the error of a call that failed or was stopped.  A stream that merely ended too early has none."""
    if watchdog.stopped is not None:
        named = Classified(watchdog.stopped)
    elif failure is not None:
        named = classified(failure)
    else:
        return
    raise named.error(
        after=named.after,
        partial_text=answer.text,
        request_id=named.request_id or answer.request_id,
        model=answer.model,
        usage=answer.usage,
    )
