"""Reads the library of scripts: the account's own, then the built-in ones."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import defer

from models.case_words import folded
from models.core.errors import Invalid, NotFound, ReadOnly
from models.core.paging import Page, decode_position, encode_position, page_of
from models.core.unit_of_work import current, db_session
from models.library_scripts import LibraryScript, library_scripts
from models.script import Script, ScriptStatus, ScriptVersion

AnyScript = Script | LibraryScript


class Shelf(StrEnum):
    OWN = "own"
    LIBRARY = "library"


class Totals(TypedDict):
    """Of the account's own scripts that are not archived."""

    scripts: int
    templates: int


@dataclass(frozen=True, kw_only=True)
class Filters:
    """None does not filter.  `q`: words, all of which occur in title, purpose or body.  `template`: has parameters."""

    q: str | None = None
    language: str | None = None
    tag: str | None = None
    status: str | None = None
    template: bool | None = None
    source: str | None = None

    @property
    def words(self) -> list[str]:
        return folded(self.q or "").split()


@dataclass(frozen=True)
class ScriptPage:
    items: Sequence[AnyScript]
    next_cursor: str | None
    totals: Totals


def scripts(filters: Filters, *, limit: int, cursor: str | None) -> ScriptPage:
    """A page: own scripts with the newest change first, then those of the built-in library by title.

    Archived scripts are listed only if `status` asks for them.  Raises Invalid (422) for a cursor that is not ours.
    """
    own_after, library_after = _decoded(cursor)
    items: list[AnyScript] = []
    if library_after is None and filters.source != Shelf.LIBRARY:
        items += _own(filters, after=own_after, limit=limit)
    if len(items) <= limit and filters.source != Shelf.OWN:
        items += _built_in(filters, after=library_after)[: limit + 1 - len(items)]
    next_cursor = _cursor_after(items[limit - 1]) if len(items) > limit else None
    return ScriptPage(items[:limit], next_cursor, _totals())


def readable_script(script_id: UUID) -> AnyScript:
    """An own script, also an archived one, or one of the built-in library.  Raises NotFound."""
    return library_scripts().get(script_id) or _own_script(script_id)


def usable_script(script_id: UUID) -> AnyScript:
    """A script that may be rendered, run or named in a tree: not an archived one.  Raises NotFound."""
    script = readable_script(script_id)
    if script.status == ScriptStatus.ARCHIVED:
        raise NotFound
    return script


def changeable_script(script_id: UUID) -> Script:
    """An own script.  Raises NotFound, and ReadOnly (403) for one of the built-in library."""
    if script_id in library_scripts():
        raise ReadOnly
    return _own_script(script_id)


def published_templates() -> list[AnyScript]:
    """The published scripts with parameters, own ones first: what may be offered for a fix."""
    own = _mine().where(Script.status == ScriptStatus.PUBLISHED, _has_parameters()).order_by(Script.updated_at.desc())
    return [*db_session().scalars(own).unique(), *library_scripts().values()]


def versions(script: AnyScript, *, limit: int, cursor: str | None) -> Page[ScriptVersion] | Page[LibraryScript]:
    """The history, newest first, without the bodies."""
    if isinstance(script, LibraryScript):
        return Page([script], None)
    wanted = select(ScriptVersion).where(ScriptVersion.script_id == script.id)
    return page_of(wanted.options(defer(ScriptVersion.body)), ScriptVersion, limit=limit, cursor=cursor)


def version_of(script: AnyScript, version: int) -> ScriptVersion | LibraryScript:
    """Raises NotFound."""
    if isinstance(script, LibraryScript):
        if version != script.version:
            raise NotFound
        return script
    wanted = select(ScriptVersion).where(ScriptVersion.script_id == script.id, ScriptVersion.version == version)
    found = db_session().scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def _own_script(script_id: UUID) -> Script:
    script = db_session().scalars(_mine().where(Script.id == script_id)).one_or_none()
    if script is None:
        raise NotFound
    return script


def _mine() -> Select[Script]:
    return select(Script).where(Script.account_id == current().account_id)


def _has_parameters() -> ColumnElement[bool]:
    return func.jsonb_array_length(Script.parameters) > 0


def _own(filters: Filters, *, after: ColumnElement[bool] | None, limit: int) -> Sequence[Script]:
    wanted = _mine().where(*_conditions(filters))
    if after is not None:
        wanted = wanted.where(after)
    wanted = wanted.options(defer(Script.body), defer(Script.folded_text))
    return db_session().scalars(wanted.order_by(Script.updated_at.desc(), Script.id.desc()).limit(limit + 1)).all()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found = [Script.folded_text.contains(word, autoescape=True) for word in filters.words]
    found.append(Script.status == filters.status if filters.status else Script.status != ScriptStatus.ARCHIVED)
    if filters.language:
        found.append(Script.language == filters.language)
    if filters.tag:
        found.append(Script.tags.contains([filters.tag.lower()]))
    if filters.template is not None:
        found.append(_has_parameters() if filters.template else ~_has_parameters())
    return found


def _built_in(filters: Filters, *, after: UUID | None) -> list[LibraryScript]:
    found = list(library_scripts().values())
    if after is not None:
        if after not in library_scripts():
            raise _not_ours()
        found = found[[one.id for one in found].index(after) + 1 :]
    return [one for one in found if _fits(one, filters)]


def _fits(script: LibraryScript, filters: Filters) -> bool:
    return (
        all(word in script.folded_text for word in filters.words)
        and filters.language in (None, script.language)
        and (filters.tag is None or filters.tag.lower() in script.tags)
        and filters.status in (None, script.status)
        and filters.template in (None, script.is_template)
    )


def _totals() -> Totals:
    counted = select(func.count(), func.count().filter(_has_parameters())).where(
        Script.account_id == current().account_id, Script.status != ScriptStatus.ARCHIVED
    )
    scripts_, templates = db_session().execute(counted).one()
    return Totals(scripts=scripts_, templates=templates)


def _cursor_after(script: AnyScript) -> str:
    moments = [script.updated_at] if isinstance(script, Script) else []
    return encode_position(*moments, row_id=script.id)


def _decoded(cursor: str | None) -> tuple[ColumnElement[bool] | None, UUID | None]:
    """Where to go on: among the own scripts, or among those of the library."""
    if cursor is None:
        return None, None
    with suppress(Invalid):
        return None, decode_position(cursor, moments=0)[1]
    (updated_at,), row_id = decode_position(cursor, moments=1)
    return tuple_(Script.updated_at, Script.id) < tuple_(updated_at, row_id), None


def _not_ours() -> Invalid:
    return Invalid(detail={"cursor": ["This is not a cursor of ours."]})
