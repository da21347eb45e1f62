"""What evidence does to a possible cause.  Code decides this; a model only says what it makes of the evidence.

| what happens                                    | what becomes of the cause                                      |
| ----------------------------------------------- | -------------------------------------------------------------- |
| it is called supported                          | only if evidence that exists weighs for it; else `proposed`    |
| only one pasted log speaks for it               | it stays `proposed`: one line of noise is no cause             |
| the copilot calls it refuted                    | only if evidence that exists weighs against it                 |
| a fix for it was applied and failed             | evidence against it; `refuted` if it has no other untried fix  |
| a fix for it worked                             | evidence for it; `supported`                                   |
| a fix for it worked in part                     | evidence for it; `investigating`                               |
| the copilot proposes a refuted cause again      | dropped, unless it cites evidence that it was refuted without  |

Pure: the collector of a reply and the operations apply the same rules to their own names of the evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Key = tuple[str, str]
"""Kind and id of a piece of evidence."""

MOST_EVIDENCE = 40


class HypothesisState(StrEnum):
    PROPOSED = "proposed"
    INVESTIGATING = "investigating"
    SUPPORTED = "supported"
    REFUTED = "refuted"


class EvidenceKind(StrEnum):
    STEP = "step"
    FACT = "fact"
    ATTEMPT = "attempt"
    SIGNAL = "signal"
    CASE = "case"


class Weighs(StrEnum):
    FOR = "for"
    AGAINST = "against"


class FixResult(StrEnum):
    """What an applied fix did to the problem."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """`id` is the row's, a signal's code or a case's id."""

    kind: str
    id: str
    weighs: str
    note: str | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.id


@dataclass(frozen=True)
class Origin:
    """Where evidence that exists comes from.

    `logs`: the messages with pasted output that are all it rests on; empty if a person or an attempt stands behind it.
    """

    logs: frozenset[str] = frozenset()


Ground = Mapping[Key, Origin]
"""The evidence that exists in a session."""

_LIKELIER = (HypothesisState.PROPOSED, HypothesisState.INVESTIGATING, HypothesisState.SUPPORTED)


def existing(evidence: Iterable[Evidence], ground: Ground) -> list[Evidence]:
    return [one for one in evidence if one.key in ground]


def merged(before: Sequence[Evidence], more: Sequence[Evidence]) -> list[Evidence]:
    """Both, each piece once: what was said last about it counts.  The newest are kept."""
    by_key = {one.key: one for one in before}
    for one in more:
        by_key[one.key] = one
    return list(by_key.values())[-MOST_EVIDENCE:]


def is_log_alone(evidence: Iterable[Evidence], ground: Ground) -> bool:
    """Whether one message with pasted output is all that speaks for the cause."""
    origins = [ground[one.key] for one in evidence if one.weighs == Weighs.FOR and one.key in ground]
    logs = frozenset[str]().union(*(origin.logs for origin in origins))
    return bool(origins) and all(origin.logs for origin in origins) and len(logs) == 1


def may_support(evidence: Sequence[Evidence], ground: Ground) -> bool:
    """Whether something that exists speaks for the cause, and more than one pasted log."""
    speaks_for = any(one.weighs == Weighs.FOR and one.key in ground for one in evidence)
    return speaks_for and not is_log_alone(evidence, ground)


def allowed_state(asked: str, evidence: Sequence[Evidence], ground: Ground, *, before: str | None) -> HypothesisState:
    """The state that the copilot's wish comes to; `before` is the current one, None for a new cause."""
    state = HypothesisState(asked)
    if state == HypothesisState.REFUTED:
        excluded = any(one.weighs == Weighs.AGAINST and one.key in ground for one in evidence)
        return state if excluded else HypothesisState(before or HypothesisState.PROPOSED)
    if is_log_alone(evidence, ground):
        return HypothesisState.PROPOSED
    if state == HypothesisState.SUPPORTED and not may_support(evidence, ground):
        return HypothesisState.PROPOSED
    return state


def brings_back(evidence: Iterable[Evidence], ground: Ground, *, refuted_with: Collection[Key]) -> list[Evidence]:
    """The evidence for a refuted cause that exists and that it did not have when it was refuted."""
    return [
        one for one in evidence if one.weighs == Weighs.FOR and one.key in ground and one.key not in set(refuted_with)
    ]


def state_after_fix(state: str, result: FixResult, *, has_other_fix: bool) -> HypothesisState:
    """What the result of a fix that was applied makes of a cause that the fix is for."""
    if result == FixResult.WORKED:
        return HypothesisState.SUPPORTED
    if result == FixResult.PARTLY:
        return HypothesisState.INVESTIGATING
    if not has_other_fix or state == HypothesisState.REFUTED:
        return HypothesisState.REFUTED
    return HypothesisState.INVESTIGATING


def rank(state: str, weights: Iterable[str]) -> tuple[int, int] | None:
    """How likely a cause is, the more the higher: by its state, then by its evidence; None for a refuted one."""
    if state == HypothesisState.REFUTED:
        return None
    balance = sum(1 if weighs == Weighs.FOR else -1 for weighs in weights)
    return _LIKELIER.index(HypothesisState(state)), balance
