"""Recognises what an engineer says a fix did, and which fix is meant.

Questions, wishes and doubts are no outcomes.  Whether an outcome is accepted is decided behind the port.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.inputs import FixIn
from prompts.results import Outcome
from tasks.integrations.assistant.collector import OPEN_STATUSES
from tasks.integrations.assistant.demo.retrieval import words_of


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_DOUBT = _any_of(
    r"\?\s*$",
    r"^\s*(?:if|when|will|would|should|could|does|did it|shall)\b",
    r"\b(?:not sure|unsure|don't know|no idea|hope|hopefully|let me know|let's see|going to|will try|before)\b",
    r"\b(?:haven't|have not|not yet|didn't|did not) (?:tried|try)\b",
)
_PARTIALLY = _any_of(
    r"\b(?:partly|partially|half(?:way)?|only (?:works|helped|fixed)|(?:a bit |somewhat |much |little )better)\b",
    r"\bbetter,? but\b",
    r"\bworks? (?:for|on) (?:some|one|two|most)\b",
    r"\bhelped (?:a bit|a little|some(?:what)?)\b",
    r"\b(?:worked|works|fixed|fine)\b.{0,60}\bbut\b",
)
_DID_NOT_WORK = _any_of(
    r"\b(?:did|does|do|has|have|is|was)(?:n't| not)(?: really| actually)? (?:work|help|fix|solv|resolv)\w*",
    r"\b(?:did|does|has)(?:n't| not) (?:changed? anything|ma[kd]e (?:a|any) difference)\b",
    r"\bno (?:luck|change|difference|effect|joy|improvement|dice)\b",
    r"\bnothing (?:changed|happened|helped)\b|\bmade no difference\b",
    r"\bnot (?:work|fix|solv|resolv|help)\w*",
    r"\bstill (?:fail|broken|not|the same|happen|get|ask|prompt|slow|offline|no|can't|cannot)\w*",
    r"\bstill (?:there|stuck|see|down|doesn't|does not|error|crash|disconnect|drop|freez|hang)\w*",
    r"\bsame (?:error|problem|issue|message|result|thing)\b",
    r"\b(?:that|it|this) failed\b|\bfailed again\b",
    r"\b(?:persists|remains|came back|comes back|is back(?! (?:to normal|online|up\b))|to no avail)\b",
)
_WORKED = _any_of(
    r"\b(?:that|it|this|which) (?:has |have )?(?:worked|works)\b",
    r"\b(?:did the trick|fixed it|solved it|that did it)\b",
    r"\b(?:is|are|it's|all|now|was|got) (?:now )?(?:fixed|resolved|solved|sorted)\b",
    r"\b(?:it's|it is|all|everything(?: is|'s)?) (?:now )?(?:works|working|good|fine|okay|ok)\b",
    r"\b(?:works|working|good|fine|prints|printing|connects|connected|syncs|syncing|online) (?:again|now)\b",
    r"\bnow (?:works|prints|connects|syncs|opens)\b",
    r"\b(?:is|are) now (?:working|good|fine|printing|connected|syncing|online)\b",
    r"\bup and running\b|\bback (?:online|up|to normal)\b|\b(?:problem|issue|error) (?:is |has )?gone\b",
    r"\b(?:can|able to) \w+(?: \w+){0,3} (?:again|now)\b",
    r"^\s*(?:yes,? )?(?:worked|works|fixed|solved|resolved|sorted)\b",
)
_PATTERNS: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    ("partially", _PARTIALLY),
    ("did_not_work", _DID_NOT_WORK),
    ("worked", _WORKED),
)
# Said of a fix that nobody marked as applied, an outcome counts only in a sentence about trying something.
_ABOUT_A_TRY = _any_of(
    r"\b(?:tried|did (?:that|it|this|all|everything|the)|ran (?:it|that|this|the)|followed|went through|applied)\b",
    r"\bno (?:luck|joy|dice|effect|difference|improvement)\b",
    r"\b(?:that|it|this|fix|F\d{1,3}) (?:has )?(?:worked|works|helped|fixed|solved|failed|did|didn't|hasn't)\b",
    r"\bdid(?:n't| not) (?:work|help|fix|solve)\b",
)
_REF = re.compile(r"\bF\d{1,3}\b")


@dataclass(frozen=True)
class Said:
    """An outcome in the engineer's words (`quote` is a sentence of the message)."""

    fix: FixIn
    outcome: Outcome
    quote: str


def said_outcome(message: str, fixes: Sequence[FixIn]) -> Said | None:
    """What the message says about one of the open fixes; None if it says nothing of the kind."""
    still_open = [fix for fix in fixes if fix.status in OPEN_STATUSES]
    if not still_open:
        return None
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", message):
        outcome, fix = _outcome_of(sentence), _fix_meant(sentence, still_open)
        if outcome is not None and (fix.applied or _ABOUT_A_TRY.search(sentence)):
            return Said(fix, outcome, sentence.strip()[:400])
    return None


def _outcome_of(sentence: str) -> Outcome | None:
    plain = sentence.replace("\u2019", "'")
    if _DOUBT.search(plain):
        return None
    return next((outcome for outcome, pattern in _PATTERNS if pattern.search(plain)), None)


def _fix_meant(sentence: str, still_open: Sequence[FixIn]) -> FixIn:
    """The fix named by its ref or by the words of its title, else the newest applied one, else the newest."""
    refs, said = set(_REF.findall(sentence)), set(words_of(sentence))

    def nearness(entry: tuple[int, FixIn]) -> tuple[bool, bool, bool, int]:
        index, fix = entry
        return fix.ref in refs, len(said & set(words_of(fix.title))) > 1, fix.applied, index

    return max(enumerate(still_open), key=nearness)[1]
