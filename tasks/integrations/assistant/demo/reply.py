"""The Demo AI's answer in the chat: prose, then the same markers that a model writes.

`situation` finds the playbook that fits; `wording` has the sentences and markers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.chat_reply.inputs import ChatReplyInput
from prompts.session import FixIn
from tasks.integrations.assistant.demo import wording
from tasks.integrations.assistant.demo.causes import hypothesis, next_cause
from tasks.integrations.assistant.demo.playbooks import Check, Playbook, PlaybookFix
from tasks.integrations.assistant.demo.situation import ChatSituation

_WANTS_ANOTHER = re.compile(
    r"\b(?:anything else|what else|something else|another (?:idea|fix|way|option)|other (?:ideas|options)|alternatives?"
    r"|next (?:step|fix|idea)|plan b)\b",
    re.IGNORECASE,
)
_MOST_QUESTIONS = 2
_MOST_OPEN_QUESTIONS = 5


@dataclass(frozen=True)
class _Answer:
    """The prose, and what it adds to the session.  `is_over`: what was asked before is no longer needed."""

    prose: str
    fix: PlaybookFix | None = None
    checks: Sequence[Check] = ()
    actions: Sequence[str] = ()
    is_over: bool = False


def reply_to(context: ChatReplyInput) -> str:
    """The whole answer to the engineers' latest messages, with markers."""
    situation = ChatSituation(context)
    answer = _answer(situation)
    still_open = () if answer.is_over else situation.still_open_checks
    cause = next_cause(situation, situation.best) if answer.fix else None
    markers = (
        wording.fix_marker(answer.fix, cause),
        wording.hypotheses_marker(hypothesis(context, cause, is_sure=situation.is_sure) if cause else None),
        wording.facts_marker(situation.new_facts),
        wording.questions_marker([*still_open, *answer.checks][:_MOST_OPEN_QUESTIONS]),
        wording.actions_marker(answer.actions),
        wording.outcome_marker(situation.said),
        wording.title_marker(situation.title),
    )
    images = wording.CANNOT_SEE if context.shows_first_images else ""
    return wording.paragraphs(images, answer.prose, "\n".join(filter(None, markers)))


def _answer(situation: ChatSituation) -> _Answer:
    label, fix = situation.change
    if label == "Worked" and fix:
        return _Answer(wording.solved(fix), is_over=True)
    if fix and label in ("Did not work", "Partly worked", "Dismissed"):
        return _go_on(situation, wording.meaning_of(label, fix))
    wants_another = _WANTS_ANOTHER.search(situation.message) is not None
    if not wants_another and (kept := _follow_record(situation)):
        return kept
    if situation.best is None:
        return _ask_basics(situation, wording.noted(situation.new_facts))
    return _go_on(situation, "") if situation.session.fixes else _begin(situation, situation.best)


def _follow_record(situation: ChatSituation) -> _Answer | None:
    """What follows from the record: a fix that was applied is verified, a proposed one is tried."""
    if situation.applied:
        return _verify(situation, situation.applied[-1])
    if situation.best and situation.proposed:
        return _repeat_proposal(situation, situation.best, situation.proposed[-1])
    solved = situation.solved_by
    if solved is None or situation.is_said_to_fail:
        return None
    prose = wording.paragraphs(wording.noted(situation.new_facts), wording.was_solved(solved))
    return _Answer(prose, is_over=True)


def _begin(situation: ChatSituation, playbook: Playbook) -> _Answer:
    """The diagnosis with a first fix; only the checks if another playbook fits nearly as well."""
    checks = situation.unasked(playbook.checks)[:_MOST_QUESTIONS]
    asked_before = any(situation.was_asked(check.ask) for check in playbook.checks)
    if situation.rival and checks and not asked_before:
        opening = wording.two_patterns(playbook, situation.rival)
        return _Answer(wording.paragraphs(opening, wording.introduced(checks, wording.SEPARATE)), checks=checks)
    diagnosis = wording.diagnosis(playbook, is_sure=situation.is_sure)
    unused = situation.unused_fixes(playbook)
    if not unused:
        return _Answer(wording.exhausted(diagnosis, []), is_over=True)
    fix = unused[0]
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        diagnosis,
        wording.proposal(fix, "I would begin with"),
        wording.introduced(checks, "What I ask beside the chat confirms or excludes it."),
    )
    return _Answer(prose, fix, checks)


def _go_on(situation: ChatSituation, opening: str) -> _Answer:
    """The next fix of the playbook in use, or the advice to escalate."""
    playbook = situation.best
    if playbook is None:
        return _ask_basics(situation, opening)
    unused = situation.unused_fixes(playbook)
    if not unused:
        tried = [fix for fix in situation.session.fixes if fix.applied]
        return _Answer(wording.exhausted(opening, tried), is_over=True)
    checks = situation.unasked(playbook.checks)[:1]
    prose = wording.paragraphs(
        opening,
        wording.proposal(unused[0], "What I would try next is"),
        wording.introduced(checks, "Meanwhile, the question beside the chat helps to narrow it down."),
    )
    return _Answer(prose, unused[0], checks)


def _verify(situation: ChatSituation, fix: FixIn) -> _Answer:
    """A fix was applied and its result is not known yet."""
    checks = situation.unasked(situation.best.checks)[:1] if situation.best else []
    asked = wording.introduced(checks, "There is also one thing I do not know yet; I ask it beside the chat.")
    prose = wording.paragraphs(wording.noted(situation.new_facts), wording.verify(fix), asked)
    return _Answer(prose, checks=checks, actions=situation.undone(wording.VERIFY))


def _repeat_proposal(situation: ChatSituation, playbook: Playbook, fix: FixIn) -> _Answer:
    """The engineers wrote more before they tried the proposed fix."""
    checks, others = situation.unasked(playbook.checks)[:1], situation.unused_fixes(playbook)
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        wording.still(fix, briefly=situation.was_said(wording.STILL)),
        wording.introduced(checks, "I ask one more thing beside the chat."),
        f"If it does not help, the next candidate is **{others[0].title}**." if others else "",
    )
    return _Answer(prose, checks=checks)


def _ask_basics(situation: ChatSituation, opening: str) -> _Answer:
    """No playbook fits yet: ask what every diagnosis needs to know."""
    checks = situation.unasked(wording.BASICS)
    if checks and not situation.was_said(wording.TOO_LITTLE):
        asked = wording.introduced(checks, wording.TOO_LITTLE)
        return _Answer(wording.paragraphs(opening, asked, wording.SHOW_ME), checks=checks)
    prose = wording.paragraphs(opening, wording.no_playbook(briefly=situation.was_said(wording.NO_PLAYBOOK)))
    return _Answer(prose, actions=situation.undone(wording.ISOLATE))
