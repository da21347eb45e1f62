"""The Demo AI's answer in the chat: prose, then the same markers that a model would write.

Which playbook fits is `situation`; sentences and markers are `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.inputs import ChatReplyInput, FixIn
from tasks.integrations.assistant.demo import wording
from tasks.integrations.assistant.demo.playbooks import Check, Playbook, PlaybookFix
from tasks.integrations.assistant.demo.situation import ChatSituation

_WANTS_ANOTHER = re.compile(
    r"\b(?:anything else|what else|something else|another (?:idea|fix|way|option)|other (?:ideas|options)|alternatives?"
    r"|next (?:step|fix|idea)|plan b)\b",
    re.IGNORECASE,
)
_MOST_QUESTIONS = 2


@dataclass(frozen=True)
class _Answer:
    """What is said, and what of it the session should take over."""

    prose: str
    fix: PlaybookFix | None = None
    checks: Sequence[Check] = ()


def reply_to(context: ChatReplyInput) -> str:
    """The whole answer to what engineers said last, markers included."""
    situation = ChatSituation(context)
    answer = _answer(situation)
    markers = (
        wording.fix_marker(answer.fix),
        wording.facts_marker(situation.new_facts),
        wording.questions_marker(answer.checks),
        wording.outcome_marker(situation.said),
    )
    return wording.paragraphs(answer.prose, "\n".join(filter(None, markers)))


def _answer(situation: ChatSituation) -> _Answer:
    label, fix = situation.change
    if label == "Worked" and fix:
        return _Answer(wording.solved(fix))
    if fix and label in ("Did not work", "Partly worked", "Dismissed"):
        return _go_on(situation, wording.meaning_of(label, fix))
    wants_another = _WANTS_ANOTHER.search(situation.message) is not None
    waiting = [open_fix for open_fix in situation.open_fixes if open_fix.applied]
    if waiting and not wants_another:
        return _verify(situation, waiting[-1])
    if situation.best is None:
        return _ask_basics(situation, wording.noted(situation.new_facts))
    if situation.open_fixes and not wants_another:
        return _keep_to(situation, situation.best, situation.open_fixes[-1])
    return _go_on(situation, "") if situation.told.fixes else _begin(situation, situation.best)


def _begin(situation: ChatSituation, playbook: Playbook) -> _Answer:
    """The diagnosis with a first fix; only the checks while another playbook fits nearly as well."""
    checks = situation.unasked(playbook.checks)[:_MOST_QUESTIONS]
    asked_before = any(situation.was_said(check.ask) for check in playbook.checks)
    if situation.rival and checks and not asked_before:
        opening = wording.two_patterns(playbook, situation.rival)
        return _Answer(wording.paragraphs(opening, wording.questions(checks, wording.SEPARATE)), checks=checks)
    fix = playbook.fixes[0]
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        wording.diagnosis(playbook, is_sure=situation.is_sure),
        wording.proposal(fix, "I would begin with"),
        wording.questions(checks, "To confirm or exclude it, tell me:"),
    )
    return _Answer(prose, fix, checks)


def _go_on(situation: ChatSituation, opening: str) -> _Answer:
    """The next fix of the playbook in use, or that it is time to escalate."""
    playbook = situation.best
    if playbook is None:
        return _ask_basics(situation, opening)
    unused = situation.unused_fixes(playbook)
    if not unused:
        return _Answer(wording.exhausted(opening, [fix for fix in situation.told.fixes if fix.applied]))
    checks = situation.unasked(playbook.checks)[:1]
    prose = wording.paragraphs(
        opening,
        wording.proposal(unused[0], "What I would try next is"),
        wording.questions(checks, "Meanwhile this would help to narrow it down:"),
    )
    return _Answer(prose, unused[0], checks)


def _verify(situation: ChatSituation, fix: FixIn) -> _Answer:
    """A fix is in place and nobody has said yet what it did."""
    checks = situation.unasked(situation.best.checks)[:1] if situation.best else []
    asked = wording.questions(checks, "And one thing I do not know yet:")
    return _Answer(wording.paragraphs(wording.noted(situation.new_facts), wording.verify(fix), asked), checks=checks)


def _keep_to(situation: ChatSituation, playbook: Playbook, fix: FixIn) -> _Answer:
    """More was said while a proposed fix waits to be tried."""
    checks, others = situation.unasked(playbook.checks)[:1], situation.unused_fixes(playbook)
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        wording.still(fix, briefly=situation.was_said(wording.STILL)),
        wording.questions(checks, "One more question:"),
        f"If it does not help, the next candidate is **{others[0].title}**." if others else "",
    )
    return _Answer(prose, checks=checks)


def _ask_basics(situation: ChatSituation, opening: str) -> _Answer:
    """Too little is known for any playbook: ask for what every diagnosis needs."""
    checks = situation.unasked(wording.BASICS)
    if checks and not situation.was_said(wording.TOO_LITTLE):
        asked = wording.questions(checks, wording.TOO_LITTLE)
        return _Answer(wording.paragraphs(opening, asked, wording.SHOW_ME), checks=checks)
    return _Answer(wording.paragraphs(opening, wording.no_playbook(briefly=situation.was_said(wording.NO_PLAYBOOK))))
