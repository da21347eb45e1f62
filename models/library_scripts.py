"""The scripts of the built-in library: those of the guides' fixes, as read-only templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from models.case_words import folded
from models.library import Fix, Guide, Script, load_guides
from models.library.areas import Area
from models.library_ids import script_id
from models.library_templates import template_of
from models.script import ScriptSource, ScriptStatus, Source
from models.scripting.checks import check
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameters import Parameter


@dataclass(frozen=True, kw_only=True)
class LibraryScript:
    """It has what a `Script` has; nobody wrote it and nothing changes it."""

    id: UUID
    title: str
    purpose: str
    language: str
    body: str
    parameters: Sequence[Parameter]
    risk: str
    risk_reasons: Sequence[str]
    tags: Sequence[str]
    folded_text: str
    source: Source
    fix_id: str
    """Of the guide's fix; `source` names the guide."""
    status: str = ScriptStatus.PUBLISHED
    version: int = 1
    restored_from: None = None
    use_count: int = 0
    is_template: bool = True
    """Also without parameters: it is there to be used as it is, and to be copied."""
    read_only: bool = True
    created_by: None = None
    updated_by: None = None
    created_at: None = None
    updated_at: None = None


@cache
def library_scripts() -> Mapping[UUID, LibraryScript]:
    """All of them by id, ordered by title.  They are checked once in each process, which takes a part of a second."""
    made = [
        _made(guide, fix, fix.script)
        for guide in load_guides().values()
        for fix in guide.fixes
        if fix.script is not None
    ]
    return {one.id: one for one in sorted(made, key=lambda one: (one.title.casefold(), one.id))}


def script_of_fix(guide_id: str, fix_id: str) -> LibraryScript | None:
    """The template of a guide's fix, if the fix has a script."""
    return library_scripts().get(script_id(guide_id, fix_id))


def _made(guide: Guide, fix: Fix, script: Script) -> LibraryScript:
    template = template_of(script)
    language = ScriptLanguage(script.language)
    checked = check(language, template.body)
    risk = ScriptRisk(checked.risk)
    purpose = f"{_said_at_the_top(script.body) or fix.rationale}\n\nGuide: {guide.title}."
    return LibraryScript(
        id=script_id(guide.id, fix.id),
        title=fix.title,
        purpose=purpose,
        language=language,
        body=template.body,
        parameters=template.parameters,
        risk=risk.at_least(ScriptRisk.DESTROYS) if fix.risk == "high" else risk,
        risk_reasons=checked.risk_reasons,
        tags=[Area(guide.area).label.lower()],
        folded_text=folded(f"{fix.title}\n{purpose}\n{template.body}"),
        source=Source(kind=ScriptSource.GUIDE, session_id=None, fix_id=None, guide_id=guide.id),
        fix_id=fix.id,
    )


def _said_at_the_top(body: str) -> str:
    """What the comment before the first command says the script does."""
    said: list[str] = []
    for line in body.split("\n"):
        mark = next((mark for mark in ("#", "REM ") if line.startswith(mark)), None)
        if mark is None:
            break
        said.append(line.removeprefix(mark).strip())
    return " ".join(said)
