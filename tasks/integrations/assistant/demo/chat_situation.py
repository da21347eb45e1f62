"""A session in which an engineer waits for the Demo AI's answer: what the latest messages add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from models.library import Check
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.results import FactOut
from prompts.session import FixIn
from tasks.integrations.assistant.collector import MOST_TITLE_WORDS
from tasks.integrations.assistant.demo.facts import find_facts, host_in
from tasks.integrations.assistant.demo.outcomes import Said, said_outcome, says_it_failed, sentences_of
from tasks.integrations.assistant.demo.situation import ASKED_FOR, Situation
from tasks.integrations.assistant.demo.wording import BASICS
from tasks.integrations.assistant.guides import TURN_CHARACTERS, own_words, recorded_changes

_HEARD_CHARACTERS = 8_000
_LABELS = {"worked": "Worked", "did_not_work": "Did not work", "partially": "Partly worked"}
_LONGEST_ANSWER = 120
_NO_ANSWER = re.compile(r"(?:not known|unknown|no idea|do(?:n't| not) know|not sure)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ChatSituation(Situation):
    """A session in which an engineer waits for an answer."""

    session: ChatReplyInput

    @cached_property
    def message(self) -> str:
        """What engineers wrote since the last answer, without the lines that record a change of a fix."""
        return own_words(self.session.latest_message, self.session.fixes)

    @cached_property
    def said(self) -> Said | None:
        """What the message says about one of the open fixes."""
        return said_outcome(self.message, self.session.fixes, about=self.session.problem)

    @property
    def is_said_to_fail(self) -> bool:
        """Whether the message says that something does not work."""
        return any(says_it_failed(sentence) for sentence in sentences_of(self.message))

    @cached_property
    def new_facts(self) -> list[FactOut]:
        """The facts in the message, and before the first answer also those in the problem's text."""
        values = {fact.value.casefold() for fact in (*self.session.facts, *self.session.rejected_facts)}
        is_first = not any(turn.role == "copilot" for turn in self.session.turns)
        texts = [self.session.problem if is_first else "", self.message]
        heard = "\n".join(dict.fromkeys(text[:_HEARD_CHARACTERS] for text in texts))
        found = {fact.value.casefold(): fact for fact in [*self._answered_facts, *find_facts(heard)]}
        return [fact for value, fact in found.items() if value not in values]

    @property
    def _answered_facts(self) -> list[FactOut]:
        """What the latest answers to the basic questions establish: `scope` by "Who is affected?"."""
        latest = takewhile(lambda turn: turn.role == "engineer", reversed(self.session.turns))
        answers = [(turn.heading, " ".join(turn.content.split())) for turn in latest if turn.heading]
        return [
            FactOut(kind=kind, value=answer)
            for heading, answer in reversed(answers)
            for kind, asked in ASKED_FOR.items()
            if asked.search(heading) and answer and len(answer) <= _LONGEST_ANSWER and not _NO_ANSWER.match(answer)
        ]

    @property
    def known(self) -> list[FactOut]:
        """The session's facts and those in the message."""
        return [*super().known, *self.new_facts]

    @property
    def change(self) -> tuple[str, FixIn | None]:
        """The result of a fix: as the engineer says, or else as the session recorded it since the last answer."""
        if self.said:
            return _LABELS[self.said.outcome], self.said.fix
        changes = recorded_changes(self.session.latest_message, self.session.fixes)
        return changes[-1] if changes else ("", None)

    @property
    def title(self) -> str | None:
        """The guide's problem and the machine; None if the session has a title or the problem is unclear."""
        guide = self.best
        if self.session.title or guide is None or (not self.may_propose and not self.session.fixes):
            return None
        host = host_in(f"{self.session.problem[:TURN_CHARACTERS]}\n{self.message[:TURN_CHARACTERS]}")
        scope = next((fact.value for fact in self.known if fact.kind == "scope"), None)
        thing = f"on {host}" if host else f"for {scope}" if scope else ""
        words = f"{guide.short} {thing}".split()
        return " ".join(words) if len(words) <= MOST_TITLE_WORDS else guide.short

    def unasked(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that the copilot has not asked and the facts do not answer."""
        return [check for check in self.unanswered(checks) if not self.was_asked(check.text)]

    @property
    def still_open_checks(self) -> list[Check]:
        """The open items of the task lane that the best guide, or a diagnosis without one, still needs."""
        still_open = {item.text for item in self.session.lane if item.state == "open"}
        near = [check for guide in self.near for check in guide.checks] if not self.best else []
        needed = self.unanswered([*self.telling_checks, *near, *BASICS])
        return list({check.text: check for check in needed if check.text in still_open}.values())

    def undone(self, actions: Sequence[str]) -> list[str]:
        """The actions that nobody has done or skipped."""
        over = {item.text for item in self.session.lane if item.state != "open"}
        return [action for action in actions if action not in over and not self._is_closed(action)]

    def was_asked(self, text: str) -> bool:
        """Whether the copilot has already asked this: in the task lane, or earlier in its prose."""
        return any(item.text == text for item in self.session.lane) or self._is_closed(text) or self.was_said(text)

    def _is_closed(self, text: str) -> bool:
        return any(text in turn.heading for turn in self.session.turns)

    def was_said(self, text: str) -> bool:
        """Whether the copilot has already said this."""
        return any(turn.role == "copilot" and text in turn.content for turn in self.session.turns)
