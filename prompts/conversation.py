"""Renders a session's parts for a prompt: the conversation as alternating messages, and the rest as JSON.

All of it is text from people, so every part is neutralised here.  Which parts a task sends is in
`prompts.<task>.assembly`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Generic, Literal, TypeVar

from models.core.graphemes import beginning
from prompts.cuts import Cut
from prompts.images import ImageIn
from prompts.pastes import PASTE_CHARACTERS, trim_paste
from prompts.session import FactIn, FixIn, HypothesisIn, SessionInput, Turn
from prompts.sizing import (
    EVIDENCE_CHARACTERS,
    LONGEST_NOTE,
    MOST_ATTEMPTS,
    NOTES_CHARACTERS,
    SHORTEST_NOTE,
    evidence_that_fits,
)
from prompts.templates import Prompt
from prompts.untrusted import fenced, neutralise, without_tags

TIMES = frozenset({"applied_at", "verified_at"})
MINUTE = "%Y-%m-%d %H:%M UTC"
SCRIPT_CHARACTERS = 2_000
MOST_HYPOTHESES, MOST_EVIDENCE = 20, 8
MOST_SIGNALS = 12
MOST_REFS, _BEGINNING = 40, 60

Context_co = TypeVar("Context_co", bound=SessionInput, covariant=True)


@dataclass(frozen=True)
class Message:
    """One message as the model sees it; the last one is always the user's."""

    role: Literal["user", "assistant"]
    content: str
    images: tuple[ImageIn, ...] = ()
    """Those that are sent; `content` names every image of the message."""


@dataclass(frozen=True)
class Assembled(Generic[Context_co]):
    """A prompt that is ready to send.

    `context` is the redacted input that it was made from; `cut` says what of it the messages do not contain.
    """

    prompt: Prompt
    system: str
    messages: tuple[Message, ...]
    context: Context_co
    cut: Cut = field(default_factory=Cut)


def messages_of(turns: list[Turn]) -> tuple[Message, ...]:
    """Alternating messages that begin with the user's; successive turns of one side become one message."""
    has_names = len({turn.author for turn in turns if turn.role == "engineer" and turn.author}) > 1
    messages = [
        Message(
            "user" if role == "engineer" else "assistant",
            "\n\n".join(_content(turn, with_name=has_names) for turn in group),
            tuple(image for turn in group for image in turn.images if image.content),
        )
        for role, group in _by_role(turns)
    ]
    return tuple(messages if messages and messages[0].role == "user" else [Message("user", "[start]"), *messages])


def _by_role(turns: list[Turn]) -> Iterator[tuple[str, list[Turn]]]:
    return ((role, list(group)) for role, group in groupby(turns, key=lambda turn: turn.role))


def transcript_of(turns: list[Turn]) -> str:
    """The conversation as one text, each turn with its speaker."""
    return "\n\n".join(_summary(turn) if turn.is_summary else _spoken(turn) for turn in turns)


def problem_and_facts(session: SessionInput) -> dict[str, Any]:
    """What every task sends about the session."""
    return {
        "problem": trim_paste(session.problem),
        "client": session.client_name,
        "ticket": session.psa_ticket_id,
        "facts": [_fact_state(fact) for fact in session.facts],
        "rejected_facts": [_fact_state(fact) for fact in session.rejected_facts],
    }


def _fact_state(fact: FactIn) -> dict[str, Any]:
    """With its ref, where the task reads refs."""
    return fact.model_dump(exclude=set() if fact.ref else {"ref"})


def fix_state(fix: FixIn) -> dict[str, Any]:
    """A fix without its steps: the model needs to know what was proposed, against which causes, and how it went."""
    causes = {"for": fix.causes} if fix.causes else {}
    return fix.model_dump(include={"ref", "title", "status", "applied", "notes"}) | causes


def hypothesis_states(session: SessionInput) -> list[dict[str, Any]]:
    """The causes that were weighed, oldest first: of the newest ones all, with their newest evidence."""
    return [_hypothesis_state(one) for one in session.hypotheses[-MOST_HYPOTHESES:]]


def _hypothesis_state(one: HypothesisIn) -> dict[str, Any]:
    evidence = [cited.model_dump(exclude_none=True, exclude={"kind"}) for cited in one.evidence[-MOST_EVIDENCE:]]
    return one.model_dump(include={"ref", "cause", "state", "source"}) | {"evidence": evidence}


def signal_states(session: SessionInput) -> dict[str, Any]:
    """`signals`, if the session mentions codes that the library explains."""
    signals = [one.model_dump() for one in session.signals[:MOST_SIGNALS]]
    return {"signals": signals} if signals else {}


def message_refs(turns: Iterable[Turn]) -> list[dict[str, str]]:
    """A ref for each of the engineers' newest messages, with the words that it begins with."""
    said = [turn for turn in turns if turn.role == "engineer" and turn.index is not None and not turn.is_summary]
    return [{"ref": f"S{turn.index}", "begins": _beginning(turn.whole)} for turn in said[-MOST_REFS:]]


def _beginning(text: str) -> str:
    return beginning(" ".join(text[:1_000].split()), _BEGINNING)


def attempt_states(session: SessionInput) -> list[dict[str, Any]]:
    """The newest attempts of the ledger, oldest first, with as much evidence and notes as fit, the newest first.

    The outcomes are never shortened.  "shown" is output on record; a result without it was only said by a person.
    """
    states: list[dict[str, Any]] = []
    left, notes_left = EVIDENCE_CHARACTERS, NOTES_CHARACTERS
    for attempt in reversed(session.attempts[-MOST_ATTEMPTS:]):
        shown = list(evidence_that_fits(attempt.evidence, left))
        left -= sum(len(one.excerpt) for one in shown)
        notes = _note_that_fits(attempt.notes, notes_left)
        notes_left -= len(notes or "")
        fitted = {"what": trim_paste(attempt.what, LONGEST_NOTE), "notes": notes}
        evidence = {"shown": [one.model_dump() for one in shown]}
        left_out = {"evidence"} if attempt.script else {"evidence", "script"}
        states.append(attempt.model_dump(exclude=left_out) | fitted | evidence)
    return states[::-1]


def _note_that_fits(note: str | None, left: int) -> str | None:
    """The step that the note is from has all of it; here a pasted result must not fill the prompt."""
    return note and trim_paste(note, min(LONGEST_NOTE, max(SHORTEST_NOTE, left)))


def fix_record(fix: FixIn) -> dict[str, Any]:
    """All that is on record about a fix, except its steps; what is not recorded is left out."""
    times = {name: at.strftime(MINUTE) for name in sorted(TIMES) if (at := getattr(fix, name))}
    rest = fix.model_dump(exclude={"steps", "notes", "causes", "guide", "guide_fix", *TIMES}, exclude_none=True)
    script = {"script": trim_paste(fix.script, SCRIPT_CHARACTERS)} if fix.script else {}
    return rest | times | script


def as_json(value: Any) -> str:
    """JSON in which no text can close a fence or pass for a marker."""
    return json.dumps(_neutralised(value), ensure_ascii=False).replace("<", "\\u003c")


def _summary(turn: Turn) -> str:
    return f"[Summary of earlier messages]\n{fenced('summary', turn.content)}"


def _spoken(turn: Turn) -> str:
    own = without_tags(turn.whole) if turn.role == "copilot" else neutralise(turn.whole)
    return f"{_speaker(turn)}: {_with_files(turn, own)}"


def _content(turn: Turn, *, with_name: bool) -> str:
    if turn.is_summary:
        return _summary(turn)
    if turn.role == "copilot":
        return turn.content.strip() or "[no text]"
    text = fenced("paste", turn.content) if len(turn.content) > PASTE_CHARACTERS // 2 else neutralise(turn.content)
    text = "\n\n".join(filter(None, (neutralise(turn.heading), text)))
    text = _with_files(turn, text)
    return f"{neutralise(turn.author)}: {text}" if with_name and turn.author else text


def _with_files(turn: Turn, text: str) -> str:
    """The text, then each text file as material from elsewhere, then the names of the images."""
    logs = [f"[{_KINDS[log.source]}: {neutralise(log.name)}]\n{fenced(log.source, log.text)}" for log in turn.logs]
    images = [f"[image: {neutralise(image.name)}]" for image in turn.images]
    return "\n\n".join(filter(None, [text, *logs, "\n".join(images)]))


_KINDS = {"log": "file", "ticket": "ticket"}


def _speaker(turn: Turn) -> str:
    return "copilot" if turn.role == "copilot" else f"engineer {neutralise(turn.author)}".strip()


def _neutralised(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, dict):
        return {key: _neutralised(item) for key, item in value.items()}
    return [_neutralised(item) for item in value] if isinstance(value, Iterable) else value
