"""The templates of the library that do what the drafted script of a fix does, with their values filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.case_words import stems_of
from models.library_scripts import LibraryScript, script_of_fix
from models.queries.facts import all_facts_of, current_among
from models.queries.scripts import AnyScript, published_templates
from models.queries.session_rows import SessionRow
from models.scripting.actions import actions_of, likeness
from models.scripting.filling import values_for, values_of
from models.scripting.languages import ScriptLanguage
from models.suggested_fix import SuggestedFix

MOST = 3
LEAST = 0.55
"""The least score of a template that is offered; the tests of the matches hold what it must tell apart."""
_BY_ACTIONS, _BY_WORDS = 0.8, 0.2
_LEAST_SHARED = 0.3
"""Of a template's title, in the words of the fix and the problem, where the commands could be for anything."""


@dataclass(frozen=True, kw_only=True)
class TemplateMatch:
    """`score` is from 0 to 1.  `values` are by parameter; those that nothing gives, and secrets, are not among them."""

    script: AnyScript
    score: float
    values: dict[str, str]

    @property
    def script_id(self) -> UUID:
        return self.script.id


def matches_for(ai_session: AiSession | SessionRow, fix: SuggestedFix) -> list[TemplateMatch]:
    """The best first, at most three; none for a fix without a script."""
    draft = fix.ai_drafted_script
    if not draft:
        return []
    language = fix.script_language
    scored = [(_score(ai_session, fix, script), script) for script in _candidates(fix, language)]
    best = sorted((one for one in scored if one[0] >= LEAST), key=_rank)[:MOST]
    facts = [(fact.kind, fact.value) for fact in current_among(all_facts_of(ai_session))] if best else []
    return [
        TemplateMatch(script=script, score=round(score, 2), values=_values(fix, script, facts))
        for score, script in best
    ]


def _rank(scored: tuple[float, AnyScript]) -> tuple[float, bool, str]:
    """The account's own comes before one of the built-in library that is as good."""
    score, script = scored
    return -score, isinstance(script, LibraryScript), script.title


def _candidates(fix: SuggestedFix, language: ScriptLanguage) -> list[AnyScript]:
    """In the draft's language; not the script that was kept from this fix."""
    return [
        script
        for script in published_templates()
        if script.language == language and (isinstance(script, LibraryScript) or script.source_fix_id != fix.id)
    ]


def _score(ai_session: AiSession | SessionRow, fix: SuggestedFix, script: AnyScript) -> float:
    if _is_of_fix(fix, script):
        return 1.0
    language, draft = ScriptLanguage(script.language), fix.ai_drafted_script or ""
    actions = actions_of(draft, language)
    alike = likeness(actions, actions_of(script.body, language))
    if not alike:
        return 0.0
    shared = _shared_words(ai_session, fix, script)
    if actions.says_little and shared < _LEAST_SHARED:
        return 0.0
    return _BY_ACTIONS * alike + _BY_WORDS * shared


def _is_of_fix(fix: SuggestedFix, script: AnyScript) -> bool:
    """Whether it is the template of the guide's fix that this fix is, and the draft still does what that does."""
    if not (fix.guide_id and fix.guide_fix_id) or not isinstance(script, LibraryScript):
        return False
    own = script_of_fix(fix.guide_id, fix.guide_fix_id)
    if own is None or own.id != script.id:
        return False
    language = ScriptLanguage(script.language)
    draft, template = actions_of(fix.ai_drafted_script or "", language), actions_of(script.body, language)
    return draft.changes == template.changes


def _shared_words(ai_session: AiSession | SessionRow, fix: SuggestedFix, script: AnyScript) -> float:
    """The share of the template's title that the fix and the problem mention."""
    wanted = set(stems_of(script.title))
    said = set(stems_of(f"{fix.title}\n{fix.rationale}\n{ai_session.problem}"))
    return len(wanted & said) / len(wanted) if wanted else 0.0


def _values(fix: SuggestedFix, script: AnyScript, facts: Sequence[tuple[str, str]]) -> dict[str, str]:
    return values_for(
        script.parameters,
        language=ScriptLanguage(script.language),
        template=script.body,
        draft=fix.ai_drafted_script or "",
        drafted=values_of(fix.ai_drafted_parameters or []),
        facts=facts,
    )
