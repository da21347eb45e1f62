"""What every provider owes every task, whoever answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from prompts.assessment.results import Assessment
from tasks.integrations.assistant import Provider
from tasks.integrations.assistant.grounding import Ground
from tests.outside.anthropic_server import AnthropicServer, Reply, drip, structured, text
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_CHAT, OUTLOOK_ESCALATION, OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import PREVIEWS, TASKS, Came, ask, claude, demo, within

Make = Callable[..., Provider]
SLOW_MS = 100


def scripted_claude(server: AnthropicServer, *, slowly: bool = False) -> Provider:
    def answer(request: ReceivedRequest) -> Reply:
        if slowly:
            return drip()
        if not request.is_structured:
            return text(f"{OUTLOOK_PROSE}\n[FACTS] {{}}")
        fields = OUTLOOK_ASSESSMENT.model_dump() | {"cause": OUTLOOK_ASSESSMENT.likely_cause, "next_steps": []}
        return structured({name: fields[name] for name in request.schema["properties"]})

    server.answer_with(answer)
    return claude(server)


def slow_or_quick_demo(server: AnthropicServer, *, slowly: bool = False) -> Provider:
    return demo(delay_ms=SLOW_MS if slowly else 0)


@pytest.fixture(params=[scripted_claude, slow_or_quick_demo], ids=["anthropic", "demo"])
def make(request: pytest.FixtureRequest) -> Make:
    chosen: Make = request.param
    return chosen


@pytest.fixture(params=[*TASKS, *PREVIEWS])
def task(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def test_the_result_has_its_shape_and_names_nothing_nobody_mentioned(
    server: AnthropicServer, make: Make, task: str
) -> None:
    came = ask(make(server), task)
    if task == "assessment":
        assert came.assessment is not None
        assert Assessment.model_validate(came.assessment.model_dump()) == came.assessment
        assert all(Ground(OUTLOOK_ESCALATION).holds(said) for said in _texts(came))
    elif task in PREVIEWS:
        assert came.content is not None
        assert came.content.startswith("## ") and "## Summary" in came.content
        assert Ground(OUTLOOK_ESCALATION).holds(came.content)
    else:
        assert came.reply is not None
        assert came.reply.text == "".join(came.seen).strip() != ""
        assert not re.search(r"^\s*\[[A-Z_]+\]", came.reply.text, re.MULTILINE)
        assert all(Ground(OUTLOOK_CHAT).holds(fact.value) for fact in came.reply.facts)


def test_one_record_is_left_per_attempt(server: AnthropicServer, make: Make, task: str) -> None:
    provider = make(server)
    (call,) = ask(provider, task).calls
    assert (call.task, call.provider, call.error_code) == (task, provider.name, None)
    assert call.request_id
    assert call.model


def test_the_deadline_is_kept(server: AnthropicServer, make: Make, task: str) -> None:
    came = ask(make(server, slowly=True), task, within(0.3))
    assert (came.code, came.codes) == ("deadline", ["deadline"])
    assert came.seconds < 5


def test_stop_is_obeyed(server: AnthropicServer, make: Make, task: str) -> None:
    asked = iter([False, False])
    came = ask(make(server, slowly=True), task, within(30, is_cancelled=lambda: next(asked, True)))
    assert (came.code, came.codes) == ("cancelled", ["cancelled"])
    assert came.seconds < 5


def test_a_stopped_reply_keeps_what_was_seen(server: AnthropicServer, make: Make) -> None:
    came = ask(make(server, slowly=True), control=within(0.4))
    assert came.error is not None
    assert came.error.partial_text == "".join(came.seen).strip() != ""
    assert came.reply is None


def test_a_provider_says_what_it_is(server: AnthropicServer, make: Make) -> None:
    provider = make(server)
    assert (provider.name, provider.demo) in {("anthropic", False), ("demo", True)}
    assert ("no language model" in provider.label) is provider.demo


def _texts(came: Came) -> list[str]:
    assert came.assessment is not None
    told = came.assessment.model_dump()
    return [text for value in told.values() for text in (value if isinstance(value, list) else [value])]
