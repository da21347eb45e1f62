"""The evaluation itself: what it objects to, whom it asks, and what it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.evals import __main__ as command
from tests.evals.answers import Answer
from tests.evals.case import Case
from tests.evals.checks import objections
from tests.evals.run import cases_for, results_of
from tests.outside.anthropic_server import AnthropicServer, ReceivedRequest, Reply, error, structured, text
from tests.tasks.integrations.assistant.asking import claude


def case(**expect: Any) -> Case:
    session = {"problem": "The printer shows offline"}
    return Case.model_validate({"id": "x", "task": "chat_reply", "session": session, "expect": expect})


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.mark.parametrize(
    ("expect", "answer", "objection"),
    [
        ({}, Answer(text=" "), "the answer is empty"),
        ({}, Answer(text='Try this.\n[FACTS] {"facts": []}'), "a marker is shown"),
        ({}, Answer(text="x", error="network"), "ended in network, expected an answer"),
        ({"fails_with": "refused"}, Answer(text="x"), "ended in None, expected refused"),
        ({"mentions": [["printer", "print queue"]]}, Answer(text="x"), "does not mention printer or print queue"),
        ({"not_mentions": ["Contoso"]}, Answer(text="as at CONTOSO"), "mentions Contoso"),
        ({"outcomes": {}}, Answer(text="x", outcomes={"F1": "worked"}), "reads the outcomes"),
        ({"outcomes": {"F1": "worked"}}, Answer(text="x"), "reads the outcomes"),
        ({"proposes_fix": True}, Answer(text="x"), "proposes no fix"),
        ({"confidence": ["low"]}, Answer(text="x", confidence="high"), "is of high confidence, allowed is low"),
        ({"asks": True}, Answer(text="x"), "asks nothing"),
        ({"asks": False}, Answer(text="x?"), "asks something"),
        ({"facts": ["PC-042"]}, Answer(text="x", facts=["PC-041"]), "does not note PC-042"),
        ({"no_facts": ["UTF-8"]}, Answer(text="x", facts=["UTF-8"]), "notes UTF-8"),
    ],
)
def test_an_answer_that_breaks_an_expectation_is_objected_to(
    expect: dict[str, Any], answer: Answer, objection: str
) -> None:
    (found,) = objections(case(**expect), answer)
    assert found.startswith(objection)


def test_a_misspelt_expectation_is_an_error() -> None:
    with pytest.raises(ValueError, match="mention"):
        case(mention=["printer"])


def test_claude_is_asked_and_then_judged(server: AnthropicServer) -> None:
    server.answer_with(_judging(is_yes=False))
    (german,) = cases_for("anthropic", only="chat-german")
    (result,) = results_of([german], claude(server))
    assert result.objections == ["no to: Is the answer written in German?"]
    assert len(server.requests) == 2 and result.cost_micros > 0


def test_a_verdict_that_does_not_come_is_said(server: AnthropicServer) -> None:
    server.script(text("Bitte melden Sie sich neu an."), error(401))
    (german,) = cases_for("anthropic", only="chat-german")
    (result,) = results_of([german], claude(server))
    assert result.objections == ["not judged: bad_credentials"]


def test_the_command_prints_a_table_and_writes_one_report_for_each_prompt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--only", "outcome-", "--reports", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    (report,) = tmp_path.rglob("*.json")
    assert report.parent.name == "demo" and str(report) in printed and "cases passed." in printed
    kept = json.loads(report.read_text())
    assert kept["prompt"]["hash"] in report.name and {entry["objections"] == [] for entry in kept["cases"]} == {True}


def test_the_command_needs_a_key_for_claude_and_a_case_that_matches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(SystemExit, match="ANTHROPIC_API_KEY"):
        command.main(["--provider", "anthropic", "--reports", str(tmp_path)])
    assert command.main(["--only", "no such case", "--reports", str(tmp_path)]) == 2


def _judging(*, is_yes: bool) -> Any:
    def answer(request: ReceivedRequest) -> Reply:
        if "output_config" in request.body and "format" in request.body["output_config"]:
            return structured({"evidence": "The words.", "is_yes": is_yes})
        return text("Melden Sie den Benutzer neu an.")

    return answer
