"""What is sent to Claude: only what the API takes, and nothing that it was not meant to have."""

from __future__ import annotations

import logging

import pytest
import structlog

from tasks.integrations.assistant import Control, ImageIn, ReplyDone, stream_reply
from tests.outside.anthropic_server import AnthropicServer, error, structured, text
from tests.outside.anthropic_server.received import REMOVED, ReceivedRequest
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_CHAT, OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import API_KEY, TASKS, ask, claude

ANSWERS = {"chat_reply": text(OUTLOOK_PROSE), "assessment": structured(OUTLOOK_ASSESSMENT)}


def sent(server: AnthropicServer, task: str, **options: str) -> ReceivedRequest:
    server.script(ANSWERS[task])
    assert ask(claude(server, **options), task).error is None
    return server.requests[-1]


@pytest.mark.parametrize("task", TASKS)
def test_the_api_has_no_objection_to_a_request(server: AnthropicServer, task: str) -> None:
    request = sent(server, task)
    assert request.objections == ()
    assert request.body["messages"][-1]["role"] == "user"
    assert not REMOVED & request.body.keys()
    assert "tools" not in request.body
    assert request.body["stream"] is True


@pytest.mark.parametrize("task", TASKS)
def test_the_system_text_is_the_same_for_every_session_and_kept_for_five_minutes(
    server: AnthropicServer, task: str
) -> None:
    block = sent(server, task).body["system"][0]
    assert block["cache_control"] == {"type": "ephemeral", "ttl": "5m"}
    assert "PC-14" not in block["text"]


def test_a_chat_asks_for_little_thinking_and_keeps_its_turns_in_the_cache(server: AnthropicServer) -> None:
    body = sent(server, "chat_reply").body
    assert (body["thinking"], body["output_config"]) == ({"type": "between_tools"}, {"effort": "low"})
    assert body["cache_control"] == {"type": "ephemeral"}


def test_an_assessment_asks_for_its_schema_with_evidence_before_the_conclusion(server: AnthropicServer) -> None:
    request = sent(server, "assessment")
    schema = request.schema
    assert schema["additionalProperties"] is False
    assert list(schema["properties"])[:1] + list(schema["properties"])[-2:] == [
        "facts_used",
        "confidence",
        "suggested_steps",
    ]
    assert request.body["output_config"]["effort"] == "medium"
    assert "cache_control" not in request.body


def test_any_model_may_be_configured_and_gets_only_what_it_is_known_to_take(server: AnthropicServer) -> None:
    body = sent(server, "chat_reply", model="claude-of-tomorrow").body
    assert body["model"] == "claude-of-tomorrow"
    assert not {"thinking", "output_config"} & body.keys()


def test_a_thinking_block_before_the_text_is_not_shown(server: AnthropicServer) -> None:
    server.script(text(OUTLOOK_PROSE, thinking="The engineer seems to be in a hurry."))
    came = ask(claude(server))
    assert "".join(came.seen) == OUTLOOK_PROSE


def test_markers_act_and_are_not_shown(server: AnthropicServer) -> None:
    server.script(text(f'{OUTLOOK_PROSE}\n[FACTS] {{"facts":[{{"kind":"host","value":"PC-14"}}]}}', piece_characters=1))
    came = ask(claude(server))
    assert came.reply is not None
    assert (came.reply.text, [fact.value for fact in came.reply.facts]) == (OUTLOOK_PROSE, ["PC-14"])


def test_settings_of_the_sdk_in_the_environment_change_nothing(
    server: AnthropicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "of-somebody-else")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "of-somebody-else")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    assert sent(server, "chat_reply").headers["authorization"] == f"Bearer {API_KEY}"


def test_the_sdk_does_not_try_again_by_itself(server: AnthropicServer) -> None:
    server.script(error(401, retry_after=1))
    ask(claude(server))
    assert len(server.requests) == 1


def test_neither_our_key_nor_the_session_gets_into_logs_or_errors(
    server: AnthropicServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script(
        error(400), structured({"summary": OUTLOOK_CHAT.problem}), structured({"summary": OUTLOOK_CHAT.problem})
    )
    with structlog.testing.capture_logs() as logs, caplog.at_level(logging.DEBUG):
        failures = [ask(claude(server)).error, ask(claude(server), "assessment").error]
    written = repr(logs) + caplog.text + "".join(map(_whole, failures))
    # A logger that another test used first is kept, and writes past what captures here.
    levels = [entry["log_level"] for entry in logs] + [record.levelname.lower() for record in caplog.records]
    assert "error" in levels
    assert API_KEY not in written
    assert "PC-14" not in written


def _whole(failure: BaseException | None) -> str:
    """An error with everything that a report of it would follow."""
    assert failure is not None
    following = [failure.__cause__, None if failure.__suppress_context__ else failure.__context__]
    return repr(failure) + str(failure) + "".join(_whole(other) for other in following if other is not None)


def test_the_images_of_a_message_stand_before_its_text(server: AnthropicServer) -> None:
    shown = ImageIn(name="Screenshot, 10:02", media_type="image/png", width=4, height=3, content=b"pixels")
    named = ImageIn(name="An older one", media_type="image/png", width=4, height=3)
    last = OUTLOOK_CHAT.turns[-1].model_copy(update={"images": [named, shown]})
    session = OUTLOOK_CHAT.model_copy(update={"turns": [*OUTLOOK_CHAT.turns[:-1], last]})
    server.script(text(OUTLOOK_PROSE))
    *_, done = stream_reply(claude(server), session, Control())
    assert isinstance(done, ReplyDone)
    request = server.requests[-1]
    assert request.objections == ()
    image, words = request.body["messages"][-1]["content"]
    assert image["source"] == {"type": "base64", "media_type": "image/png", "data": "cGl4ZWxz"}
    assert "[image: An older one]\n[image: Screenshot, 10:02]" in words["text"]
