"""What helps with a session: similar cases, guides, trees and scripts, and checks that only similar cases made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from models.ai_session import AiSession
from models.attempt import AttemptOutcome
from models.case import fix_key_of
from models.case_words import is_said_in, stems_of
from models.queries.attempts import attempts_of
from models.queries.session_rows import SessionRow
from models.queries.similar_cases import MOST, Described, SimilarCase, described, similar_by
from models.queries.similar_guides import SimilarGuide, guides_for
from models.queries.similar_trees import SimilarScript, scripts_for, trees_for
from models.queries.task_lane import lane_of
from models.queries.tree_search import FoundTree

MOST_MISSING = 5
LEAST_SCORE = 0.4
"""Of a case whose checks are missed here."""
_TRIED = frozenset(AttemptOutcome) - {AttemptOutcome.DISMISSED}


@dataclass(frozen=True)
class MissingCheck:
    """`cases`: those that made the check."""

    check: str
    cases: list[UUID]


@dataclass(frozen=True, kw_only=True)
class Similar:
    cases: list[SimilarCase]
    guides: list[SimilarGuide]
    missing_checks: list[MissingCheck]
    trees: list[FoundTree]
    scripts: list[SimilarScript]


def similar_of(ai_session: AiSession | SessionRow, *, limit: int = MOST) -> Similar:
    wanted = described(ai_session)
    cases = similar_by(wanted, apart_from=ai_session.id, limit=limit)
    done = _Done.in_session(ai_session, wanted)
    return Similar(
        cases=[replace(case, tried_here=done.has_tried(case.fix)) for case in cases],
        guides=guides_for(wanted),
        trees=trees_for(wanted),
        scripts=scripts_for(ai_session, wanted),
        missing_checks=_missing(cases, done),
    )


@dataclass(frozen=True)
class _Done:
    """What the session has on record: the words of each thing that was tried, and of all that was looked at."""

    tried: list[set[str]]
    records: list[set[str]]

    @classmethod
    def in_session(cls, ai_session: AiSession | SessionRow, wanted: Described) -> _Done:
        attempts = [one for one in attempts_of(ai_session, finds_machines=False) if one.outcome in _TRIED]
        tried = [set(stems_of(one.title)) for one in attempts]
        asked = [set(stems_of(view.row.text)) for view in lane_of(ai_session)]
        return cls(tried, [*tried, *asked, set(wanted.stems)])

    def has_tried(self, fix: str) -> bool:
        return is_said_in(fix_key_of(fix), self.tried)


def _missing(cases: Sequence[SimilarCase], done: _Done) -> list[MissingCheck]:
    """Checks that say the same are one; those of more cases, and of the better ones, come first."""
    found: list[tuple[MissingCheck, set[str]]] = []
    for case in (case for case in cases if case.score >= LEAST_SCORE):
        for line in case.tried:
            check = line.partition(": ")[0].strip()
            if not check or is_said_in(check, done.records):
                continue
            stems = set(stems_of(check))
            known = next((missing for missing, own in found if is_said_in(check, [own])), None)
            if known is None:
                found.append((MissingCheck(check, [case.id]), stems))
            elif case.id not in known.cases:
                known.cases.append(case.id)
    return sorted((missing for missing, _ in found), key=lambda one: -len(one.cases))[:MOST_MISSING]
