"""Every way in which Claude can fail: which error it is to us, how often we try, and what is left of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.outside.anthropic_server import (
    AnthropicServer,
    CutSocket,
    Event,
    Raw,
    ReceivedRequest,
    Reply,
    Step,
    broken_off,
    error,
    error_event,
    html_error,
    interrupted,
    reset,
    structured,
    text,
    tool,
)
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import TASKS, ask, claude

ANSWERS = {"chat_reply": text(OUTLOOK_PROSE), "assessment": structured(OUTLOOK_ASSESSMENT)}
TWO_PIECES = OUTLOOK_PROSE[:24].strip()


@dataclass(frozen=True)
class Fault:
    reply: Reply
    code: str
    attempts: int


BEFORE_THE_TEXT = {
    "400": Fault(error(400), "bad_request", 1),
    "401": Fault(error(401), "bad_credentials", 1),
    "402": Fault(error(402), "spend_limit", 1),
    "403": Fault(error(403), "bad_credentials", 1),
    "404": Fault(error(404), "bad_request", 1),
    "408": Fault(error(408), "network", 3),
    "409": Fault(error(409), "network", 3),
    "422": Fault(error(422, kind="invalid_request_error"), "bad_request", 1),
    "429": Fault(error(429), "rate_limited", 3),
    "429_for_spending": Fault(error(429, error_code="enforced_spend_limit_reached"), "spend_limit", 1),
    "500": Fault(error(500), "network", 3),
    "503": Fault(error(503), "network", 3),
    "504": Fault(error(504), "network", 3),
    "529": Fault(error(529), "overloaded", 3),
    "overloaded_with_another_status": Fault(error(503, kind="overloaded_error"), "overloaded", 3),
    "html_of_a_proxy": Fault(html_error(502), "network", 3),
    "reset_before_headers": Fault(reset(), "network", 3),
    "refusal": Fault(text("", stop_reason="refusal"), "refused", 1),
    "overloaded_in_the_stream": Fault(
        broken_off(text(OUTLOOK_PROSE), error_event("overloaded_error"), after_pieces=0), "overloaded", 3
    ),
}
IN_THE_TEXT = {
    "ends_cleanly_too_early": Fault(broken_off(text(OUTLOOK_PROSE), after_pieces=2), "network", 1),
    "socket_closed": Fault(broken_off(text(OUTLOOK_PROSE), CutSocket(), after_pieces=2), "network", 1),
    "socket_reset": Fault(broken_off(text(OUTLOOK_PROSE), CutSocket(reset=True), after_pieces=2), "network", 1),
    "overloaded": Fault(
        broken_off(text(OUTLOOK_PROSE), error_event("overloaded_error"), after_pieces=2), "overloaded", 1
    ),
    "rate_limited": Fault(
        broken_off(text(OUTLOOK_PROSE), error_event("rate_limit_error"), after_pieces=2), "rate_limited", 1
    ),
    "api_error": Fault(broken_off(text(OUTLOOK_PROSE), error_event("api_error"), after_pieces=2), "network", 1),
    "bad_json": Fault(
        broken_off(text(OUTLOOK_PROSE), Raw(b"event: message_delta\ndata: {\n\n"), after_pieces=2), "network", 1
    ),
    "bad_bytes": Fault(
        broken_off(text(OUTLOOK_PROSE), Raw(b"event: message_stop\ndata: \xff\n\n"), after_pieces=2), "network", 1
    ),
}
ENDS = {
    "refusal": "refused",
    "max_tokens": "truncated",
    "model_context_window_exceeded": "truncated",
    "pause_turn": "invalid_output",
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", BEFORE_THE_TEXT)
def test_a_fault_before_the_text_is_tried_again_only_where_that_may_help(
    server: AnthropicServer, name: str, task: str
) -> None:
    fault = BEFORE_THE_TEXT[name]
    server.script(*[fault.reply] * 3, ANSWERS[task])
    came = ask(claude(server), task)
    assert (came.code, came.codes, came.seen) == (fault.code, [fault.code] * fault.attempts, [])
    assert len(server.requests) == fault.attempts


@pytest.mark.parametrize("name", IN_THE_TEXT)
def test_a_fault_in_the_text_keeps_what_was_written_and_is_not_tried_again(server: AnthropicServer, name: str) -> None:
    fault = IN_THE_TEXT[name]
    server.script(fault.reply, text(OUTLOOK_PROSE))
    came = ask(claude(server))
    assert came.error is not None
    assert (came.code, came.codes, came.error.partial_text) == (fault.code, [fault.code], TWO_PIECES)
    assert came.error.request_id == came.calls[0].request_id == "req_0001"


@pytest.mark.parametrize("name", IN_THE_TEXT)
def test_a_fault_in_an_assessment_is_tried_again_since_nobody_has_seen_it(server: AnthropicServer, name: str) -> None:
    server.script(IN_THE_TEXT[name].reply, structured(OUTLOOK_ASSESSMENT))
    came = ask(claude(server), "assessment")
    assert came.assessment is not None
    assert came.codes == [IN_THE_TEXT[name].code, None]


@pytest.mark.parametrize(("stop_reason", "code"), ENDS.items())
def test_a_reply_that_ends_otherwise_than_it_should_keeps_its_text_and_asks_for_nothing(
    server: AnthropicServer, stop_reason: str, code: str
) -> None:
    server.script(
        text(f'{OUTLOOK_PROSE}\n[FACTS] {{"facts":[{{"kind":"host","value":"PC-14"}}]}}', stop_reason=stop_reason)
    )
    came = ask(claude(server))
    assert came.error is not None
    assert (came.code, came.error.partial_text, came.reply) == (code, OUTLOOK_PROSE, None)
    assert [call.stop_reason for call in came.calls] == [stop_reason]


def test_a_stop_reason_nobody_knows_is_no_result(server: AnthropicServer) -> None:
    end = {"type": "message_delta", "delta": {"stop_reason": "bored"}, "usage": {"output_tokens": 3}}
    raw = b"event: message_delta\ndata: %b\n\n" % str(end).replace("'", '"').encode()
    server.script(broken_off(text(OUTLOOK_PROSE), Raw(raw), after_pieces=2))
    came = ask(claude(server))
    assert (came.code, came.calls[0].stop_reason) == ("invalid_output", "bored")


def test_events_and_blocks_of_unknown_shapes_change_nothing(server: AnthropicServer) -> None:
    unknown = (
        b'event: weather\ndata: {"type":"weather","sun":true}\n\n',
        b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"smell"}}\n\n',
        b'event: content_block_delta\ndata: {"type":"content_block_delta"}\n\n',
        b'event: message_start\ndata: {"type":"message_start"}\n\n',
        b"data: 7\n\n",
    )
    server.script(interrupted(text(OUTLOOK_PROSE), *map(Raw, unknown), after_pieces=1))
    came = ask(claude(server))
    assert came.reply is not None
    assert came.reply.text == OUTLOOK_PROSE


def test_a_connection_that_breaks_after_the_answer_is_whole_takes_nothing_away(server: AnthropicServer) -> None:
    def steps(request: ReceivedRequest) -> Iterator[Step]:
        for step in text(OUTLOOK_PROSE)(request):
            yield step
            if isinstance(step, Event) and step.data["type"] == "message_delta":
                yield CutSocket(reset=True)

    server.script(steps)
    came = ask(claude(server))
    assert came.reply is not None
    assert came.reply.text == OUTLOOK_PROSE


def test_a_tool_call_cut_in_its_arguments_is_not_taken_for_a_short_one(server: AnthropicServer) -> None:
    server.script(tool("FACTS", {"facts": [{"kind": "host", "value": "PC-14"}]}, cut_at=30, words=OUTLOOK_PROSE))
    came = ask(claude(server))
    assert came.error is not None
    assert (came.code, came.error.partial_text) == ("truncated", OUTLOOK_PROSE)


def test_a_reply_without_any_text_is_no_reply(server: AnthropicServer) -> None:
    server.script(text(""))
    assert ask(claude(server)).code == "invalid_output"


def test_an_assistant_that_cannot_be_reached_is_a_network_error() -> None:
    with AnthropicServer() as gone:
        provider = claude(gone)
    came = ask(provider)
    assert (came.code, came.codes) == ("network", ["network"] * 3)
