"""The guides' scripts as templates: each can be filled in and rendered, and none has lost what it does."""

from __future__ import annotations

import re

import pytest

from models.library import Script, load_guides
from models.library_ids import script_id
from models.library_scripts import LibraryScript, library_scripts, script_of_fix
from models.library_templates import template_of
from models.scripting.checks import check
from models.scripting.credentials import found_in
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import ParameterType, faults_of
from models.scripting.rendering import render

_VALUES = {ParameterType.USER: "jdoe@contoso.example", ParameterType.HOST: "srv-01", ParameterType.PATH: "C:\\Data"}


def test_every_script_of_the_guides_is_a_template() -> None:
    wanted = {script_id(guide.id, fix.id) for guide in load_guides().values() for fix in guide.fixes if fix.script}
    assert set(library_scripts()) == wanted and len(wanted) > 100
    assert script_of_fix("no-guide", "no-fix") is None


def _faults(script: LibraryScript) -> list[object]:
    language = ScriptLanguage(script.language)
    values = {one["name"]: one["default"] or _VALUES.get(ParameterType(one["type"]), "x") for one in script.parameters}
    rendered = render(language, script.body, script.parameters, values)
    return [
        *faults_of(script.body, script.parameters),
        *(problem for text in (script.body, rendered.script) for problem in check(language, text).problems),
        *rendered.warnings,
        *found_in(script.body),
        # No value to fill in is left.
        *re.findall(r"Read-Host.*|<[a-z][^>\n]*>", rendered.script),
    ]


def test_every_template_renders_to_a_script_without_faults() -> None:
    assert {script.title: found for script in library_scripts().values() if (found := _faults(script))} == {}


def test_a_script_that_a_guide_calls_a_high_risk_destroys() -> None:
    risks = {
        fix.script and script_of_fix(guide.id, fix.id).risk  # type: ignore[union-attr]
        for guide in load_guides().values()
        for fix in guide.fixes
        if fix.script and fix.risk == "high"
    }
    assert risks == {"destroys"}


@pytest.mark.parametrize(
    ("body", "made", "names"),
    [
        ("$user = Read-Host 'Mailbox'\nGet-Mailbox $user", "$user = {{User}}\nGet-Mailbox $user", ["User"]),
        ("Get-Group (Read-Host 'Group')", "Get-Group ({{Group}})", ["Group"]),
        ("Get-User '<user>'; Set-User '<user>'", "Get-User {{User}}; Set-User {{User}}", ["User"]),
        (
            "# Maps it.\n$path = '\\\\<old server>\\it''s$<share>'",
            (
                "# Maps it.\n$givenOldServer = {{OldServer}}\n$givenShare = {{Share}}\n$path = "
                '"\\\\${givenOldServer}\\it\'s`$${givenShare}"'
            ),
            ["OldServer", "Share"],
        ),
        ("$letter = 'Z:'\ndir $letter", "$letter = {{Letter}}\ndir $letter", ["Letter"]),
        ("$key = 'HKCU:\\Software'", "$key = 'HKCU:\\Software'", []),
        ("# see <site>\ndir", "# see <site>\ndir", []),
    ],
)
def test_a_value_to_fill_in_becomes_a_parameter(body: str, made: str, names: list[str]) -> None:
    template = template_of(Script(language="powershell", body=body))
    assert (template.body, [one["name"] for one in template.parameters]) == (made, names)
