"""Recognises what an engineer says a fix did, and which fix is meant.

Questions, wishes and doubts are not outcomes, nor are other people's words and news of other things.  The `collector`
decides whether an outcome is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.attempt_likeness import stems_of
from prompts.chat_reply.results import Outcome
from prompts.session import FixIn
from tasks.integrations.assistant.collector import OPEN_STATUSES
from tasks.integrations.assistant.demo.outcome_phrases import (
    ABOUT_A_TRY,
    CONTRACTION,
    DONE,
    DOUBT,
    ELSEWHERE,
    PATTERNS,
    SHORT_REPORT,
    STILL_THE_SAME,
    SUBJECT,
)
from tasks.integrations.assistant.demo.quotations import without_mails, without_quotes

_REF = re.compile(r"\bF\d{1,3}\b")
# Subjects that mean the problem itself or what was tried, whatever the session is about.
_GENERIC = stems_of(
    "fix script change step reset restart reboot workaround solution thing trick prompt popup pop-up message "
    "warning window dialog password connection access login sign-in symptom result everything rest"
)
# "The machine" may be any; in "the coffee machine" the other word says which.
_ANY_THING = stems_of("machine computer device system unit box one")


@dataclass(frozen=True)
class Said:
    """An outcome in the engineer's words (`quote` is a sentence of the message)."""

    fix: FixIn
    outcome: Outcome
    quote: str


def said_outcome(message: str, fixes: Sequence[FixIn], *, about: str = "") -> Said | None:
    """What the message says about one of the open fixes; None if it says nothing about them.

    `about` is the session's problem: a sentence about another thing says nothing about a fix.
    """
    still_open = [fix for fix in fixes if fix.status in OPEN_STATUSES]
    if not still_open:
        return None
    # An answer has its question before it, so it is never the whole message.
    applied = [fix for fix in still_open if fix.applied]
    if applied and STILL_THE_SAME.search(message):
        return Said(applied[-1], "did_not_work", message.strip()[:400])
    known = _GENERIC.union(stems_of(about), *(stems_of(_text_of(fix)) for fix in fixes))
    for sentence in sentences_of(without_mails(message)):
        own = without_quotes(sentence)
        outcome, fix = _outcome_of(own), _fix_meant(own, still_open)
        if outcome is None or not (fix.applied or _is_about_a_try(own, fix, message, about)):
            continue
        if not _is_about_another_thing(own, known):
            return Said(fix, outcome, sentence.strip()[:400])
    return None


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.!?;])\s+|\n+", text)


def says_it_failed(sentence: str) -> bool:
    """Whether the sentence says that something does not work."""
    return _outcome_of(sentence) in ("did_not_work", "partially")


def says_it_was_tried(sentence: str) -> bool:
    """Whether the sentence says that something was done; not that it should be done, or that it helped."""
    plain = _spelt(sentence)
    return DONE.search(plain) is not None and not DOUBT.search(plain) and _outcome_of(plain) != "worked"


def _outcome_of(sentence: str) -> Outcome | None:
    plain = _spelt(sentence)
    if DOUBT.search(plain):
        return None
    outcome = next((outcome for outcome, pattern in PATTERNS if pattern.search(plain)), None)
    return None if outcome == "worked" and ELSEWHERE.search(plain) else outcome


def _is_about_a_try(sentence: str, fix: FixIn, message: str, about: str) -> bool:
    """Whether the sentence says that the fix was done or tried, or names it; else it may be news of the problem."""
    if ABOUT_A_TRY.search(_spelt(sentence)) or SHORT_REPORT.search(message):
        return True
    of_the_fix = stems_of(fix.title) - stems_of(about)
    return fix.ref in _REF.findall(sentence) or len(stems_of(sentence) & of_the_fix) > 1


def _spelt(sentence: str) -> str:
    return CONTRACTION.sub(r"\1n't", sentence.replace("\u2019", "'"))


def _is_about_another_thing(sentence: str, known: frozenset[str]) -> bool:
    """Whether everything that the sentence is said of is unknown to the session: "the coffee machine is fixed"."""
    subjects = [stems_of(match["subject"]) for match in SUBJECT.finditer(sentence)]
    named = [words - _ANY_THING for words in subjects if words - _ANY_THING]
    return bool(named) and not any(words & known for words in named)


def _text_of(fix: FixIn) -> str:
    return " ".join([fix.title, fix.rationale, *fix.steps])


def _fix_meant(sentence: str, still_open: Sequence[FixIn]) -> FixIn:
    """The fix that the sentence names by ref or by words of its title, else the newest applied one, else the newest."""
    refs, said = set(_REF.findall(sentence)), stems_of(sentence)

    def nearness(entry: tuple[int, FixIn]) -> tuple[bool, bool, bool, int]:
        index, fix = entry
        return fix.ref in refs, len(said & stems_of(fix.title)) > 1, fix.applied, index

    return max(enumerate(still_open), key=nearness)[1]
