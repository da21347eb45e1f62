"""Scripted replies and their faults: small functions that make a `Reply`, and others that spoil one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from tests.outside.anthropic_server import events
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.outside.anthropic_server.steps import CutSocket, Event, Gate, Head, Hold, Pause, Raw, RawHead, Reply, Step

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def text(
    words: str,
    *,
    piece_characters: int = 12,
    gap_seconds: float = 0.0,
    thinking: str | None = None,
    stop_reason: str = "end_turn",
) -> Reply:
    """Prose (with markers, if the words have some) in pieces, `gap_seconds` apart; after a thinking block, if any.

    `stop_reason` makes it a refusal, an answer cut by `max_tokens`, or one that ran out of context.
    """

    def steps(request: ReceivedRequest) -> Iterator[Step]:
        yield from _begun(request)
        if thinking is not None:
            yield from events.thinking_block(0, thinking)
        for event in events.text_block(int(thinking is not None), _pieces(words, piece_characters)):
            yield event
            if gap_seconds and event.is_piece_of_text:
                yield Pause(gap_seconds)
        yield from events.message_end(stop_reason, len(words))

    return steps


def structured(value: BaseModel | Mapping[str, Any], **options: Any) -> Reply:
    """A value as JSON text, as the API answers a request with a schema.  Options as for `text`."""
    return text(value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value), **options)


def tool(name: str, arguments: Mapping[str, Any], *, cut_at: int | None = None, words: str = "Done.") -> Reply:
    """Prose and a tool call behind it; `cut_at` breaks the arguments' JSON off after so many characters."""
    told = json.dumps(arguments)[:cut_at]
    stop_reason = "tool_use" if cut_at is None else "max_tokens"

    def steps(request: ReceivedRequest) -> Iterator[Step]:
        yield from _begun(request)
        yield from events.text_block(0, _pieces(words, 12))
        yield from events.tool_block(1, name, _pieces(told, 8))
        yield from events.message_end(stop_reason, len(words) + len(told))

    return steps


def error(
    status: int,
    *,
    kind: str | None = None,
    error_code: str | None = None,
    retry_after: float | str | None = None,
) -> Reply:
    """An error status with the API's JSON body.  `kind` is its `type`, by default the usual one of the status."""
    told: dict[str, Any] = {"type": kind or _TYPES.get(status, "api_error"), "message": "Told to fail"}
    if error_code is not None:
        told["details"] = {"error_code": error_code}
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    body = json.dumps({"type": "error", "error": told}).encode()
    return _always(Head(status, "application/json", headers), Raw(body))


def html_error(status: int = 502) -> Reply:
    """What a proxy in between says."""
    return _always(Head(status, "text/html"), Raw(b"<html><body><h1>Bad Gateway</h1></body></html>"))


def reset() -> Reply:
    """The connection is reset before any header."""
    return _always(CutSocket(reset=True))


def silence(gate: Gate | None = None) -> Reply:
    """Nothing at all, not even headers."""
    return _always(Hold(gate or Gate()))


def slow_headers(gap_seconds: float = 0.05) -> Reply:
    """Headers that never end, one every `gap_seconds`: each resets a timeout that counts reads."""
    lines = (RawHead(b"x-slow-%d: 1\r\n" % number) for number in itertools.count())
    return lambda _: itertools.chain([RawHead(b"HTTP/1.1 200 OK\r\n")], _paused(lines, gap_seconds))


def drip(piece: str = "drip ", gap_seconds: float = 0.05) -> Reply:
    """Text that never ends, a piece every `gap_seconds`."""

    def steps(request: ReceivedRequest) -> Iterator[Step]:
        yield from _begun(request)
        yield from _paused(events.text_block(0, itertools.repeat(piece)), gap_seconds)

    return steps


def pings(gap_seconds: float = 0.05) -> Reply:
    """A message that has begun and then nothing but pings."""

    def steps(request: ReceivedRequest) -> Iterator[Step]:
        yield from _begun(request)
        yield from _paused(itertools.repeat(events.ping()), gap_seconds)

    return steps


def held(reply: Reply, gate: Gate, *, after_pieces: int | None = None) -> Reply:
    """The reply, but waiting at the gate: before its headers, or after so many pieces of its text."""
    if after_pieces is None:
        return lambda request: itertools.chain([Hold(gate)], reply(request))
    return interrupted(reply, Hold(gate), after_pieces=after_pieces)


def interrupted(reply: Reply, *steps: Step, after_pieces: int) -> Reply:
    """The reply with other steps after `after_pieces` pieces of its text; 0 puts them right after its start."""
    return lambda request: _spliced(reply(request), steps, after_pieces, go_on=True)


def broken_off(reply: Reply, *steps: Step, after_pieces: int) -> Reply:
    """The first `after_pieces` pieces of the reply, then these steps, then the end of the answer."""
    return lambda request: _spliced(reply(request), steps, after_pieces, go_on=False)


def _always(*steps: Step) -> Reply:
    return lambda _: steps


def _begun(request: ReceivedRequest) -> Iterator[Step]:
    yield Head()
    yield events.message_start(request.number, request.body["model"], len(request.text))
    yield events.ping()


def _spliced(whole: Iterable[Step], between: Iterable[Step], after_pieces: int, *, go_on: bool) -> Iterator[Step]:
    seen = 0
    for step in whole:
        yield step
        seen += _is_piece(step)
        if seen == after_pieces and (_is_piece(step) or _is_beginning(step)):
            yield from between
            if not go_on:
                return


def _is_piece(step: Step) -> bool:
    return isinstance(step, Event) and step.is_piece_of_text


def _is_beginning(step: Step) -> bool:
    return isinstance(step, Event) and step.data["type"] == "message_start"


def _paused(steps: Iterable[Step], gap_seconds: float) -> Iterator[Step]:
    for step in steps:
        yield step
        yield Pause(gap_seconds)


def _pieces(words: str, characters: int) -> Iterator[str]:
    return (words[start : start + characters] for start in range(0, len(words), characters))
