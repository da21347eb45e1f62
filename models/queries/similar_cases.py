"""Cases that are like a session: full text with shared codes, older and failed ones weigh less.

PostgreSQL finds at most forty candidates and says which words they share and what these weigh
(`similar_cases`, a function of the lookup role); the rest is arithmetic here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CompoundSelect, Double, Select, Text, Uuid, bindparam, column, func, select

from models.ai_session import AiSession
from models.case import Case
from models.case_guides import MARK, marks_of
from models.case_words import first_stems, matching_codes
from models.core import clock
from models.core.unit_of_work import current, db_session
from models.fact import Fact
from models.library.matching import Match, rank_text
from models.queries.session_rows import SessionRow
from models.step import Step, StepKind
from models.titles import summary_of

MOST = 5
LEAST_SCORE = 0.3
STRONG_SCORE = 0.5
"""From here on, the copilot and the escalation say that the desk has solved it before."""
_MOST_WHY = 8
_LONGEST_PROBLEM, _LONGEST_FOR_GUIDES = 3_000, 6_000
"""In characters: what is read to find the guides that fit."""
_ENOUGH_WORDS = 3
_COVERED_IF_STRONG, _COVERED_WITH_CODE = 0.5, 0.25
_HALF_OF_EVIDENCE = 6.0
_OF_CODE, _OF_GUIDE = 0.35, 0.2
"""What a shared code or guide adds to the share of words that the session says."""
_YEAR = 365.25 * 86_400
_CASES = Case.__table__


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """`score` is between 0 and 1; `why` are the words and codes that the session and the case share."""

    id: UUID
    title: str
    problem: str
    cause: str
    fix: str
    verification: str | None
    tried: list[str]
    score: float
    why: list[str]
    resolved_at: datetime
    worked_again: int
    failed_again: int
    is_failed: bool
    fix_key: str = field(default="", repr=False)
    shares_code: bool = False
    covered: float = 0.0
    """Which share of the telling words of the case's problem the session says."""
    tried_here: bool = False
    """Whether the session has tried its fix."""

    @property
    def is_strong(self) -> bool:
        """Whether it may be named as the solution: enough in common, and nothing says that its fix fails."""
        covered = _COVERED_WITH_CODE if self.shares_code else _COVERED_IF_STRONG
        has_evidence = self.shares_code or len(self.why) >= _ENOUGH_WORDS
        is_alike = self.score >= STRONG_SCORE and self.covered >= covered and has_evidence
        return is_alike and not self.is_failed and self.failed_again <= self.worked_again

    @property
    def times(self) -> int:
        """How often it solved the problem, as far as the desk knows."""
        return 1 + self.worked_again


@dataclass(frozen=True)
class Described:
    """What a session is compared by: stems with the words as written, and codes with marks of guides."""

    stems: dict[str, str]
    codes: list[str]
    text: str = ""
    """What the guides were found by."""
    guides: list[Match] = field(default_factory=list)
    """Those that fit, best first."""


def similar_to(ai_session: AiSession | SessionRow, *, limit: int = MOST) -> list[SimilarCase]:
    """The best first; of the cases with the same fix only the best one."""
    return similar_by(described(ai_session), apart_from=ai_session.id, limit=limit)


def described(ai_session: AiSession | SessionRow) -> Described:
    """By the problem in the person's words, the current facts and the newest messages; codes also from pasted text."""
    said = db_session().execute(_said(), {"id": ai_session.id}).scalars().all()
    stems = first_stems([summary_of(ai_session.problem, 1_000), ai_session.title, *said])
    text = "\n".join([ai_session.problem[:_LONGEST_PROBLEM], *said])[:_LONGEST_FOR_GUIDES]
    guides = rank_text(text)
    return Described(stems, matching_codes(ai_session.problem, *said) + marks_of(guides), text, guides)


def similar_by(wanted: Described, *, apart_from: UUID, limit: int = MOST) -> list[SimilarCase]:
    if not wanted.stems and not wanted.codes:
        return []
    values = {
        "terms": list(wanted.stems),
        "codes": wanted.codes,
        "apart": apart_from,
        "account_id": current().account_id,
    }
    rows = db_session().execute(_found(), values).all()
    scored = sorted((_scored(row, wanted) for row in rows), key=lambda one: (-one.score, str(one.id)))
    return _best_of_each_fix([one for one in scored if one.score >= LEAST_SCORE])[:limit]


def _scored(row: Any, wanted: Described) -> SimilarCase:
    trials = list(row.trials.values())
    worked, failed = trials.count("worked"), trials.count("failed")
    shared = [code for code in wanted.codes if code in row.found]
    shared_codes = [code for code in shared if not code.startswith(MARK)]
    words = [word for stem, word in wanted.stems.items() if stem in row.found]
    covered = _covered(row, wanted.stems)
    marked = (_OF_CODE if shared_codes else 0.0) + (_OF_GUIDE if len(shared) > len(shared_codes) else 0.0)
    likeness = row.evidence / (row.evidence + _HALF_OF_EVIDENCE) * min(1.0, 0.3 + covered + marked)
    return SimilarCase(
        id=row.id,
        title=row.title,
        problem=row.problem,
        cause=row.cause,
        fix=row.fix,
        verification=row.verification,
        tried=row.tried,
        score=round(min(1.0, likeness * _trust(row, worked, failed)), 3),
        why=[*shared_codes, *words][:_MOST_WHY],
        resolved_at=row.resolved_at,
        worked_again=worked,
        failed_again=failed,
        is_failed=row.failed_at is not None,
        fix_key=row.fix_key,
        shares_code=bool(shared_codes),
        covered=covered,
    )


def _covered(row: Any, said: Iterable[str]) -> float:
    """Which share of the telling words of the case's own problem the session says."""
    own = set(first_stems([row.title, row.problem], most=20))
    return len(own.intersection(said)) / max(4, len(own))


def _trust(row: Any, worked: int, failed: int) -> float:
    """Older cases weigh less, down to two thirds; a fix that worked again weighs more, and one that failed less."""
    years = max(0.0, (clock.now() - row.resolved_at).total_seconds()) / _YEAR
    trust = 0.65 + 0.35 * 0.5 ** (years / 1.5)
    if row.failed_at is not None:
        trust *= 0.5
    if failed > worked:
        trust *= 0.7
    return float(trust * (1 + min(worked, 4) * 0.05))


def _best_of_each_fix(cases: Sequence[SimilarCase]) -> list[SimilarCase]:
    """A fix that several cases have is shown once, and worked as often as they say together."""
    best: dict[str, SimilarCase] = {}
    others: dict[str, int] = {}
    for case in cases:
        key = case.fix_key or str(case.id)
        if key in best:
            others[key] = others.get(key, 0) + (0 if case.is_failed else 1)
        else:
            best[key] = case
    return [replace(case, worked_again=max(case.worked_again, others.get(key, 0))) for key, case in best.items()]


@lru_cache
def _said() -> CompoundSelect[Any]:
    """The current facts and the engineers' newest messages of a session, as texts of bounded length."""
    asked = bindparam("id", type_=Uuid())
    facts = select(func.left(Fact.value, 200)).where(Fact.ai_session_id == asked, Fact.dismissed_at.is_(None))
    messages = (
        select(func.left(Step.content, 600))
        .where(Step.ai_session_id == asked, Step.kind == StepKind.USER_MESSAGE)
        .order_by(Step.index.desc())
        .limit(6)
    )
    return facts.limit(20).union_all(messages)


@lru_cache
def _found() -> Select[Any]:
    terms, codes = bindparam("terms", type_=ARRAY(Text())), bindparam("codes", type_=ARRAY(Text()))
    found = func.similar_cases(terms, codes).table_valued(
        column("case_id", Uuid), column("found", ARRAY(Text())), column("evidence", Double())
    )
    names = ("id", "title", "problem", "cause", "fix", "fix_key", "verification", "tried", "trials", "failed_at")
    return (
        select(*(_CASES.c[name] for name in names), _CASES.c.resolved_at, found.c.found, found.c.evidence)
        .join(found, found.c.case_id == _CASES.c.id)
        .where(
            _CASES.c.account_id == bindparam("account_id", type_=Uuid()),
            _CASES.c.ai_session_id != bindparam("apart", type_=Uuid()),
        )
    )
