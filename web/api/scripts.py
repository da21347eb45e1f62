"""/scripts: the library of scripts and templates.  FlowPilot writes, checks and hands over scripts; it runs none."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from models.core.errors import ReadOnly, VersionConflict
from models.core.paging import Page
from models.library_scripts import LibraryScript
from models.operations import scripts as operations
from models.operations.script_rules import SecretInScript
from models.operations.scripts import NewScript, ScriptChanges
from models.queries import scripts as queries
from models.queries.scripts import AnyScript, Filters, ScriptPage
from models.script import Script, ScriptVersion
from models.scripting import rendering
from models.scripting.checks import check
from models.scripting.credentials import found_in
from models.scripting.languages import ScriptLanguage
from schemas.fields import PageQuery
from schemas.scripts import (
    CheckedScriptSchema,
    CheckScriptSchema,
    EditScriptSchema,
    NewScriptSchema,
    RenderedScriptSchema,
    RenderScriptSchema,
    RestoreScriptSchema,
    ScriptListQuery,
    ScriptSchema,
    ScriptsSchema,
    ScriptVersionSchema,
    ScriptVersionsSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_SEE_SECRETS, MEMBERS
from web.edge.conflicts import showing_newest
from web.edge.identity import current_user
from web.edge.resource import Resource

scripts = Resource("scripts", __name__, url_prefix="/scripts", description="The library of scripts and templates.")


@scripts.route("", access=MEMBERS)
@scripts.arguments(ScriptListQuery, location="query")
@scripts.response(200, ScriptsSchema)
def list_scripts(query: dict[str, Any]) -> ScriptPage:
    """List the scripts: own ones with the newest change first, then those of the built-in library"""
    limit, cursor = query.pop("limit"), query.pop("cursor")
    return queries.scripts(Filters(**query), limit=limit, cursor=cursor)


@scripts.route("", methods=["POST"], access=ENGINEERS_ONLY, errors=[SecretInScript])
@scripts.arguments(NewScriptSchema)
@scripts.response(201, ScriptSchema)
def create_script(given: dict[str, Any]) -> Script:
    """Write a script; with parameters it is a template"""
    return operations.create_script(NewScript(**given), by=current_user())


@scripts.route("/<uuid:script_id>", access=MEMBERS)
@scripts.response(200, ScriptSchema)
def read_script(script_id: UUID) -> AnyScript:
    """Read one script, of one's own or of the built-in library"""
    return queries.readable_script(script_id)


@scripts.route(
    "/<uuid:script_id>",
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[ReadOnly, SecretInScript, VersionConflict],
)
@scripts.arguments(EditScriptSchema)
@scripts.response(200, ScriptSchema)
def edit_script(given: dict[str, Any], script_id: UUID) -> Script:
    """Save a script as a new version

    409 `version_conflict` if somebody has saved since `version`; its `detail` has the newest script.
    """
    version = given.pop("version")
    with showing_newest_script():
        script = queries.changeable_script(script_id)
        return operations.save_script(script, ScriptChanges(**given), version=version, by=current_user())


@scripts.route("/<uuid:script_id>", methods=["DELETE"], access=ENGINEERS_ONLY, errors=[ReadOnly])
@scripts.response(204)
def archive_script(script_id: UUID) -> None:
    """Archive a script; it can be restored"""
    operations.archive_script(queries.changeable_script(script_id), by=current_user())


@scripts.route("/<uuid:script_id>/copy", methods=["POST"], access=ENGINEERS_ONLY)
@scripts.response(201, ScriptSchema)
def copy_script(script_id: UUID) -> Script:
    """Copy a script, also of the built-in library, into a draft of one's own"""
    return operations.copy_script(queries.readable_script(script_id), by=current_user())


@scripts.route("/<uuid:script_id>/versions", access=MEMBERS)
@scripts.arguments(PageQuery, location="query")
@scripts.response(200, ScriptVersionsSchema)
def list_versions(query: dict[str, Any], script_id: UUID) -> Page[ScriptVersion] | Page[LibraryScript]:
    """List the versions of a script, newest first"""
    return queries.versions(queries.readable_script(script_id), **query)


@scripts.route("/<uuid:script_id>/versions/<int:version>", access=MEMBERS)
@scripts.response(200, ScriptVersionSchema)
def read_version(script_id: UUID, version: int) -> ScriptVersion | LibraryScript:
    """Read one version of a script"""
    return queries.version_of(queries.readable_script(script_id), version)


@scripts.route("/<uuid:script_id>/restore", methods=["POST"], access=ENGINEERS_ONLY, errors=[ReadOnly, SecretInScript])
@scripts.arguments(RestoreScriptSchema)
@scripts.response(200, ScriptSchema)
def restore_version(given: dict[str, int], script_id: UUID) -> Script:
    """Bring back an older version, as a new one; an archived script becomes a draft"""
    return operations.restore_version(queries.changeable_script(script_id), given["version"], by=current_user())


@scripts.route("/<uuid:script_id>/render", methods=["POST"], access=ENGINEERS_TO_SEE_SECRETS)
@scripts.arguments(RenderScriptSchema)
@scripts.response(200, RenderedScriptSchema)
def render_script(given: dict[str, Any], script_id: UUID) -> rendering.Rendered:
    """Fill in the values, quoted for the language

    Nothing is stored, and the answer is not kept for a repeated `Idempotency-Key`: a secret is in it.
    A value that does not fit is 422 with `detail: {values: {name: [message]}}`.
    """
    script = queries.usable_script(script_id)
    language = ScriptLanguage(script.language)
    return rendering.render(language, script.body, script.parameters, given["values"])


@scripts.route("/check", methods=["POST"], access=ENGINEERS_ONLY)
@scripts.arguments(CheckScriptSchema)
@scripts.response(200, CheckedScriptSchema)
def check_script(given: dict[str, str]) -> dict[str, Any]:
    """Check a script without storing it: syntax, dangers, and what looks like a credential"""
    checked = check(ScriptLanguage(given["language"]), given["body"])
    return {
        "problems": checked.problems,
        "credentials": found_in(given["body"]),
        "risk": checked.risk,
        "risk_reasons": checked.risk_reasons,
    }


def showing_newest_script() -> AbstractContextManager[None]:
    """A save of an older version is answered with the newest script beside the error."""
    return showing_newest(lambda script: {"version": script.version, "script": ScriptSchema().dump(script)})
