"""Every value is refused or becomes exactly one literal with that value, whatever the value is."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal

import pytest

from models.scripting.languages import ScriptLanguage
from models.scripting.parameter import Parameter, ParameterType
from models.scripting.placeholders import places_in
from models.scripting.rendering import ValueRefused, render
from tests.models.scripting.hostile import hostile_values
from tests.models.scripting.literal_reading import TEMPLATES, value_in

EACH = 10_000 // (len(ScriptLanguage) * len(ParameterType)) + 1


def _parameter(kind: ParameterType, choices: list[str]) -> Parameter:
    return {
        "name": "name",
        "label": "Name",
        "type": kind,
        "required": True,
        "default": None,
        "choices": choices if kind is ParameterType.CHOICE else None,
        "pattern": None,
        "help": None,
    }


def _rendered(language: ScriptLanguage, kind: ParameterType, value: str) -> str | None:
    try:
        return render(language, TEMPLATES[language], [_parameter(kind, [value])], {"name": value}).script
    except ValueRefused:
        return None


def _expected(language: ScriptLanguage, kind: ParameterType, value: str) -> object:
    if kind is ParameterType.BOOLEAN:
        is_true = value.strip().lower() in {"true", "$true", "yes", "on", "1"}
        return {ScriptLanguage.BASH: str(is_true).lower(), ScriptLanguage.BATCH: str(int(is_true))}.get(
            language, is_true
        )
    if kind is ParameterType.NUMBER:
        number = Decimal(value.strip()) or Decimal(0)
        return f"{number:f}" if language in {ScriptLanguage.BASH, ScriptLanguage.BATCH} else number
    return value


@pytest.mark.parametrize("kind", list(ParameterType))
@pytest.mark.parametrize("language", list(ScriptLanguage))
def test_a_hostile_value_is_refused_or_is_one_literal(language: ScriptLanguage, kind: ParameterType) -> None:
    taken = 0
    for value in hostile_values(EACH, seed=len(kind) * 31 + len(language)):
        script = _rendered(language, kind, value)
        if script is None:
            continue
        taken += 1
        found = value_in(language, script)
        if kind in {ParameterType.HOST, ParameterType.ADDRESS}:
            assert str(found).lower() == value.lower()
        else:
            assert (found, type(found)) == (expected := _expected(language, kind, value), type(expected))
    assert taken, "no value was taken, so nothing was tested"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no Bash here")
def test_bash_itself_reads_each_literal_as_its_value() -> None:
    values = [
        value for value in hostile_values(1_000, seed=7) if _rendered(ScriptLanguage.BASH, ParameterType.TEXT, value)
    ]
    body = "\n".join("printf '%s\\n' {{name}}" for _ in values)
    parts = [_rendered(ScriptLanguage.BASH, ParameterType.TEXT, value) or "" for value in values]
    literals = [part.removeprefix("printf %s ").removesuffix(" end\nexit 0") for part in parts]
    script = body
    for literal in literals:
        script = script.replace("{{name}}", literal.replace("{{name}}", "{{ name }}"), 1)
    answer = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True)
    assert answer.stdout.decode().split("\n")[:-1] == [value.replace("{{name}}", "{{ name }}") for value in values]
    assert answer.stderr == b""


def test_a_value_is_not_searched_for_placeholders() -> None:
    parameters = [{**_parameter(ParameterType.TEXT, []), "name": name} for name in ("a", "b")]
    rendered = render(ScriptLanguage.BASH, "echo {{a}} {{b}}", parameters, {"a": "{{b}}", "b": "x"})
    assert rendered.script == "echo '{{b}}' 'x'"
    assert len(places_in(ScriptLanguage.BASH, rendered.script)) == 1
