"""The causes of a guide in the light of a session: what speaks for and against each, and which one to look at next.

Answers to the guide's checks, the fixes that were tried and the session's hypotheses count; code and not wording
decides what is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.attempt_likeness import is_same_attempt
from models.library import Cause, Check, Choice, Fix, Guide
from prompts.session import FixIn, HypothesisIn, SessionInput, Turn

_PRIOR = {"common": 3.0, "sometimes": 2.0, "rare": 1.0}
_FOR, _AGAINST = 3.0, 0.25
_LONGEST_ANSWER = 200


@dataclass(frozen=True)
class Sign:
    """Evidence: `ref` is its short name in the session (`S4`, `F1`), or a code as the session writes it."""

    ref: str
    weighs_for: bool
    note: str

    @property
    def is_of_message(self) -> bool:
        return re.fullmatch(r"S\d+", self.ref) is not None


@dataclass(frozen=True)
class Suspect:
    """A cause of the guide.  `weight` compares it with the others; a refuted one comes last."""

    cause: Cause
    weight: float
    signs: tuple[Sign, ...]
    is_refuted: bool = False

    @property
    def signs_against(self) -> list[Sign]:
        return [sign for sign in self.signs if not sign.weighs_for]

    @property
    def signs_for(self) -> list[Sign]:
        return [sign for sign in self.signs if sign.weighs_for]


def suspects_of(guide: Guide, session: SessionInput, codes: Mapping[str, str]) -> list[Suspect]:
    """Every cause of the guide, the most likely first; causes of equal weight stay in the guide's order.

    `codes`: those that the session mentions, each with how it writes them; they answer a check that offers them.
    """
    answers = [*answers_to(guide.checks, session.turns), *_answers_by_codes(guide.checks, codes)]
    suspects = [
        _suspect(guide, cause, answers, session.fixes, _known(guide, cause, session.hypotheses))
        for cause in guide.causes
    ]
    return sorted(suspects, key=lambda suspect: (suspect.is_refuted, -suspect.weight))


def answers_to(checks: Iterable[Check], turns: Iterable[Turn]) -> Iterator[tuple[str, Check, Choice]]:
    """The answers on record that are one of a check's choices: the ref of the step, the check and the choice."""
    spoken = [turn for turn in turns if turn.role == "engineer" and turn.heading]
    for check in checks:
        for turn in reversed(spoken):
            choice = _choice_of(check, turn.content) if check.text in turn.heading else None
            if choice:
                yield (f"S{turn.index}" if turn.index is not None else "", check, choice)
                break


def _answers_by_codes(checks: Iterable[Check], codes: Mapping[str, str]) -> Iterator[tuple[str, Check, Choice]]:
    """A choice that names a code is the answer if the session mentions that code."""
    for check in checks:
        for choice in check.choices:
            if named := next((written for code, written in codes.items() if names(choice.label, code)), None):
                yield named, check, choice


def names(text: str, code: str) -> bool:
    """Whether a text names a code as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE) is not None


def _known(guide: Guide, cause: Cause, hypotheses: Iterable[HypothesisIn]) -> HypothesisIn | None:
    """The session's hypothesis about this cause: by its ids, or in the words of an engineer."""
    return next(
        (
            one
            for one in hypotheses
            if (one.guide, one.cause_id) == (guide.id, cause.id)
            or (one.cause_id is None and is_same_attempt(one.cause, cause.text))
        ),
        None,
    )


def _choice_of(check: Check, answer: str) -> Choice | None:
    """The choice that an answer begins with, the longest first."""
    said = " ".join(answer[:_LONGEST_ANSWER].split()).casefold()
    fitting = [choice for choice in check.choices if said.startswith(choice.label.casefold())]
    return max(fitting, key=lambda choice: len(choice.label), default=None)


def _suspect(
    guide: Guide,
    cause: Cause,
    answers: Sequence[tuple[str, Check, Choice]],
    fixes: Sequence[FixIn],
    known: HypothesisIn | None,
) -> Suspect:
    signs = [*_signs_of_answers(cause, answers), *_signs_of_fixes(guide, cause, fixes)]
    weight = _PRIOR[cause.how_common]
    for sign in signs:
        weight *= _FOR if sign.weighs_for else _AGAINST
    is_refuted = known.state == "refuted" if known else _has_failed(guide, cause, fixes)
    if known and known.state == "supported":
        weight *= _FOR**2
    return Suspect(cause, weight, tuple(signs), is_refuted)


def _signs_of_answers(cause: Cause, answers: Sequence[tuple[str, Check, Choice]]) -> Iterator[Sign]:
    for ref, check, choice in answers:
        note = f"{check.text.rstrip('?')}: {choice.label}"
        if cause.id in choice.supports:
            yield Sign(ref, weighs_for=True, note=note)
        if cause.id in choice.weakens:
            yield Sign(ref, weighs_for=False, note=note)


def _signs_of_fixes(guide: Guide, cause: Cause, fixes: Sequence[FixIn]) -> Iterator[Sign]:
    for of_guide, fix in tried_of(guide, fixes):
        if cause.id not in of_guide.causes:
            continue
        if fix.status == "applied_failed" and fix.applied:
            yield Sign(fix.ref, weighs_for=False, note=f"{fix.title} did not help")
        elif fix.status in ("applied_success", "applied_partial"):
            yield Sign(fix.ref, weighs_for=True, note=f"{fix.title} helped")


def _has_failed(guide: Guide, cause: Cause, fixes: Sequence[FixIn]) -> bool:
    """Whether every fix of the guide for this cause was really applied and failed."""
    failed = {of_guide.id for of_guide, fix in tried_of(guide, fixes) if fix.status == "applied_failed" and fix.applied}
    meant = {fix.id for fix in guide.fixes if cause.id in fix.causes}
    return bool(meant) and meant <= failed


def tried_of(guide: Guide, fixes: Sequence[FixIn]) -> Iterator[tuple[Fix, FixIn]]:
    """The session's fixes that are the guide's, by their titles."""
    by_title = {fix.title.casefold(): fix for fix in guide.fixes}
    for fix in fixes:
        if of_guide := by_title.get(fix.title.casefold()):
            yield of_guide, fix
