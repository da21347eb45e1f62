"""The copilot's reply in the chat: its text as it arrives, then what the reply adds to the session.

The caller publishes the text and stores the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from prompts.chat_reply.assembly import assemble_chat_reply
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.results import Action, FactOut, FixOutcome, HypothesisOut, Question, SuggestFix
from prompts.conversation import Assembled
from prompts.cuts import Cut
from prompts.shapes import storable
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.citations import Citation, CitationFilter, citable
from tasks.integrations.assistant.collector import Collector
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, InvalidOutput, TooLarge, cut_off
from tasks.integrations.assistant.guides import guides_in
from tasks.integrations.assistant.marker_filter import Dropped, MarkerFilter, Piece, Text
from tasks.integrations.assistant.port import Done, Event, Provider, TextDelta, ToolCall
from tasks.integrations.assistant.requests import request_for, shrinking


@dataclass(frozen=True)
class VisibleText:
    """A piece of the reply's text, passed on as soon as it is clear that it is not part of a marker."""

    text: str


@dataclass(frozen=True, kw_only=True)
class ReplyDone:
    """A complete reply.  `text` is all visible text; `dropped` names the markers that had no effect.

    `cut` says what of the session the model did not read, `citations` what its text cites.
    """

    text: str
    suggest_fix: SuggestFix | None
    facts: list[FactOut]
    questions: list[Question]
    actions: list[Action]
    fix_outcomes: list[FixOutcome]
    title: str | None
    hypotheses: list[HypothesisOut]
    cut: Cut
    done: Done
    citations: list[Citation] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def stream_reply(provider: Provider, session: ChatReplyInput, control: Control) -> Iterator[VisibleText | ReplyDone]:
    """Answer the engineer's latest message.

    Raises AssistantError, whose `partial_text` is the visible text so far.  A reply that was cancelled, refused or
    truncated adds nothing to the session.
    """
    session = session.model_copy(update={"guides": guides_in(session)})
    attempts = Attempts(provider, control)
    for assembled, is_last in shrinking(lambda tokens: assemble_chat_reply(session, budget_tokens=tokens)):
        reply = _Reply(assembled)
        try:
            yield from reply.stream(provider, attempts)
        except AssistantError as error:
            error.partial_text = reply.text
            if not isinstance(error, TooLarge) or is_last:
                raise
            if reply.text:
                raise cut_off(error) from error
        else:
            return


class _Reply:
    """One reply while it is being written."""

    def __init__(self, assembled: Assembled[ChatReplyInput]) -> None:
        self._assembled = assembled
        self._filter = MarkerFilter()
        self._collector = Collector(assembled.context)
        self._citations = CitationFilter(citable(assembled.context))
        self._visible: list[str] = []

    @property
    def text(self) -> str:
        """The text that people have seen, without the blank lines that removed markers leave at its start and end."""
        return "".join(self._visible).strip()

    def stream(self, provider: Provider, attempts: Attempts) -> Iterator[VisibleText | ReplyDone]:
        for event in attempts.stream(request_for(provider, self._assembled), accept=self._accept):
            if isinstance(event, Done):
                yield from self._shown(self._filter.finish(), is_last=True)
                yield self._finished(event)
            else:
                yield from self._taken(event)

    def _taken(self, event: Event) -> Iterator[VisibleText]:
        if isinstance(event, TextDelta):
            yield from self._shown(self._filter.feed(storable(event.text)))
        elif isinstance(event, ToolCall):
            self._collector.take_body(event.name, event.input)

    def _shown(self, pieces: list[Piece], *, is_last: bool = False) -> Iterator[VisibleText]:
        """Pass the visible text on as one piece, without citations of nothing, and collect the markers."""
        for piece in pieces:
            if not isinstance(piece, Text):
                self._collector.take(piece)
        text = self._citations.feed("".join(piece.text for piece in pieces if isinstance(piece, Text)))
        text += self._citations.finish() if is_last else ""
        if text:
            self._visible.append(text)
            yield VisibleText(text)

    def _accept(self, done: Done) -> None:
        """Reject an answer without text: the engineer would see an empty message."""
        if not done.text.strip():
            raise InvalidOutput

    def _finished(self, done: Done) -> ReplyDone:
        collected = self._collector.collected(self.text)
        return ReplyDone(
            text=self.text,
            suggest_fix=collected.suggest_fix,
            facts=collected.facts,
            questions=collected.questions,
            actions=collected.actions,
            fix_outcomes=collected.fix_outcomes,
            title=collected.title,
            hypotheses=collected.hypotheses,
            cut=self._assembled.cut,
            done=done,
            citations=list(self._citations.cited.values()),
            dropped=collected.dropped,
        )
