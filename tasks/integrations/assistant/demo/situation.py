"""Reads a session for the Demo AI: which playbook fits, which of its fixes were used, what the latest message adds.

`reply` and `assessment` write the answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.results import FactOut
from prompts.session import FixIn, SessionInput, Turn
from tasks.integrations.assistant.collector import MOST_TITLE_WORDS, OPEN_STATUSES
from tasks.integrations.assistant.demo.facts import find_facts, host_in
from tasks.integrations.assistant.demo.outcomes import Said, said_outcome, says_it_failed, sentences_of
from tasks.integrations.assistant.demo.playbooks import Check, Playbook, PlaybookFix
from tasks.integrations.assistant.demo.retrieval import Hit, rank
from tasks.integrations.assistant.demo.tried import FAILED, Tried
from tasks.integrations.assistant.demo.wording import BASICS

GOOD_SCORE = 6.0
SURE_SCORE = 9.0
CLEAR_LEAD = 1.25
_WEIGHT_OF_PLAYBOOK_IN_USE = 1.5
_TURN_CHARACTERS = 2_000
_HEARD_CHARACTERS = 8_000
# The line that a session records when a fix changes: a label and the fix's title.
_RECORDED = re.compile(
    r"^(?P<label>Applied|Waiting to verify|Partly worked|Worked|Did not work|Dismissed): (?P<title>.+)$", re.MULTILINE
)
_LABELS = {"worked": "Worked", "did_not_work": "Did not work", "partially": "Partly worked"}
_LONGEST_ANSWER = 120
_NO_ANSWER = re.compile(r"(?:not known|unknown|no idea|do(?:n't| not) know|not sure)\b", re.IGNORECASE)
_ASKED_FOR = {
    "scope": re.compile(
        r"\b(?:who|anybody|others?|everybody|one user|one machine|several|how many machines)\b", re.IGNORECASE
    ),
    "since": re.compile(r"\bwhen did it\b", re.IGNORECASE),
    "error text": re.compile(r"\b(?:what|which)\b.{0,30}\b(?:error|message)\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class Situation:
    """A session as the Demo AI sees it."""

    session: SessionInput

    @cached_property
    def hits(self) -> list[Hit]:
        """The playbooks that fit, best first; a playbook whose fixes are in use gets a higher score."""
        spoken = (self._spoken(turn)[:_TURN_CHARACTERS] for turn in self.session.turns)
        hits = rank("\n".join(dict.fromkeys([self.session.problem[:_TURN_CHARACTERS], *spoken])))
        weighed = [Hit(hit.playbook, hit.score * self._weight(hit.playbook), hit.matched) for hit in hits]
        return sorted(weighed, key=lambda hit: (-hit.score, hit.playbook.id))

    @property
    def best(self) -> Playbook | None:
        """The best playbook, if it fits well enough."""
        return self.hits[0].playbook if self.hits and self.hits[0].score >= GOOD_SCORE else None

    @property
    def is_sure(self) -> bool:
        """Whether the best playbook fits so well that the answer need not say "may"."""
        return self.hits[0].score >= SURE_SCORE

    @property
    def rival(self) -> Playbook | None:
        """The second playbook, if it fits nearly as well as the best."""
        if len(self.hits) < 2 or self.hits[0].score >= self.hits[1].score * CLEAR_LEAD:
            return None
        return self.hits[1].playbook

    @property
    def open_fixes(self) -> list[FixIn]:
        """Fixes of the session whose outcome is not final yet."""
        return [fix for fix in self.session.fixes if fix.status in OPEN_STATUSES]

    @property
    def applied(self) -> list[FixIn]:
        """Fixes that were applied and whose result is not known yet."""
        return [fix for fix in self.open_fixes if fix.applied and fix.status != "applied_partial"]

    @property
    def proposed(self) -> list[FixIn]:
        """Fixes that have not been tried yet."""
        return [fix for fix in self.open_fixes if not fix.applied]

    @property
    def solved_by(self) -> FixIn | None:
        """The newest fix, if it worked."""
        newest = self.session.fixes[-1] if self.session.fixes else None
        return newest if newest and newest.status == "applied_success" else None

    @property
    def known(self) -> list[FactOut]:
        """The session's facts."""
        return [FactOut(kind=fact.kind, value=fact.value) for fact in self.session.facts]

    def unused_fixes(self, playbook: Playbook) -> list[PlaybookFix]:
        """The playbook's fixes that do not occur in the session, however they are worded, in the playbook's order."""
        seen = Tried.by(self.session, self.session.fixes)
        return [fix for fix in playbook.fixes if not seen.has(fix.title)]

    def untried_fixes(self, playbook: Playbook) -> list[PlaybookFix]:
        """The playbook's fixes that were neither tried nor dismissed, however they are worded; proposed ones count."""
        over = [fix for fix in self.session.fixes if fix.applied or fix.status not in OPEN_STATUSES]
        tried = Tried.by(self.session, over)
        return [fix for fix in playbook.fixes if not tried.has(fix.title)]

    def failed_fixes(self, playbook: Playbook) -> list[PlaybookFix]:
        """The playbook's fixes that are known not to help."""
        fixes = [fix for fix in self.session.fixes if fix.status == "applied_failed"]
        failed = Tried.by(self.session, fixes, ended=FAILED)
        return [fix for fix in playbook.fixes if failed.has(fix.title)]

    def unanswered(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that the facts do not answer."""
        kinds = {fact.kind for fact in self.known}
        return [
            check
            for check in checks
            if not any(kind in kinds and asked.search(check.ask) for kind, asked in _ASKED_FOR.items())
        ]

    def _spoken(self, turn: Turn) -> str:
        return own_words(turn.content, self.session.fixes) if turn.role == "engineer" else ""

    def _weight(self, playbook: Playbook) -> float:
        in_use = len(self.unused_fixes(playbook)) < len(playbook.fixes)
        return _WEIGHT_OF_PLAYBOOK_IN_USE if in_use else 1.0


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
            for kind, asked in _ASKED_FOR.items()
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
        """The playbook's problem and the machine; None if the session has a title or the problem is unclear."""
        playbook = self.best
        if self.session.title or playbook is None or (self.rival and not self.session.fixes):
            return None
        host = host_in(f"{self.session.problem[:_TURN_CHARACTERS]}\n{self.message[:_TURN_CHARACTERS]}")
        scope = next((fact.value for fact in self.known if fact.kind == "scope"), None)
        thing = f"on {host}" if host else f"for {scope}" if scope else ""
        words = f"{playbook.short} {thing}".split()
        return " ".join(words) if len(words) <= MOST_TITLE_WORDS else playbook.short

    def unasked(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that the copilot has not asked and the facts do not answer."""
        return [check for check in self.unanswered(checks) if not self.was_asked(check.ask)]

    @property
    def still_open_checks(self) -> list[Check]:
        """The open questions of the task lane that the best playbook, or a diagnosis without one, still needs."""
        still_open = {item.text for item in self.session.lane if item.state == "open"}
        needed = self.unanswered([*(self.best.checks if self.best else ()), *BASICS])
        return [check for check in needed if check.ask in still_open]

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


def recorded_changes(message: str, fixes: Sequence[FixIn]) -> list[tuple[str, FixIn]]:
    """The changes of the session's fixes that a message records, oldest first: label and fix."""
    by_title = {fix.title.casefold(): fix for fix in fixes}
    found = ((match["label"], by_title.get(match["title"].strip().casefold())) for match in _RECORDED.finditer(message))
    return [(label, fix) for label, fix in found if fix is not None]


def own_words(message: str, fixes: Sequence[FixIn]) -> str:
    """The message without the lines that record a change of one of the fixes."""
    return _RECORDED.sub(lambda match: "" if recorded_changes(match.group(), fixes) else match.group(), message).strip()
