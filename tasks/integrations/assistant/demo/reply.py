"""The Demo AI's answer in the chat: prose, then the same markers that a model writes.

`situation` finds the guide that fits; `wording` has the sentences and markers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.library import Check, Fix, Guide
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.session import FixIn
from tasks.integrations.assistant.demo import markers, wording
from tasks.integrations.assistant.demo.chat_situation import ChatSituation
from tasks.integrations.assistant.demo.languages import sentence_for

_WANTS_ANOTHER = re.compile(
    r"\b(?:anything else|what else|something else|another (?:idea|fix|way|option)|other (?:ideas|options)|alternatives?"
    r"|next (?:step|fix|idea)|plan b)\b",
    re.IGNORECASE,
)
_THANKS = r"(?:thanks|thank you|thx|cheers|anyway|so much|a lot|bye)"
_ONLY_THANKS = re.compile(
    rf"\W{{0,4}}(?:(?:ok|okay|many|great|perfect|good night|{_THANKS})\W{{1,4}}){{0,5}}{_THANKS}\W{{0,6}}",
    re.IGNORECASE,
)
_MOST_QUESTIONS = 2
_MOST_SEPARATING = 4
_MOST_OPEN = 5


@dataclass(frozen=True)
class _Answer:
    """The prose, and what it adds to the session.

    `guide`: the one that the answer is about.  `is_over`: what was asked before is no longer needed.
    """

    prose: str
    guide: Guide | None = None
    fix: Fix | None = None
    checks: Sequence[Check] = ()
    actions: Sequence[str] = ()
    is_over: bool = False


def reply_to(context: ChatReplyInput) -> str:
    """The whole answer to the engineers' latest messages, with markers."""
    situation = ChatSituation(context)
    answer = _answer(situation)
    still_open = () if answer.is_over else situation.still_open_checks
    checks = list({check.text: check for check in [*still_open, *answer.checks]}.values())[:_MOST_OPEN]
    symptoms = situation.first_message if situation.is_sure else None
    added = (
        markers.hypotheses(answer.guide, situation.suspects, symptoms, [one.ref for one in context.signals]),
        markers.fix(answer.guide, answer.fix),
        markers.facts(situation.new_facts),
        markers.questions(checks),
        markers.actions(answer.actions, checks),
        markers.outcome(situation.said),
        markers.title(situation.title),
    )
    images = wording.CANNOT_SEE if context.shows_first_images else ""
    language = sentence_for(situation.message, said=situation.was_said)
    prose = wording.with_guides_cited(answer.prose, context.guides)
    return wording.paragraphs(language, images, prose, _tree(situation, answer), "\n".join(filter(None, added)))


def _tree(situation: ChatSituation, answer: _Answer) -> str:
    """The tree to go through, said once, while the problem is being found."""
    tree = next(iter(situation.session.trees), None)
    if tree is None or answer.is_over or answer.guide is None or situation.was_said(f"**{tree.title}**"):
        return ""
    return wording.tree_for_this(tree)


def _answer(situation: ChatSituation) -> _Answer:
    if situation.solved_by is None and _ONLY_THANKS.fullmatch(situation.message):
        return _Answer(wording.farewell(next(iter(reversed(situation.open_fixes)), None)), is_over=True)
    label, fix = situation.change
    if label == "Worked" and fix:
        return _Answer(wording.solved(fix), is_over=True)
    if fix and label in ("Did not work", "Partly worked", "Dismissed"):
        return _go_on(situation, wording.meaning_of(label, fix, situation.suspects))
    wants_another = _WANTS_ANOTHER.search(situation.message) is not None
    if not wants_another and (kept := _follow_record(situation)):
        return kept
    if situation.best is None:
        return _without_guide(situation, wording.noted(situation.new_facts))
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


def _begin(situation: ChatSituation, guide: Guide) -> _Answer:
    """The diagnosis with a first fix; only the checks while the guide, or one of two, is not likely enough."""
    checks = situation.unasked(situation.telling_checks)[:_MOST_QUESTIONS]
    if not situation.may_propose and (asking := _ask_first(situation, guide)):
        return asking
    diagnosis = wording.diagnosis(guide, situation.suspects, is_sure=situation.is_sure)
    unused = situation.unused_fixes(guide)
    if not unused:
        return _Answer(wording.exhausted(diagnosis, [], guide), guide, is_over=True)
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        diagnosis,
        wording.proposal(unused[0], "I would begin with"),
        wording.introduced(checks, "What I ask beside the chat confirms or excludes it."),
    )
    return _Answer(prose, guide, unused[0], checks)


def _ask_first(situation: ChatSituation, guide: Guide) -> _Answer | None:
    """The checks that separate two guides, or the causes of one; None if all of them were asked."""
    noted, rival = wording.noted(situation.new_facts), situation.rival
    own = situation.unasked(situation.telling_checks)
    if rival:
        checks = [*own[:2], *situation.unasked(rival.checks)[:2]][:_MOST_SEPARATING]
        opening = wording.two_patterns(guide, rival)
    else:
        checks, opening = own[:_MOST_QUESTIONS], wording.not_sure_yet(guide, situation.suspects)
    if not checks:
        return None
    return _Answer(wording.paragraphs(noted, opening, wording.SEPARATE), guide, checks=checks)


def _go_on(situation: ChatSituation, opening: str) -> _Answer:
    """The next fix of the guide in use, or the advice to escalate."""
    guide = situation.best
    if guide is None:
        return _without_guide(situation, opening)
    unused = situation.unused_fixes(guide)
    if not unused:
        tried = [fix for fix in situation.session.fixes if fix.applied]
        ruled_out = wording.ruled_out(situation.suspects)
        return _Answer(wording.exhausted(wording.paragraphs(opening, ruled_out), tried, guide), guide, is_over=True)
    checks = situation.unasked(situation.telling_checks)[:1]
    prose = wording.paragraphs(
        opening,
        wording.ruled_out(situation.suspects),
        wording.proposal(unused[0], "What I would try next is"),
        wording.introduced(checks, "Meanwhile, the question beside the chat helps to narrow it down."),
    )
    return _Answer(prose, guide, unused[0], checks)


def _verify(situation: ChatSituation, fix: FixIn) -> _Answer:
    """A fix was applied and its result is not known yet."""
    checks = situation.unasked(situation.telling_checks)[:1]
    asked = wording.introduced(checks, "There is also one thing I do not know yet; I ask it beside the chat.")
    of_guide = situation.guide_fix(fix)
    holds = wording.verify(fix, of_guide.verify if of_guide else "")
    prose = wording.paragraphs(wording.noted(situation.new_facts), holds, asked)
    return _Answer(prose, situation.best, checks=checks, actions=situation.undone(wording.VERIFY))


def _repeat_proposal(situation: ChatSituation, guide: Guide, fix: FixIn) -> _Answer:
    """The engineers wrote more before they tried the proposed fix."""
    checks, others = situation.unasked(situation.telling_checks)[:1], situation.unused_fixes(guide)
    prose = wording.paragraphs(
        wording.noted(situation.new_facts),
        wording.still(fix, briefly=situation.was_said(wording.STILL)),
        wording.introduced(checks, "I ask one more thing beside the chat."),
        f"If it does not help, the next candidate is **{others[0].title}**." if others else "",
    )
    return _Answer(prose, guide, checks=checks)


def _without_guide(situation: ChatSituation, opening: str) -> _Answer:
    """No guide fits yet: ask what separates those that come near, or what every diagnosis needs to know."""
    questions = [check for guide in situation.near if (check := _first_question(situation, guide))]
    if questions and not situation.was_said(wording.DO_NOT_KNOW):
        prose = wording.paragraphs(opening, wording.nearest(situation.near), wording.SEPARATE, wording.SHOW_ME)
        return _Answer(prose, checks=[*questions, *situation.unasked(wording.BASICS[:1])])
    checks = situation.unasked(wording.BASICS)
    if checks and not situation.was_said(wording.TOO_LITTLE):
        asked = wording.introduced(checks, wording.TOO_LITTLE)
        return _Answer(wording.paragraphs(opening, asked, wording.SHOW_ME), checks=checks)
    prose = wording.paragraphs(opening, wording.no_guide(briefly=situation.was_said(wording.NO_GUIDE)))
    return _Answer(prose, actions=situation.undone(wording.ISOLATE))


def _first_question(situation: ChatSituation, guide: Guide) -> Check | None:
    """What an expert of the guide asks first, unless it was asked."""
    return next((check for check in situation.unasked(guide.checks) if check.ask), None)
