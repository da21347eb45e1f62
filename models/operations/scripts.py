"""Writes the scripts of the library: create, save, archive, restore, copy.

Each save locks the row, compares the version that it changes, and adds the version that nothing changes afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update

from models.audit_entry import AuditAction
from models.core import clock
from models.core.database.tables import set_loaded
from models.core.errors import VersionConflict
from models.core.graphemes import cut
from models.core.locking import locked, reread
from models.core.unit_of_work import current, db_session
from models.library_scripts import LibraryScript
from models.operations.audit import record
from models.operations.script_rules import claimed_risk_of, settle, tags_of
from models.queries.scripts import version_of
from models.script import LONGEST_TITLE, Script, ScriptSource, ScriptStatus, ScriptVersion
from models.scripting.parameters import Parameter
from models.user import User

_CONTENT = ("title", "purpose", "language", "body", "parameters", "risk", "risk_reasons", "tags", "status")
"""What a version keeps."""


@dataclass(frozen=True, kw_only=True)
class NewScript:
    """What a script begins with.  `risk`: what a person or the model says; the lint's counts if it is graver."""

    title: str
    language: str
    body: str
    purpose: str = ""
    parameters: Sequence[Parameter] = ()
    tags: Sequence[str] = ()
    risk: str | None = None
    status: str = ScriptStatus.DRAFT
    source_kind: str = ScriptSource.WRITTEN
    source_ai_session_id: UUID | None = None
    source_fix_id: UUID | None = None
    source_guide_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ScriptChanges:
    """None leaves a field as it is."""

    title: str | None = None
    purpose: str | None = None
    language: str | None = None
    body: str | None = None
    parameters: Sequence[Parameter] | None = None
    tags: Sequence[str] | None = None
    risk: str | None = None
    status: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def create_script(new: NewScript, *, by: User) -> Script:
    """Store the script with its version 1.

    Raises Invalid (422) for parameters that do not fit the body, and what `settle` raises for a published one.
    """
    given = asdict(new) | {"parameters": list(new.parameters), "tags": tags_of(new.tags)}
    claimed = given.pop("risk")
    script = Script(account_id=current().account_id, created_by_id=by.id, version=1, use_count=0, **given)
    settle(script, claimed=claimed, by=by)
    db_session().add(script)
    set_loaded(script, created_by=by)
    _signed(script, by=by)
    return script


def save_script(script: Script, changes: ScriptChanges, *, version: int, by: User) -> Script:
    """Change the script if `version` is its newest; a save that changes nothing makes no version.

    Raises VersionConflict (409) with the newest script, and what `create_script` raises.
    """
    script = locked(Script, script.id)
    if script.version != version:
        raise VersionConflict(reread(script))
    given = changes.given
    claimed = given.pop("risk", None) or claimed_risk_of(script, language=changes.language, body=changes.body)
    return _changed(script, given, claimed=claimed, by=by)


def restore_version(script: Script, version: int, *, by: User) -> Script:
    """Bring back what an older version had; the newer ones stay in the history.

    An archived script becomes a draft again.  Otherwise its status stays, so that what is published stays published.
    Raises NotFound for a version that does not exist, and what `create_script` raises.
    """
    script = locked(Script, script.id)
    kept = version_of(script, version)
    given = {name: getattr(kept, name) for name in _CONTENT if name not in ("risk", "risk_reasons", "status")}
    if script.status == ScriptStatus.ARCHIVED:
        given["status"] = ScriptStatus.DRAFT
    return _changed(script, given, claimed=kept.risk, by=by, restored_from=version)


def archive_script(script: Script, *, by: User) -> Script:
    """Take the script out of the library; its history stays, and it can be restored.  A second time changes nothing."""
    script = locked(Script, script.id)
    if script.status != ScriptStatus.ARCHIVED:
        script.status = ScriptStatus.ARCHIVED
        script.version += 1
        _signed(script, by=by)
        record(AuditAction.SCRIPT_ARCHIVED, script, by=by, version=script.version)
    return script


def copy_script(script: Script | LibraryScript, *, by: User) -> Script:
    """A draft of one's own with the same content."""
    is_own = isinstance(script, Script)
    new = NewScript(
        title=f"{cut(script.title, LONGEST_TITLE - 7)} (copy)" if is_own else script.title,
        purpose=script.purpose,
        language=script.language,
        body=script.body,
        parameters=script.parameters,
        tags=script.tags,
        risk=script.risk,
        source_kind=ScriptSource.WRITTEN if is_own else ScriptSource.GUIDE,
        source_guide_id=script.source["guide_id"],
    )
    return create_script(new, by=by)


def note_use(script_id: UUID) -> None:
    """Somebody said that they ran the script for a fix.  A script of the built-in library has no count."""
    used = update(Script).where(Script.id == script_id, Script.account_id == current().account_id)
    db_session().execute(used.values(use_count=Script.use_count + 1))


def _changed(
    script: Script, given: dict[str, Any], *, claimed: str | None, by: User, restored_from: int | None = None
) -> Script:
    before = _content_of(script)
    if "tags" in given:
        given["tags"] = tags_of(given["tags"])
    for name, value in given.items():
        setattr(script, name, value)
    settle(script, claimed=claimed, by=by)
    if _content_of(script) != before:
        script.version += 1
        _signed(script, by=by, restored_from=restored_from)
    return script


def _signed(script: Script, *, by: User, restored_from: int | None = None) -> None:
    """Note who saved the script and when, and keep what it is now as a version."""
    script.updated_by_id, script.updated_at = by.id, clock.now()
    set_loaded(script, updated_by=by)
    db_session().flush()
    db_session().add(
        ScriptVersion(
            account_id=script.account_id,
            script_id=script.id,
            version=script.version,
            restored_from=restored_from,
            created_by_id=by.id,
            created_at=script.updated_at,
            **_content_of(script),
        )
    )
    if script.status == ScriptStatus.PUBLISHED:
        record(AuditAction.SCRIPT_PUBLISHED, script, by=by, version=script.version, risk=script.risk)


def _content_of(script: Script) -> dict[str, Any]:
    return {name: getattr(script, name) for name in _CONTENT}
