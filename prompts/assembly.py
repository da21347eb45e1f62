"""Turns a typed input into what is sent: the system text and plain user and assistant turns.

Redacts first, then defuses, then fits the budget.  Nothing volatile enters the system text, so that it stays
byte-stable for the provider's cache.  Sending is `tasks.integrations.assistant`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from prompts.inputs import AssessmentInput, ChatReplyInput, FixIn, SessionInput, Turn
from prompts.redaction import Redactor
from prompts.sizing import PASTE_CHARACTERS, PROMPT_TOKENS, fit_turns, trim_paste
from prompts.templates import Prompt, prompt_for
from prompts.untrusted import fenced, neutralise


@dataclass(frozen=True)
class Message:
    """One turn as the model sees it; the last one is always the user's."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Assembled:
    """A prompt ready to send.  `context` is the redacted input that it was made from."""

    prompt: Prompt
    system: str
    messages: tuple[Message, ...]
    context: SessionInput


def assemble_chat_reply(told: ChatReplyInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled:
    """The conversation as turns, the last of them with the session's state behind it."""
    told, prompt = Redactor().redact_model(told), prompt_for("chat_reply")
    messages = _as_messages(fit_turns(told.turns, budget_tokens))
    earlier, latest = (messages[:-1], messages[-1].content) if _ends_with_user(messages) else (messages, "")
    state = {**_session_facts(told), "fixes": [_fix_state(fix) for fix in told.fixes]}
    final = prompt.user.render({"engineer_message": latest, "session_state": _json(state)})
    return Assembled(prompt, prompt.system.render({}), (*earlier, Message("user", final)), told)


def assemble_assessment(told: AssessmentInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled:
    """One user turn: the session's record and its conversation."""
    told, prompt = Redactor().redact_model(told), prompt_for("assessment")
    record = {
        **_session_facts(told),
        "attempts": [attempt.model_dump() for attempt in told.attempts],
        "fixes": [_fix_state(fix) | {"rationale": fix.rationale} for fix in told.fixes],
        "escalated_by": told.escalated_by,
        "escalation_reason": told.reason,
    }
    conversation = "\n\n".join(
        f"{_speaker(turn)}: {neutralise(turn.content)}" for turn in fit_turns(told.turns, budget_tokens)
    )
    user = prompt.user.render({"session_record": _json(record), "conversation": conversation})
    return Assembled(prompt, prompt.system.render({}), (Message("user", user),), told)


def _as_messages(turns: list[Turn]) -> tuple[Message, ...]:
    """Alternating messages that begin with the user's; several turns in a row by one side become one."""
    name_them = len({turn.author for turn in turns if turn.role == "engineer" and turn.author}) > 1
    messages = [
        Message(
            "user" if role == "engineer" else "assistant",
            "\n\n".join(_content(turn, is_named=name_them) for turn in group),
        )
        for role, group in groupby(turns, key=lambda turn: turn.role)
    ]
    return tuple(messages if messages and messages[0].role == "user" else [Message("user", "[start]"), *messages])


def _content(turn: Turn, *, is_named: bool) -> str:
    if turn.role == "copilot":
        return turn.content.strip() or "[no text]"
    text = fenced("paste", turn.content) if len(turn.content) > PASTE_CHARACTERS // 2 else neutralise(turn.content)
    return f"{neutralise(turn.author)}: {text}" if is_named and turn.author else text


def _ends_with_user(messages: tuple[Message, ...]) -> bool:
    return messages[-1].role == "user"


def _speaker(turn: Turn) -> str:
    return "copilot" if turn.role == "copilot" else f"engineer {neutralise(turn.author)}".strip()


def _session_facts(told: SessionInput) -> dict[str, Any]:
    return {
        "problem": trim_paste(told.problem),
        "client": told.client_name,
        "ticket": told.psa_ticket_id,
        "facts": [fact.model_dump() for fact in told.facts],
    }


def _fix_state(fix: FixIn) -> dict[str, Any]:
    return fix.model_dump(include={"ref", "title", "status", "applied", "notes"})


def _json(value: Any) -> str:
    """JSON in which no text can close a fence or pass for a marker."""
    return json.dumps(_neutralised(value), ensure_ascii=False).replace("<", "\\u003c")


def _neutralised(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, dict):
        return {key: _neutralised(item) for key, item in value.items()}
    return [_neutralised(item) for item in value] if isinstance(value, Iterable) else value
