"""What evidence does to a possible cause.  Code decides this; a model only says what it makes of the evidence.

| what happens                                    | what becomes of the cause                                      |
| ----------------------------------------------- | -------------------------------------------------------------- |
| it is called supported                          | only if evidence that exists weighs for it; else `proposed`    |
| only one pasted log speaks for it               | it stays `proposed`: one line of noise is no cause             |
| only a solved case speaks for it                | it is not `supported`: that was another session's problem      |
| an attempt is cited                             | its result says whether it speaks for or against, not who cites |
| the copilot calls it refuted                    | only if evidence that exists weighs against it                 |
| a fix for it was applied and failed             | evidence against it; `refuted` if it has no other untried fix  |
| a fix for it worked                             | evidence for it; `supported`                                   |
| a fix for it worked in part                     | evidence for it; `investigating`                               |
| the copilot proposes a refuted cause again      | dropped, unless it cites evidence that it was refuted without  |

Pure: the collector of a reply and the operations apply the same rules to their own names of the evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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


class Worth(StrEnum):
    """What a piece of evidence can do.  A hint may speak for a cause, but does not support it."""

    SUPPORTS = "supports"
    HINT = "hint"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Origin:
    """Where evidence that exists comes from.

    `logs`: the pasted output that is all it rests on; empty if a person or an attempt stands behind it.
    `weighs`: the direction that the evidence itself has, such as an attempt's result; None if the citing one decides.
    """

    logs: frozenset[str] = frozenset()
    weighs: Weighs | None = None
    worth: Worth = Worth.SUPPORTS


HINT, NOTHING = Origin(worth=Worth.HINT), Origin(worth=Worth.NOTHING)


Ground = Mapping[Key, Origin]
"""The evidence that exists in a session."""

_LIKELIER = (HypothesisState.PROPOSED, HypothesisState.INVESTIGATING, HypothesisState.SUPPORTED)


def existing(evidence: Iterable[Evidence], ground: Ground) -> list[Evidence]:
    """Without what says nothing, such as an attempt whose result nobody knows."""
    return directed((one for one in evidence if _worth(one, ground) != Worth.NOTHING), ground)


def directed(evidence: Iterable[Evidence], ground: Ground) -> list[Evidence]:
    """Each piece weighing as its result says, whatever the one who cites it makes of it."""
    return [_directed(one, ground.get(one.key)) for one in evidence]


def _directed(one: Evidence, origin: Origin | None) -> Evidence:
    return replace(one, weighs=origin.weighs) if origin and origin.weighs else one


def _worth(one: Evidence, ground: Ground) -> Worth:
    return ground.get(one.key, NOTHING).worth


def _speaking(evidence: Iterable[Evidence], ground: Ground, weighs: Weighs) -> list[Evidence]:
    return [one for one in existing(evidence, ground) if one.weighs == weighs]


def _supporting(evidence: Iterable[Evidence], ground: Ground) -> list[Origin]:
    speaking = _speaking(evidence, ground, Weighs.FOR)
    return [ground[one.key] for one in speaking if ground[one.key].worth == Worth.SUPPORTS]


def merged(before: Sequence[Evidence], more: Sequence[Evidence]) -> list[Evidence]:
    """Both, each piece once: what was said last about it counts.  The newest are kept."""
    by_key = {one.key: one for one in before}
    for one in more:
        by_key[one.key] = one
    return list(by_key.values())[-MOST_EVIDENCE:]


def with_cited(before: Sequence[Evidence], cited: Sequence[Evidence]) -> list[Evidence]:
    """As `merged`, but an attempt that is there already stays as its result wrote it."""
    results = {one.key for one in before if one.kind == EvidenceKind.ATTEMPT}
    return merged(before, [one for one in cited if one.key not in results])


def is_log_alone(evidence: Iterable[Evidence], ground: Ground) -> bool:
    """Whether one message with pasted output is all that supports the cause."""
    origins = _supporting(evidence, ground)
    logs = frozenset[str]().union(*(origin.logs for origin in origins))
    return bool(origins) and all(origin.logs for origin in origins) and len(logs) == 1


def may_support(evidence: Sequence[Evidence], ground: Ground) -> bool:
    """Whether something of the session that exists speaks for the cause, and more than one pasted log."""
    return bool(_supporting(evidence, ground)) and not is_log_alone(evidence, ground)


def allowed_state(
    asked: str, evidence: Sequence[Evidence], ground: Ground, *, before: str | None, by_engineer: bool = False
) -> HypothesisState:
    """The state that the copilot's wish comes to; `before` is the current one, None for a new cause.

    by_engineer: an engineer set `before`, which too little evidence does not lower.
    """
    state = HypothesisState(asked)
    if state == HypothesisState.REFUTED:
        excluded = _speaking(evidence, ground, Weighs.AGAINST)
        return state if excluded else HypothesisState(before or HypothesisState.PROPOSED)
    is_too_much = state == HypothesisState.SUPPORTED and not may_support(evidence, ground)
    if not is_too_much and not is_log_alone(evidence, ground):
        return state
    stays = by_engineer and before != HypothesisState.REFUTED
    return HypothesisState(before) if before and stays else HypothesisState.PROPOSED


def brings_back(evidence: Iterable[Evidence], ground: Ground, *, refuted_with: Collection[Key]) -> list[Evidence]:
    """The evidence for a refuted cause that exists and that it did not have when it was refuted."""
    return [one for one in _speaking(evidence, ground, Weighs.FOR) if one.key not in set(refuted_with)]


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
