"""The stand-in refuses what the real API refuses, and says nothing that the SDK would not accept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anthropic
import httpx2
import pytest

from tests.outside.anthropic_server import AnthropicServer, Event, Head, structured, text, tool

ROOT = Path(__file__).parents[2]
HELLO: dict[str, Any] = {
    "model": "claude-sonnet-5-5",
    "max_tokens": 50,
    "messages": [{"role": "user", "content": "Hello"}],
}


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def client(server: AnthropicServer) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key="any", base_url=server.url, max_retries=0) as client:
        yield client


def final_message(client: anthropic.Anthropic, **more: Any) -> Any:
    with client.messages.stream(**{**HELLO, **more}) as stream:
        return stream.get_final_message()


def test_the_sdk_reads_a_scripted_text_whole(server: AnthropicServer, client: anthropic.Anthropic) -> None:
    server.script(text("Check the cable first.", thinking="Simple things first.", piece_characters=3))
    message = final_message(client)
    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.content[1].text == "Check the cable first."
    assert (message.stop_reason, message.usage.cache_read_input_tokens) == ("end_turn", 80)
    assert server.faults == []


def test_the_sdk_reads_a_tool_call_and_a_structured_answer(
    server: AnthropicServer, client: anthropic.Anthropic
) -> None:
    server.script(tool("FACTS", {"facts": []}), structured({"a": 1}))
    assert final_message(client).content[1].input == {"facts": []}
    assert final_message(client).content[0].text == '{"a": 1}'


REFUSED: dict[str, dict[str, Any]] = {
    "temperature": {"extra_body": {"temperature": 1}},
    "top_p": {"extra_body": {"top_p": 0.5}},
    "unknown_key": {"extra_body": {"foo": 1}},
    "prefill": {"messages": [*HELLO["messages"], {"role": "assistant", "content": "Well,"}]},
    "no_messages": {"messages": []},
    "bad_content": {"messages": [{"role": "user", "content": 5}]},
    "bad_system": {"system": [{"type": "text"}]},
    "forced_tool": {
        "tools": [{"name": "a", "input_schema": {"type": "object"}}],
        "tool_choice": {"type": "any"},
    },
    "no_thinking": {"thinking": {"type": "disabled"}},
    "other_version": {"extra_headers": {"anthropic-version": "2023-06-01"}},
    "no_key": {"extra_headers": {"authorization": "Basic eDp5"}},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_request_the_api_would_refuse_gets_a_400(
    server: AnthropicServer, client: anthropic.Anthropic, name: str
) -> None:
    with pytest.raises(anthropic.BadRequestError):
        final_message(client, **REFUSED[name])
    assert len(server.requests[0].objections) >= 1


def test_an_unscripted_request_with_a_schema_gets_a_value_that_fits(
    server: AnthropicServer, client: anthropic.Anthropic
) -> None:
    properties = {"level": {"enum": ["low", "high"]}, "steps": {"type": "array"}, "note": {"type": "string"}}
    schema = {"type": "object", "properties": properties}
    told = final_message(client, output_config={"format": {"type": "json_schema", "schema": schema}})
    assert told.content[0].text == '{"level": "low", "steps": [], "note": "Read from the conversation."}'


def test_a_script_that_sends_what_the_sdk_does_not_know_is_reported(
    server: AnthropicServer, client: anthropic.Anthropic
) -> None:
    server.script(lambda _: [Head(), Event({"type": "message_start", "message": {"id": 5}})])
    with pytest.raises(httpx2.RemoteProtocolError):
        final_message(client)
    assert len(server.faults) == 1


def test_it_runs_by_itself() -> None:
    command = [sys.executable, "-m", "tests.outside.anthropic_server", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix("ANTHROPIC_BASE_URL=")
        with anthropic.Anthropic(api_key="any", base_url=address, max_retries=0) as client:
            assert final_message(client).stop_reason == "end_turn"
        process.terminate()
