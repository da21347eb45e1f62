"""/scripts/import and /scripts/{id}/export: scripts as files."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Response

from models.core.errors import Invalid
from models.core.uploads.errors import AttachmentTooLarge
from models.operations.scripts import NewScript, create_script
from models.queries import scripts as queries
from models.script import Script, ScriptSource
from models.scripting import script_files as files
from models.scripting.languages import ScriptLanguage
from models.scripting.lint.grammars import Deadline
from schemas.scripts import ImportedScriptsSchema, ImportFileSchema
from web.edge.access import ENGINEERS_TO_IMPORT, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource
from web.edge.script_files import ScriptFile, current_files, refused

SECONDS_TO_CHECK = 20.0
"""Of the processor's time, for all files of a request: less than the minute after which its worker is stopped."""

_FILE = {"type": "string", "format": "binary"}

script_files = Resource("script_files", __name__, url_prefix="/scripts", description="Scripts as files.")


@script_files.route("/import", methods=["POST"], access=ENGINEERS_TO_IMPORT, errors=[AttachmentTooLarge])
@script_files.arguments(ImportFileSchema, location="files")
@script_files.response(201, ImportedScriptsSchema)
def import_scripts(given: dict[str, Any]) -> dict[str, Any]:
    """Import a script (.ps1, .sh, .bat, .cmd, .py) or a zip of scripts, as drafts

    What another file holds keeps no file out: each is imported, or refused with its reason.
    """
    deadline = Deadline(SECONDS_TO_CHECK)
    results = [_imported(one, deadline) for one in current_files()]
    return {
        "imported": [one for one in results if isinstance(one, Script)],
        "refused": [one for one in results if isinstance(one, ScriptFile)],
    }


@script_files.route("/<uuid:script_id>/export", access=MEMBERS)
@script_files.response(200, _FILE, content_type="application/octet-stream")
def export_script(script_id: UUID) -> Response:
    """Download a script as a file that says in a comment what FlowPilot knows of it; importing it gives it back"""
    script = queries.readable_script(script_id)
    language = ScriptLanguage(script.language)
    about = {name: getattr(script, name) for name in files.FIELDS}
    about |= {"tags": list(script.tags), "parameters": list(script.parameters)}
    response = Response(files.encoded(language, script.body, about), content_type="application/octet-stream")
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", script.title).strip("-.") or "script"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{files.ENDINGS[language]}"'
    return response


def _imported(file: ScriptFile, deadline: Deadline) -> Script | ScriptFile:
    if file.given is None:
        return file
    if deadline.is_over:
        return refused(file.name, "took_too_long")
    try:
        return create_script(NewScript(**file.given, source_kind=ScriptSource.IMPORT), by=current_user())
    except Invalid as fault:
        return refused(file.name, "validation_failed", _told(fault.detail))


def _told(detail: dict[str, Any]) -> str:
    """The first fault of a parameter, in words; `detail` is that of `script_rules.settle`."""
    name, messages = next(iter(detail["parameters"].items()))
    return f"{name}: {messages[0]}"
