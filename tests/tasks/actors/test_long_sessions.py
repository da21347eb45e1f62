"""Sessions that do not fit into a prompt: what is sent, what is summarised, and what the reply says was cut."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.conversation_summary import ConversationSummary
from models.core import ids
from models.step import Step
from prompts.sizing import PROMPT_TOKENS, estimate_tokens
from tests.outside.anthropic_server import AnthropicServer, ReceivedRequest, Reply, error, structured, text
from tests.support.chat import answers, writes
from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.installation import Installation

LOG = "\n".join(
    [f"10:02:{n % 60:02} svchost[{n}]: connection from 10.0.0.{n % 250} closed" for n in range(1_500)]
    + ["10:59:58 spooler: ERROR 0x80070005 access denied", "10:59:59 spooler: retrying"]
    + [f"11:02:{n % 60:02} svchost[{n}]: connection from 10.0.0.{n % 250} closed" for n in range(1_500)]
)
POINTS = {"points": ["Sam reported a printer that is offline", "The client SRV-77 was blamed", "password-1"]}


@pytest.fixture
def ai_session(claude: AnthropicServer, desk: Desk, heard: EventListener) -> dict[str, Any]:
    ai_session = desk.junior.opens_session("The printer is offline. [password: Winter2026!]")
    heard.wait_for("reply_finished")
    return ai_session


def grows(installation: Installation, ai_session: dict[str, Any], by: int, content: str) -> None:
    """Add messages and answers in turn, without the work that each call does."""
    installation.sql(
        "insert into steps (id, account_id, ai_session_id, index, kind, author_id, content, data, created_at)"
        " select gen_random_uuid(), account_id, id, step_count + n,"
        "  case when n %% 2 = 1 then 'user_message' else 'assistant_message' end,"
        "  case when n %% 2 = 1 then user_id end, 'Message ' || n || ' ' || %(content)s, '{}', now()"
        " from ai_sessions, generate_series(1, %(by)s) n where ai_sessions.id = %(id)s",
        id=ai_session["id"],
        by=by,
        content=content,
    )
    installation.sql(
        "update ai_sessions set step_count = step_count + %(by)s where id = %(id)s", id=ai_session["id"], by=by
    )


def answer_of(desk: Desk, heard: EventListener, ai_session: dict[str, Any], content: str) -> dict[str, Any]:
    reply = writes(desk.junior, ai_session, content)
    told = heard.wait_for("reply_finished", reply_id=reply["id"])
    with desk.unit() as unit:
        found = unit.db_session.execute(
            select_step(UUID(told["data"]["step_id"])),
        ).one()
    return {"content": found.content, "data": found.data}


def select_step(step_id: UUID) -> Any:
    return select(Step.content, Step.data).where(Step.id == step_id)


def tokens(request: ReceivedRequest) -> int:
    return estimate_tokens(request.system_text + json.dumps(request.body["messages"], ensure_ascii=False))


def replying(summary: Reply, words: str = "Check the spooler.") -> Any:
    return lambda request: summary if request.is_structured else text(words)


def summary_of(desk: Desk) -> ConversationSummary | None:
    return next(iter(desk.rows(select(ConversationSummary))), None)


def test_five_hundred_steps_with_long_pastes_are_answered_within_the_input_target(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.answer_with(replying(error(529)))
    grows(installation, ai_session, 490, LOG[:2_000])
    grows(installation, ai_session, 8, LOG)
    answer = answer_of(desk, heard, ai_session, f"And this?\n{LOG[-30_000:]}")
    (request,) = [asked for asked in claude.requests if "And this?" in asked.text]
    assert tokens(request) <= PROMPT_TOKENS
    assert "ERROR 0x80070005 access denied" in request.text
    assert "lines omitted]" in request.text
    cut = answer["data"]["cut"]
    assert len(cut["in_part"]) > 1
    assert cut["in_part"][-1]["lines_omitted"] > 100
    assert cut.get("omitted", 0) + cut.get("shortened", 0) > 400


def test_older_turns_are_summarised_after_a_reply_and_sent_as_the_summary(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.answer_with(replying(structured(POINTS)))
    grows(installation, ai_session, 60, "The printer is offline")
    answer_of(desk, heard, ai_session, "What now?")
    assert eventually(lambda: (row := summary_of(desk)) and row.covered_index == 64 - 12)
    summary = summary_of(desk)
    assert summary
    assert summary.content == "- Sam reported a printer that is offline\n- password-1"
    assert summary.written_by == {
        "provider": "anthropic",
        "provider_label": "Claude",
        "model": summary.written_by["model"],
    }
    answer = answer_of(desk, heard, ai_session, "And now?")
    (request,) = [asked for asked in claude.requests if "And now?" in asked.text]
    assert "[Summary of earlier messages]" in request.text
    assert "Message 20 " not in request.text
    assert "Message 58 " in request.text
    assert answer["data"]["cut"] == {"summarised": 51}


def test_a_summary_is_made_in_calls_of_bounded_size(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.answer_with(replying(structured(POINTS)))
    grows(installation, ai_session, 96, LOG[:20_000])
    answer_of(desk, heard, ai_session, "What now?")
    assert eventually(lambda: (row := summary_of(desk)) and row.covered_index == 100 - 12)
    asked = [request for request in claude.requests if request.is_structured]
    assert len(asked) == 4
    assert all(tokens(request) <= PROMPT_TOKENS for request in asked)
    assert "Winter2026!" not in str([request.text for request in asked])


def test_a_model_that_is_down_leaves_shortened_turns_and_a_code(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.answer_with(replying(error(401)))
    grows(installation, ai_session, 40, "word " * 300)
    answer_of(desk, heard, ai_session, "What now?")
    assert eventually(lambda: (row := summary_of(desk)) and row.error_code == "bad_credentials")
    answer = answer_of(desk, heard, ai_session, "And now?")
    assert answer["data"]["cut"]["shortened"] > 20
    assert answer["data"]["status"] == "finished"


def test_the_same_job_delivered_again_makes_no_second_call(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.answer_with(replying(structured(POINTS)))
    grows(installation, ai_session, 30, "The printer is offline")
    answer_of(desk, heard, ai_session, "What now?")
    assert eventually(lambda: (row := summary_of(desk)) and row.covered_index == 34 - 12)
    made = len(claude.requests)
    installation.sql(
        "insert into outbox (id, account_id, kind, name, args, state, due, attempts, created_at)"
        " select %(new)s, account_id, kind, name, args, 'ready', now(), 0, now() from outbox"
        " where name = 'conversation_summary.write' and account_id = %(account)s limit 1",
        new=str(ids.new_id()),
        account=str(desk.account_id),
    )
    assert eventually(
        lambda: [row["state"] for row in installation.jobs_of(desk, "conversation_summary.write")] == ["done", "done"]
    )
    assert len(claude.requests) == made


def test_a_request_that_is_too_large_is_halved_once_and_then_fails_in_words(
    installation: Installation, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    grows(installation, ai_session, 12, LOG[:6_000])
    claude.forget()
    claude.script(error(413), text("Check the spooler."))
    answer_of(desk, heard, ai_session, "What now?")
    whole, halved = claude.requests[:2]
    assert tokens(halved) <= PROMPT_TOKENS // 2
    assert tokens(halved) < tokens(whole)
    claude.script(error(413), error(413))
    reply = writes(desk.junior, ai_session, "And now?")
    heard.wait_for("reply_failed", reply_id=reply["id"], code="too_large")
    assert "too long" in answers(desk.junior, ai_session)[-1]["data"]["message"]
