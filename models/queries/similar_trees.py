"""The decision trees and the scripts of the library that fit a session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.case_words import stems_of
from models.queries.scripts import AnyScript, published_templates
from models.queries.session_rows import SessionRow
from models.queries.similar_cases import Described
from models.queries.suggested_fixes import fixes_of
from models.queries.template_matches import matches_for
from models.queries.tree_search import FoundTree, find_trees

MOST = 3
_LEAST_SHARED = 2
_LEAST_SCORE = 0.6


@dataclass(frozen=True, kw_only=True)
class SimilarScript:
    """`score` is from 0 to 1."""

    id: UUID
    title: str
    score: float
    read_only: bool


def trees_for(wanted: Described, *, limit: int = MOST) -> list[FoundTree]:
    """By what the session says of its problem, best first."""
    return find_trees(wanted.text, limit)


def scripts_for(ai_session: AiSession | SessionRow, wanted: Described, *, limit: int = MOST) -> list[SimilarScript]:
    """Templates that do what the newest drafted script does, then those that the session has the words of."""
    drafted = next((fix for fix in fixes_of(ai_session) if fix.ai_drafted_script and not fix.is_terminal), None)
    matches = matches_for(ai_session, drafted) if drafted else []
    found = {match.script_id: _similar(match.script, match.score) for match in matches}
    said = set(wanted.stems) | {stem for fix in fixes_of(ai_session) for stem in stems_of(fix.title)}
    for script in published_templates():
        score = _share(script, said)
        if score >= _LEAST_SCORE:
            found.setdefault(script.id, _similar(script, score))
    return sorted(found.values(), key=lambda one: (-one.score, one.read_only, one.title))[:limit]


def _similar(script: AnyScript, score: float) -> SimilarScript:
    return SimilarScript(id=script.id, title=script.title, score=round(score, 3), read_only=script.read_only)


def _share(script: AnyScript, said: set[str]) -> float:
    """How much of the title the session says; 0 if they share hardly a word."""
    title = set(stems_of(script.title))
    shared = title & said
    return len(shared) / len(title) if len(shared) >= _LEAST_SHARED else 0.0
