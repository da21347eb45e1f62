"""Decides what a reply's markers add to the session: validates each body and checks it against the session.

`marker_filter` finds the markers; the caller stores the result.  A marker that is not accepted is logged and listed
with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from pydantic import ValidationError

from models.library import load_guides
from models.scripting.lint import is_dangerous
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.markers import (
    BODIES,
    ActionsBody,
    FactsBody,
    HypothesesBody,
    MarkerBody,
    QuestionsBody,
    SuggestFixBody,
    TitleBody,
)
from prompts.chat_reply.results import Action, FactOut, FixOutcome, HypothesisOut, Question, SuggestFix
from tasks.integrations.assistant.grounding import Ground, normalised
from tasks.integrations.assistant.marker_filter import Dropped, DropReason, Marker
from tasks.integrations.assistant.weighing import Weighing, is_failed_again

OPEN_STATUSES = frozenset({"proposed", "applied_pending", "applied_partial"})

_CODE_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)\n(.*?)^[ \t]*\1[ \t]*$", re.DOTALL | re.MULTILINE)

MOST_TITLE_WORDS = 6
_NOT_LAST = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "when", "with"]
)

Item = TypeVar("Item")
Body = TypeVar("Body", bound=MarkerBody)

log = structlog.get_logger(__name__)


@dataclass
class Collected:
    """What a reply adds to the session."""

    suggest_fix: SuggestFix | None = None
    facts: list[FactOut] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    fix_outcomes: list[FixOutcome] = field(default_factory=list)
    title: str | None = None
    hypotheses: list[HypothesisOut] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Whether no marker was accepted."""
        lists = (self.facts, self.questions, self.actions, self.fix_outcomes, self.hypotheses)
        return not any((self.suggest_fix, self.title, *lists))


class Collector:
    """Takes a reply's markers as they arrive; `collected` checks them once the whole text is there."""

    def __init__(self, session: ChatReplyInput) -> None:
        self._session = session
        self._ground = Ground(session)
        self._bodies: list[MarkerBody] = []
        self._dropped: list[Dropped] = []
        self._weighing = Weighing(session, self._ground, self._drop)

    def take(self, piece: Marker | Dropped) -> None:
        """Note a marker, or that one was dropped."""
        if isinstance(piece, Dropped):
            self._drop(piece.tag, piece.reason)
        else:
            self.take_body(piece.tag, piece.body)

    def take_body(self, tag: str, body: dict[str, Any]) -> None:
        """Note a marker's body, which may also arrive as a tool call that is named like the tag."""
        shape = BODIES.get(tag.upper())
        if shape is None:
            self._drop(tag, DropReason.UNKNOWN)
            return
        try:
            self._bodies.append(shape.model_validate(body))
        except ValidationError:
            self._drop(tag, DropReason.INVALID)

    def collected(self, reply: str) -> Collected:
        """What is accepted, given the whole visible reply (whose code blocks a fix may point to)."""
        hypotheses = self._weighing.hypotheses(self._of(HypothesesBody))
        return Collected(
            suggest_fix=self._newest_fix(reply, hypotheses),
            facts=self._new_facts(),
            questions=_distinct((body.questions for body in self._of(QuestionsBody)), lambda question: question.text),
            actions=_distinct((body.actions for body in self._of(ActionsBody)), lambda action: action.text),
            fix_outcomes=self._clear_outcomes(),
            title=self._title(),
            hypotheses=hypotheses,
            dropped=self._dropped,
        )

    def _newest_fix(self, reply: str, hypotheses: list[HypothesisOut]) -> SuggestFix | None:
        """The newest fix, unless it has failed before or all its causes are refuted."""
        bodies = self._of(SuggestFixBody)
        if not bodies:
            return None
        body, causes = bodies[-1], self._weighing.causes_of(bodies[-1], hypotheses)
        if is_failed_again(self._session, body.title, body.rationale):
            self._drop("SUGGEST_FIX", DropReason.FAILED_BEFORE)
            return None
        if causes is None:
            self._drop("SUGGEST_FIX", DropReason.REFUTED)
            return None
        return _fix(body, reply, causes)

    def _title(self) -> str | None:
        """The newest title, unless it names something that the session does not contain or that was redacted."""
        bodies = self._of(TitleBody)
        title = _short(bodies[-1].title) if bodies else None
        if title and ("redacted]" in title or not self._ground.holds(title)):
            self._drop("TITLE", DropReason.UNGROUNDED)
            return None
        return title

    def _new_facts(self) -> list[FactOut]:
        known = {normalised(fact.value) for fact in (*self._session.facts, *self._session.rejected_facts)}
        facts = _distinct((body.facts for body in self._of(FactsBody)), lambda fact: fact.value)
        grounded = [fact for fact in facts if self._ground.holds(fact.value)]
        for _ in range(len(facts) - len(grounded)):
            self._drop("FACTS", DropReason.UNGROUNDED)
        return [fact for fact in grounded if normalised(fact.value) not in known]

    def _clear_outcomes(self) -> list[FixOutcome]:
        """The accepted outcomes; two that contradict each other about one fix are both dropped."""
        outcomes: dict[str, FixOutcome | None] = {}
        for outcome in filter(self._accepts, self._of(FixOutcome)):
            earlier = outcomes.setdefault(outcome.fix_ref, outcome)
            if earlier is None or earlier.outcome != outcome.outcome:
                outcomes[outcome.fix_ref] = None
                self._drop("FIX_OUTCOME", DropReason.CONTRADICTORY)
        return [outcome for outcome in outcomes.values() if outcome is not None]

    def _accepts(self, outcome: FixOutcome) -> bool:
        reason = self._objection(outcome)
        if reason is not None:
            self._drop("FIX_OUTCOME", reason)
        return reason is None

    def _objection(self, outcome: FixOutcome) -> DropReason | None:
        fix = next((fix for fix in self._session.fixes if fix.ref == outcome.fix_ref), None)
        if fix is None:
            return DropReason.NO_SUCH_FIX
        if fix.status not in OPEN_STATUSES:
            return DropReason.FIX_NOT_OPEN
        quote = normalised(outcome.quote)
        if not quote or quote not in normalised(self._session.latest_words):
            return DropReason.QUOTE_NOT_FOUND
        return None

    def _of(self, shape: type[Body]) -> list[Body]:
        return [body for body in self._bodies if isinstance(body, shape)]

    def _drop(self, tag: str, reason: DropReason) -> None:
        log.info("assistant.marker_dropped", tag=tag, reason=reason.value)
        self._dropped.append(Dropped(tag, reason))


def _fix(body: SuggestFixBody, reply: str, causes: list[str]) -> SuggestFix:
    label, script = _code_block(reply, body.script_block)
    guide = load_guides().get(body.guide or "")
    is_of_guide = guide is not None and body.guide_fix in {fix.id for fix in guide.fixes}
    return SuggestFix(
        title=body.title,
        rationale=body.rationale,
        steps=body.steps,
        risk="high" if script and is_dangerous(script, label) else body.risk,
        script=script,
        causes=causes,
        guide=body.guide if is_of_guide else None,
        guide_fix=body.guide_fix if is_of_guide else None,
    )


def _short(title: str) -> str | None:
    """At most six words on one line, without quotes, emphasis, a full stop, or a last word like "of" or "the"."""
    words = title.replace("`", "").split()[:MOST_TITLE_WORDS]
    while words and words[-1].casefold() in _NOT_LAST:
        words.pop()
    return " ".join(words).strip("\"'“”*_#.:;, ") or None


def _distinct(groups: Iterable[Iterable[Item]], words: Callable[[Item], str]) -> list[Item]:
    """All items in order, without later ones that say the same as an earlier one."""
    items: dict[str, Item] = {}
    for group in groups:
        for item in group:
            items.setdefault(normalised(words(item)), item)
    return list(items.values())


def code_blocks(reply: str) -> list[tuple[str, str]]:
    """The label and the text of each fenced code block that is complete, in order."""
    return [(match.group(2).strip(), match.group(3).rstrip()) for match in _CODE_BLOCK.finditer(reply)]


def _code_block(reply: str, number: int | None) -> tuple[str, str | None]:
    """Language and text of the reply's code block with this number, counted from 1; None if there is none."""
    blocks = code_blocks(reply)
    return blocks[number - 1] if number and number <= len(blocks) else ("", None)
