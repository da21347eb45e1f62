"""The copilot's reply in the chat: text for people as it comes, then what the reply asks the session to take over.

Publishing the text and storing the result are the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from prompts.assembly import Assembled, assemble_chat_reply
from prompts.inputs import ChatReplyInput
from prompts.results import Action, FactOut, FixOutcome, Question, SuggestFix, storable
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.collector import Collector
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.assistant.marker_filter import Dropped, MarkerFilter, Piece, Text
from tasks.integrations.assistant.port import Done, Event, Provider, TextDelta, ToolCall
from tasks.integrations.assistant.requests import BUDGETS, request_for


@dataclass(frozen=True)
class VisibleText:
    """A piece of the reply for people, without markers, as soon as it is certain."""

    text: str


@dataclass(frozen=True, kw_only=True)
class ReplyDone:
    """A reply that came to its end.  `text` is everything visible; `dropped` names markers without effect."""

    text: str
    suggest_fix: SuggestFix | None
    facts: list[FactOut]
    questions: list[Question]
    actions: list[Action]
    fix_outcomes: list[FixOutcome]
    done: Done
    dropped: list[Dropped] = field(default_factory=list)


def stream_reply(provider: Provider, told: ChatReplyInput, control: Control) -> Iterator[VisibleText | ReplyDone]:
    """Answer the engineer's latest message.

    Raises AssistantError, whose `partial_text` is the visible text so far.  No actions come from a reply that was
    cancelled, refused or cut.
    """
    attempts = Attempts(provider, control)
    for budget in BUDGETS:
        reply = _Reply(assemble_chat_reply(told, budget_tokens=budget))
        try:
            yield from reply.stream(provider, attempts)
        except AssistantError as error:
            error.partial_text = reply.text
            if error.code is not AssistantErrorCode.TOO_LARGE or budget == BUDGETS[-1]:
                raise
            if reply.text:
                raise _cut_off(error) from error
        else:
            return


class _Reply:
    """One reply while it is being written."""

    def __init__(self, assembled: Assembled) -> None:
        assert isinstance(assembled.context, ChatReplyInput)
        self._assembled = assembled
        self._filter = MarkerFilter()
        self._collector = Collector(assembled.context)
        self._visible: list[str] = []

    @property
    def text(self) -> str:
        """What people have seen, without the blank lines that markers left behind."""
        return "".join(self._visible).strip()

    def stream(self, provider: Provider, attempts: Attempts) -> Iterator[VisibleText | ReplyDone]:
        for event in attempts.stream(request_for(provider, self._assembled), accept=self._accept):
            if isinstance(event, Done):
                yield from self._seen(self._filter.finish())
                yield self._finished(event)
            else:
                yield from self._taken(event)

    def _taken(self, event: Event) -> Iterator[VisibleText]:
        if isinstance(event, TextDelta):
            yield from self._seen(self._filter.feed(storable(event.text)))
        elif isinstance(event, ToolCall):
            self._collector.take_body(event.name, event.input)

    def _seen(self, pieces: list[Piece]) -> Iterator[VisibleText]:
        """Pass the visible text on as one piece; keep the rest."""
        for piece in pieces:
            if not isinstance(piece, Text):
                self._collector.take(piece)
        text = "".join(piece.text for piece in pieces if isinstance(piece, Text))
        if text:
            self._visible.append(text)
            yield VisibleText(text)

    def _accept(self, done: Done) -> None:
        """An answer without any text is none: the engineer would look at an empty bubble."""
        if not done.text.strip():
            raise AssistantError(AssistantErrorCode.INVALID_OUTPUT)

    def _finished(self, done: Done) -> ReplyDone:
        collected = self._collector.collected(self.text)
        return ReplyDone(
            text=self.text,
            suggest_fix=collected.suggest_fix,
            facts=collected.facts,
            questions=collected.questions,
            actions=collected.actions,
            fix_outcomes=collected.fix_outcomes,
            done=done,
            dropped=collected.dropped,
        )


def _cut_off(error: AssistantError) -> AssistantError:
    """The context ran out while writing: the prose stays, marked as cut off."""
    cut = AssistantError(
        AssistantErrorCode.TRUNCATED, partial_text=error.partial_text, request_id=error.request_id, usage=error.usage
    )
    cut.calls = error.calls
    return cut
