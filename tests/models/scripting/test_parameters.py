"""Which parameters a script may have, and which values they take."""

from __future__ import annotations

from typing import Any

import pytest

from models.scripting.credentials import found_in
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import Parameter, faults_of
from models.scripting.rendering import ValueRefused, render

POWERSHELL, BASH, BATCH, PYTHON = ScriptLanguage


def parameter(name: str = "name", kind: str = "text", **fields: Any) -> Parameter:
    empty = {"label": "Name", "required": True, "default": None, "choices": None, "pattern": None, "help": None}
    return {"name": name, "type": kind, **empty, **fields}  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (parameter("1st"), "A name has at most 50 letters"),
        (parameter("a" * 51), "A name has at most 50 letters"),
        (parameter(kind="colour"), "The type is one of text, number"),
        (parameter(kind="choice"), "A choice needs at least one choice."),
        (parameter(kind="choice", choices=["a", "a"]), "Two choices are the same."),
        (parameter(kind="choice", choices=["a\nb"]), "Choices: A value is one line"),
        (parameter(kind="text", choices=["a"]), "Only a parameter of the type choice has choices."),
        (parameter(kind="choice", choices=["a"], default="b"), "Default: Give one of the choices."),
        (parameter(kind="number", default="ten"), "Default: Give a number"),
        (parameter(kind="secret", default="x"), "A secret has no default"),
        (parameter(pattern="("), "The pattern is not a regular expression"),
        (parameter(pattern=r"(?=a)b"), "The pattern is not a regular expression"),
        (parameter(pattern="(((a{999}){999}){999})"), "The pattern is not a regular expression"),
        (parameter(pattern="a" * 201), "A pattern has at most 200 characters."),
        (parameter(pattern="[a-z]+", default="A1"), "Default: The value does not match"),
    ],
)
def test_a_faulty_parameter_is_named_with_its_fault(faulty: Parameter, fault: str) -> None:
    faults = faults_of(f"x {{{{{faulty['name']}}}}}", [faulty])
    assert any(fault in one for one in faults[faulty["name"]])


def test_every_placeholder_has_a_parameter_and_every_parameter_a_placeholder() -> None:
    assert faults_of("{{a}} {{b}}", [parameter("a"), parameter("b")]) == {}
    assert faults_of("{{a}}", [parameter("a"), parameter("b"), parameter("b")]) == {
        "b": ["The script has no placeholder {{b}}.", "Two parameters have this name."]
    }
    assert faults_of("{{a}}", []) == {"a": ["The script has a placeholder of this name, but no parameter."]}


@pytest.mark.parametrize(
    ("language", "kind", "value", "text"),
    [
        (POWERSHELL, "text", "it's", "'it''s'"),
        (POWERSHELL, "number", -2.50, "(-2.5)"),
        (POWERSHELL, "boolean", True, "$true"),
        (POWERSHELL, "text", None, "$null"),
        (BASH, "text", "it's", "'it'\\''s'"),
        (BASH, "number", "007", "7"),
        (BASH, "boolean", "no", "false"),
        (BASH, "text", "", "''"),
        (PYTHON, "text", 'a"b\\', "'a\"b\\\\'"),
        (PYTHON, "boolean", False, "False"),
        (PYTHON, "secret", None, "None"),
        (BATCH, "text", "a b", '"a b"'),
        (BATCH, "boolean", "true", "1"),
        (BATCH, "number", 8, "8"),
        (BATCH, "text", None, '""'),
    ],
)
def test_a_value_is_written_as_the_languages_literal(
    language: ScriptLanguage, kind: str, value: object, text: str
) -> None:
    rendered = render(language, "echo {{name}} end", [parameter(kind=kind, required=False)], {"name": value})
    assert rendered.script == f"echo {text} end"


@pytest.mark.parametrize(
    ("language", "body", "one", "value", "message"),
    [
        (BASH, "ls {{name}}", parameter(), "", "A value is required."),
        (BASH, "ls {{name}}", parameter(), "a\nb", "one line"),
        (BASH, "ls {{name}}", parameter(), "a\ud800", "half of a pair"),
        (BASH, "ls {{name}}", parameter(), "a\u202eb", "U+202E"),
        (BASH, "ls {{name}}", parameter(), "x" * 4_001, "4,000"),
        (BASH, "ls {{name}}", parameter(), ["a"], "not a value"),
        (BASH, "ls {{name}}", parameter(kind="host"), "a b", "name of a machine"),
        (BASH, "ls {{name}}", parameter(kind="number"), "1e9", "Give a number"),
        (BASH, "ls {{name}}", parameter(kind="path"), 'a"b', "A path has none"),
        (BASH, "ls {{name}}", parameter(kind="user"), "a/b", "name of a user"),
        (BASH, "ls {{name}}", parameter(pattern="PRN-[0-9]{2}"), "PRN-2", "does not match"),
        (BASH, "ls '{{name}}'", parameter(), "a", "Line 1: the placeholder is inside quotes."),
        (BASH, "ls $(( {{name}} ))", parameter(), "a[$(reboot)]", "only a whole number"),
        (BATCH, "dir {{name}}", parameter(), "%PATH%", "cannot take the character %"),
        (BATCH, "dir {{name}}", parameter(kind="path"), "C:\\", "cannot end in"),
        (BASH, "ls {{name}} {{b}}", parameter(), "a", "has no parameter"),
    ],
)
def test_a_value_that_does_not_fit_names_its_parameter(
    language: ScriptLanguage, body: str, one: Parameter, value: object, message: str
) -> None:
    with pytest.raises(ValueRefused) as refusal:
        render(language, body, [one], {"name": value})
    ((messages,),) = [refusal.value.detail["values"].values()]
    assert message in messages[0]
    assert refusal.value.status == 422


def test_a_default_stands_in_and_a_person_is_told_what_to_know() -> None:
    given = [parameter("a", default="x y"), parameter("b", required=False), parameter("c", "secret")]
    rendered = render(POWERSHELL, "Set-X {{a}} {{b}} {{c}}", given, {"c": "hunter2"})
    assert rendered.script == "Set-X 'x y' $null 'hunter2'"
    assert rendered.warnings == [
        "b has no value.",
        "The script contains a secret. Do not keep it in a ticket, a chat or a file.",
    ]
    assert render(BATCH, 'set "A={{a}}"', given[:1], {}).script == 'set "A=x y"'


def test_a_pattern_that_would_explode_is_compared_at_once() -> None:
    one = parameter(pattern="(a+)+b")
    with pytest.raises(ValueRefused):
        render(BASH, "ls {{name}}", [one], {"name": "a" * 4_000})


def test_credentials_are_found_without_their_text() -> None:
    body = "$user = 'svc'\n$password = 'Winter2026!'\n$password = Read-Host\nnet use Z: \\\\s\\x /user:a {{password}}"
    (found,) = found_in(body)
    assert (found.line, found.column, found.text_length, found.label) == (2, 14, 11, "password")
    assert "Winter" not in repr(found)
    assert found_in('$p = {{password}}\nconnect -Password $p -Token {{token}}\nAPI_KEY={{key}} PASSWORD="$1"') == []
