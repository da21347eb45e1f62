"""The script that a session of the script builder works on: its fields, and what code corrects in it.

A model and a person may both be wrong about parameters and risk.  The parameters are made to match the placeholders of
the body, and the risk is never lower than what the checks find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

from models.scripting.checks import check
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameters import (
    LONGEST_CHOICE,
    LONGEST_HELP,
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_CHOICES,
    MOST_PARAMETERS,
    Parameter,
    ParameterType,
    faults_of,
)
from models.scripting.placeholders import names_in

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
LONGEST_DEFAULT = 1_000


class ScriptDraft(TypedDict):
    title: str
    purpose: str
    language: str
    body: str
    parameters: list[Parameter]
    risk: str
    risk_reasons: list[str]


def draft_of(
    *,
    title: str,
    purpose: str,
    language: ScriptLanguage,
    body: str,
    parameters: Iterable[Mapping[str, Any]] = (),
    risk: ScriptRisk = ScriptRisk.READS,
) -> ScriptDraft:
    """A draft whose parameters are those of its body, with the risk that the checks find, or `risk` if it is graver."""
    checked = check(language, body)
    return ScriptDraft(
        title=title,
        purpose=purpose,
        language=str(language),
        body=body,
        parameters=parameters_of(body, parameters),
        risk=str(risk.at_least(checked.risk)),
        risk_reasons=checked.risk_reasons,
    )


def parameters_of(body: str, proposed: Iterable[Mapping[str, Any]]) -> list[Parameter]:
    """One valid parameter for each placeholder, in the order of the body.

    One that has no placeholder is dropped, a placeholder without one gets a text, and what a parameter's type does not
    allow (a default of a secret, choices of a text, a pattern that is none) is left out.
    """
    by_name: dict[str, Mapping[str, Any]] = {}
    for one in proposed:
        by_name.setdefault(str(one.get("name")), one)
    names = names_in(body)[:MOST_PARAMETERS]
    return [parameter_of({**by_name.get(name, {}), "name": name}) for name in names]


def parameter_of(given: Mapping[str, Any]) -> Parameter:
    """The parameter with every field, without what its type does not allow.  `given` has at least a `name`.

    What cannot be corrected field by field makes it a text, first with its default and then without.
    """
    name = str(given["name"])[:LONGEST_NAME]
    choices = list(dict.fromkeys(str(one)[:LONGEST_CHOICE] for one in given.get("choices") or () if str(one).strip()))
    kind = next((one for one in ParameterType if one == given.get("type")), ParameterType.TEXT)
    kind = ParameterType.TEXT if kind == ParameterType.CHOICE and not choices else kind
    default, pattern = given.get("default"), given.get("pattern")
    parameter = Parameter(
        name=name,
        label=str(given.get("label") or "").strip()[:LONGEST_LABEL] or label_of(name),
        type=kind,
        required=given.get("required") is not False,
        default=str(default)[:LONGEST_DEFAULT] if default is not None and kind != ParameterType.SECRET else None,
        choices=choices[:MOST_CHOICES] if kind == ParameterType.CHOICE else None,
        pattern=pattern if isinstance(pattern, str) and pattern else None,
        help=str(given.get("help") or "").strip()[:LONGEST_HELP] or None,
    )
    return next(one for one in _corrections(parameter) if not _is_faulty(one))


def _corrections(parameter: Parameter) -> Iterator[Parameter]:
    yield parameter
    yield {**parameter, "pattern": None}
    if parameter["type"] == ParameterType.SECRET:
        yield {**parameter, "pattern": None, "default": None}
    as_text: Parameter = {**parameter, "type": ParameterType.TEXT, "choices": None, "pattern": None}
    if parameter["type"] != ParameterType.CHOICE:
        yield as_text
    yield {**parameter, "pattern": None, "default": None}
    yield {**as_text, "default": None}
    yield {**as_text, "default": None, "label": label_of(parameter["name"])[:LONGEST_LABEL], "help": None}


def _is_faulty(parameter: Parameter) -> bool:
    return bool(faults_of(f"{{{{{parameter['name']}}}}}", [parameter]))


def label_of(name: str) -> str:
    """The words of a name: `PrinterName` and `printer_name` are "Printer name"."""
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in _WORDS.findall(name)]
    joined = " ".join(words) or name
    return joined[:1].upper() + joined[1:]
