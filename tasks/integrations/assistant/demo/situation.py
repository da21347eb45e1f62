"""Reads a session for the Demo AI: which playbook fits, what of it was used, what the latest message adds.

Nothing is worded here; `reply` and `assessment` do that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from prompts.inputs import ChatReplyInput, FixIn, SessionInput, Turn
from prompts.results import FactOut
from tasks.integrations.assistant.collector import OPEN_STATUSES
from tasks.integrations.assistant.demo.facts import find_facts
from tasks.integrations.assistant.demo.outcomes import Said, said_outcome
from tasks.integrations.assistant.demo.playbooks import Check, Playbook, PlaybookFix
from tasks.integrations.assistant.demo.retrieval import Hit, rank

GOOD_SCORE = 6.0
SURE_SCORE = 9.0
CLEAR_LEAD = 1.25
_GAIN_OF_PLAYBOOK_IN_USE = 1.5
_TURN_CHARACTERS = 2_000
# What the session writes down when somebody changes a fix: a label and the fix's title, in nobody's own words.
_RECORDED = re.compile(
    r"^(?P<label>Applied|Waiting to verify|Partly worked|Worked|Did not work|Dismissed): (?P<title>.+)$", re.MULTILINE
)
_LABELS = {"worked": "Worked", "did_not_work": "Did not work", "partially": "Partly worked"}
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

    told: SessionInput

    @cached_property
    def hits(self) -> list[Hit]:
        """The playbooks that fit, best first; one whose fixes are in use counts for more."""
        spoken = (self._spoken(turn)[:_TURN_CHARACTERS] for turn in self.told.turns)
        hits = rank("\n".join(dict.fromkeys([self.told.problem[:_TURN_CHARACTERS], *spoken])))
        weighed = [Hit(hit.playbook, hit.score * self._gain(hit.playbook), hit.matched) for hit in hits]
        return sorted(weighed, key=lambda hit: (-hit.score, hit.playbook.id))

    @property
    def best(self) -> Playbook | None:
        """The playbook that fits well enough to act on."""
        return self.hits[0].playbook if self.hits and self.hits[0].score >= GOOD_SCORE else None

    @property
    def is_sure(self) -> bool:
        """Whether the best fits so well that saying "may" would be coy."""
        return self.hits[0].score >= SURE_SCORE

    @property
    def rival(self) -> Playbook | None:
        """Another playbook that fits nearly as well as the best."""
        if len(self.hits) < 2 or self.hits[0].score >= self.hits[1].score * CLEAR_LEAD:
            return None
        return self.hits[1].playbook

    @property
    def open_fixes(self) -> list[FixIn]:
        """Fixes of the session whose outcome is not final yet."""
        return [fix for fix in self.told.fixes if fix.status in OPEN_STATUSES]

    @property
    def known(self) -> list[FactOut]:
        """The session's facts."""
        return [FactOut(kind=fact.kind, value=fact.value) for fact in self.told.facts]

    def unused_fixes(self, playbook: Playbook) -> list[PlaybookFix]:
        """The playbook's fixes that the session has not seen, in the playbook's order."""
        seen = {fix.title.casefold() for fix in self.told.fixes}
        return [fix for fix in playbook.fixes if fix.title.casefold() not in seen]

    def untried_fixes(self, playbook: Playbook) -> list[PlaybookFix]:
        """The playbook's fixes that nobody has tried or turned down, proposed ones included."""
        over = {fix.title.casefold() for fix in self.told.fixes if fix.applied or fix.status not in OPEN_STATUSES}
        return [fix for fix in playbook.fixes if fix.title.casefold() not in over]

    def unanswered(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that no fact answers."""
        kinds = {fact.kind for fact in self.known}
        return [
            check
            for check in checks
            if not any(kind in kinds and asked.search(check.ask) for kind, asked in _ASKED_FOR.items())
        ]

    def _spoken(self, turn: Turn) -> str:
        return own_words(turn.content, self.told.fixes) if turn.role == "engineer" else ""

    def _gain(self, playbook: Playbook) -> float:
        in_use = len(self.unused_fixes(playbook)) < len(playbook.fixes)
        return _GAIN_OF_PLAYBOOK_IN_USE if in_use else 1.0


@dataclass(frozen=True)
class ChatSituation(Situation):
    """A session in which somebody waits for an answer."""

    told: ChatReplyInput

    @cached_property
    def message(self) -> str:
        """What engineers said since the last answer, without what was only recorded."""
        return own_words(self.told.latest_message, self.told.fixes)

    @cached_property
    def said(self) -> Said | None:
        """What the message says about one of the open fixes."""
        return said_outcome(self.message, self.told.fixes)

    @cached_property
    def new_facts(self) -> list[FactOut]:
        """What the message establishes; the problem's text too, as long as nothing was answered yet."""
        values = {fact.value.casefold() for fact in self.told.facts}
        is_first = not any(turn.role == "copilot" for turn in self.told.turns)
        heard = "\n".join(dict.fromkeys([self.told.problem if is_first else "", self.message]))
        return [fact for fact in find_facts(heard) if fact.value.casefold() not in values]

    @property
    def known(self) -> list[FactOut]:
        """The session's facts and those of the message."""
        return [*super().known, *self.new_facts]

    @property
    def change(self) -> tuple[str, FixIn | None]:
        """What a fix did: in the engineer's words, else as the session recorded it since the last answer."""
        if self.said:
            return _LABELS[self.said.outcome], self.said.fix
        changes = recorded_changes(self.told.latest_message, self.told.fixes)
        return changes[-1] if changes else ("", None)

    def unasked(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that neither the copilot asked before nor a fact answers."""
        return [check for check in self.unanswered(checks) if not self.was_said(check.ask)]

    def was_said(self, text: str) -> bool:
        """Whether the copilot has said this before."""
        return any(turn.role == "copilot" and text in turn.content for turn in self.told.turns)


def recorded_changes(message: str, fixes: Sequence[FixIn]) -> list[tuple[str, FixIn]]:
    """The changes of the session's fixes that stand in a message, oldest first: label and fix."""
    by_title = {fix.title.casefold(): fix for fix in fixes}
    found = ((match["label"], by_title.get(match["title"].strip().casefold())) for match in _RECORDED.finditer(message))
    return [(label, fix) for label, fix in found if fix is not None]


def own_words(message: str, fixes: Sequence[FixIn]) -> str:
    """The message without the lines that record a change of one of the fixes."""
    return _RECORDED.sub(lambda match: "" if recorded_changes(match.group(), fixes) else match.group(), message).strip()
