"""Reads a session for the Demo AI: which guide fits, which of its fixes were used, what the latest message adds.

`reply` and `assessment` write the answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.library import Check, Fix, Guide
from models.library.matching import Match
from models.library.recognition import recognise
from prompts.chat_reply.results import FactOut
from prompts.session import FixIn, SessionInput
from tasks.integrations.assistant.collector import OPEN_STATUSES
from tasks.integrations.assistant.demo.suspects import Suspect, names, suspects_of
from tasks.integrations.assistant.demo.tried import FAILED, Tried
from tasks.integrations.assistant.guides import WORTH_NAMING, matches_of

OPENS = 0.6
"""From this probability on, a guide is named."""
PROPOSES = 0.65
"""From this probability on, one of its fixes is proposed; below, its checks are asked first."""
SURE = 0.85
CLOSE = 0.5
"""A second guide with this share of the first one's probability is a rival."""
_MOST_NEAR = 3
_READ_FOR_CODES = 16_000
ASKED_FOR = {
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
    def matches(self) -> list[Match]:
        """The guides that fit, best first; a guide whose fixes are in use is more likely."""
        return matches_of(self.session)

    @property
    def best(self) -> Guide | None:
        """The best guide, if it is likely enough to be named."""
        return self.matches[0].guide if self.matches and self._probability >= OPENS else None

    @property
    def _probability(self) -> float:
        return self.matches[0].probability if self.matches else 0.0

    @property
    def may_propose(self) -> bool:
        """Whether the best guide is so likely that a fix of it is no guess."""
        return self._probability >= PROPOSES

    @property
    def is_sure(self) -> bool:
        """Whether the best guide fits so well that the answer need not say "may"."""
        return self._probability >= SURE

    @property
    def rival(self) -> Guide | None:
        """The second guide, if it fits nearly as well as the best."""
        if len(self.matches) < 2 or self.matches[1].probability < self._probability * CLOSE:
            return None
        return self.matches[1].guide

    @property
    def near(self) -> list[Guide]:
        """At most three guides that may fit although none is likely, the likeliest first; empty if none comes near."""
        likely = [match.guide for match in self.matches if match.probability >= WORTH_NAMING]
        return likely[:_MOST_NEAR]

    @cached_property
    def codes(self) -> dict[str, str]:
        """The codes in the engineers' words: as the library writes them, and as the session does."""
        spoken = [self.session.problem, *(turn.content for turn in self.session.turns if turn.role == "engineer")]
        found = (one for text in dict.fromkeys(spoken) for one in recognise(text[:_READ_FOR_CODES]))
        return {signal.code: one.written for one in found for signal in one.signals}

    @property
    def first_message(self) -> str | None:
        """The ref of the engineers' first message."""
        first = next((turn for turn in self.session.turns if turn.role == "engineer" and turn.step_id), None)
        return f"S{first.index}" if first and first.index is not None else None

    @cached_property
    def suspects(self) -> list[Suspect]:
        """The causes of the best guide, the most likely first, refuted ones last."""
        return suspects_of(self.best, self.session, self.codes) if self.best else []

    def guide_fix(self, fix: FixIn) -> Fix | None:
        """The library's fix that this one of the session was made from."""
        title = fix.title.casefold()
        guides = [match.guide for match in self.matches]
        return next((one for guide in guides for one in guide.fixes if one.title.casefold() == title), None)

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

    def unused_fixes(self, guide: Guide) -> list[Fix]:
        """The guide's fixes that do not occur in the session, however they are worded; see `_in_order`."""
        seen = Tried.by(self.session, self.session.fixes)
        return self._in_order([fix for fix in guide.fixes if not seen.has(fix.title)])

    def untried_fixes(self, guide: Guide) -> list[Fix]:
        """The guide's fixes that were neither tried nor dismissed, however they are worded; proposed ones count."""
        over = [fix for fix in self.session.fixes if fix.applied or fix.status not in OPEN_STATUSES]
        tried = Tried.by(self.session, over)
        return self._in_order([fix for fix in guide.fixes if not tried.has(fix.title)])

    def _in_order(self, fixes: Sequence[Fix]) -> list[Fix]:
        """Those for the most likely cause first, without those whose causes are all refuted."""
        weights = {suspect.cause.id: suspect.weight for suspect in self.suspects if not suspect.is_refuted}
        left = [fix for fix in fixes if any(cause in weights for cause in fix.causes)]
        return sorted(left, key=lambda fix: -max(weights.get(cause, 0.0) for cause in fix.causes))

    def failed_fixes(self, guide: Guide) -> list[Fix]:
        """The guide's fixes that are known not to help."""
        fixes = [fix for fix in self.session.fixes if fix.status == "applied_failed"]
        failed = Tried.by(self.session, fixes, ended=FAILED)
        return [fix for fix in guide.fixes if failed.has(fix.title)]

    def unanswered(self, checks: Sequence[Check]) -> list[Check]:
        """The checks that the facts do not answer."""
        kinds = {fact.kind for fact in self.known}
        return [
            check
            for check in checks
            if not any(kind in kinds and asked.search(check.text) for kind, asked in ASKED_FOR.items())
            and not any(names(choice.label, code) for choice in check.choices for code in self.codes)
        ]

    @property
    def telling_checks(self) -> list[Check]:
        """The checks of the best guide that separate two causes which are still possible, in the guide's order."""
        possible = {suspect.cause.id for suspect in self.suspects if not suspect.is_refuted}
        checks = self.best.checks if self.best else ()
        return [check for check in checks if possible & set(check.separates)]
