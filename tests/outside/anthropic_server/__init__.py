"""Anthropic's Messages API on the loopback: scripted replies, faults on demand, everything recorded.

    with AnthropicServer() as claude:                      # settings: anthropic_base_url=claude.url, any key
        claude.script(text("First answer"), error(529))    # the next requests, one reply each
        claude.answer_with(lambda request: text("Every other request"))
        …
        assert claude.requests[0].objections == ()

Hold a reply until told, before its headers or in the middle of its text:

    gate = Gate()
    claude.script(held(text("Check the cable first."), gate, after_pieces=2))
    gate.wait_until_reached()
    gate.open()

Spoil one: `broken_off(text("…"), after_pieces=3)` ends cleanly too early; with `CutSocket()`, `error_event(kind)` or
`Raw(b"…")` as further steps it ends in that way.  `interrupted` continues after them.  `text(…, stop_reason="refusal")`
refuses, `"max_tokens"` is cut, `"model_context_window_exceeded"` ran out of room.  Further faults: `error(status)`,
`html_error`, `reset`, `silence`, `slow_headers`, `drip`, `pings`, and `tool(…, cut_at=n)`.

`structured(value)` answers a request with a schema.  Requests that the API would refuse get a 400 and are recorded
with their `objections`; replies are checked against the SDK's own types before they are sent.
"""

from tests.outside.anthropic_server.events import error_event, ping
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.outside.anthropic_server.replies import (
    broken_off,
    drip,
    error,
    held,
    html_error,
    interrupted,
    pings,
    reset,
    silence,
    slow_headers,
    structured,
    text,
    tool,
)
from tests.outside.anthropic_server.server import AnthropicServer
from tests.outside.anthropic_server.steps import CutSocket, Event, Gate, Head, Hold, Pause, Raw, RawHead, Reply, Step

__all__ = [
    "AnthropicServer",
    "CutSocket",
    "Event",
    "Gate",
    "Head",
    "Hold",
    "Pause",
    "Raw",
    "RawHead",
    "ReceivedRequest",
    "Reply",
    "Step",
    "broken_off",
    "drip",
    "error",
    "error_event",
    "held",
    "html_error",
    "interrupted",
    "ping",
    "pings",
    "reset",
    "silence",
    "slow_headers",
    "structured",
    "text",
    "tool",
]
