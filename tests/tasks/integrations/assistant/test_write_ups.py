"""What every provider owes a documentation and a client update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tasks.integrations.assistant import (
    AssistantError,
    ClientMessage,
    ClientUpdateInput,
    Control,
    Documentation,
    DocumentationInput,
    Provider,
    document,
    write_to_client,
)
from tasks.integrations.assistant.grounding import Ground
from tests.outside.anthropic_server import AnthropicServer, drip, structured
from tests.support.sample_sessions import ERROR_CODE, OUTLOOK_CHAT
from tests.tasks.integrations.assistant.asking import claude, demo, within

_SESSION = OUTLOOK_CHAT.model_dump()
SESSIONS: dict[str, Any] = {
    "documentation": DocumentationInput(
        **_SESSION, is_resolved=False, resolution=None, verification=None, escalation_reason=None
    ),
    "client_update": ClientUpdateInput(**_SESSION, status="active", resolution=None, verification=None),
}
ANSWERS: dict[str, Any] = {
    "documentation": Documentation(
        problem=f"Outlook loops with {ERROR_CODE}. SRV-99 is down.",
        environment=["PC-14", "SRV-99"],
        actions=["Cleared the stored credentials"],
        cause="",
        resolution="",
        verification="",
        next_steps=["Make a new profile"],
    ),
    "client_update": ClientMessage(situation="Outlook keeps asking. SRV-99 is down.", done="", next="We go on."),
}
WRITERS: dict[str, Callable[..., Any]] = {"documentation": document, "client_update": write_to_client}


@pytest.fixture(params=sorted(SESSIONS))
def task(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture(params=["anthropic", "demo"])
def provider(request: pytest.FixtureRequest, server: AnthropicServer, task: str) -> Provider:
    server.answer_with(lambda _: structured(ANSWERS[task].model_dump()))
    return claude(server) if request.param == "anthropic" else demo()


def write(provider: Provider, task: str, control: Control | None = None) -> Any:
    return WRITERS[task](provider, SESSIONS[task], control or within(20))


def texts(result: Any) -> list[str]:
    return [text for value in result.model_dump().values() for text in (value if isinstance(value, list) else [value])]


def test_the_result_names_nothing_that_nobody_mentioned(provider: Provider, task: str) -> None:
    result, done = write(provider, task)
    assert type(result).model_validate(result.model_dump()) == result
    assert any(texts(result)) and all(Ground(SESSIONS[task]).holds(text) for text in texts(result))
    (call,) = done.calls
    assert (call.task, call.provider, call.error_code) == (task, provider.name, None)


@pytest.mark.parametrize("name", ["anthropic", "demo"])
def test_the_deadline_is_kept(server: AnthropicServer, task: str, name: str) -> None:
    server.answer_with(lambda _: drip())
    slow = claude(server) if name == "anthropic" else demo(delay_ms=100)
    with pytest.raises(AssistantError) as caught:
        write(slow, task, within(0.3))
    assert caught.value.code == "deadline"


UNSUPPORTED: dict[str, Any] = {
    "documentation": {"problem": "SRV-99 is down.", "actions": []},
    "client_update": {"situation": "SRV-99 is down.", "next": ""},
}


def test_an_answer_that_the_session_does_not_support_is_no_answer(server: AnthropicServer, task: str) -> None:
    server.answer_with(lambda _: structured(ANSWERS[task].model_dump() | UNSUPPORTED[task]))
    with pytest.raises(AssistantError) as caught:
        write(claude(server), task)
    assert caught.value.code == "invalid_output"


def test_the_demo_says_what_is_provisional() -> None:
    fix = OUTLOOK_CHAT.fixes[0].model_copy(update={"status": "applied_pending", "notes": "the client's call"})
    session = SESSIONS["documentation"].model_copy(update={"fixes": [fix]})
    result, _ = document(demo(), session, within(20))
    assert result.resolution == "" and "provisional and waits for: the client's call" in result.next_steps[0]
    message, _ = write_to_client(demo(), SESSIONS["client_update"].model_copy(update={"fixes": [fix]}), within(20))
    assert "are checking whether it holds" in message.done
