"""The parameters of a script: whether each is complete and belongs to a placeholder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from models.scripting.parameter import LONGEST_NAME, MOST_PARAMETERS, NAME, Parameter, ParameterType, is_name
from models.scripting.patterns import PatternUnusable, check_pattern
from models.scripting.placeholders import names_in
from models.scripting.values import Unfit, value_of

__all__ = [
    "LONGEST_CHOICE",
    "LONGEST_HELP",
    "LONGEST_LABEL",
    "LONGEST_NAME",
    "MOST_CHOICES",
    "MOST_PARAMETERS",
    "NAME",
    "Parameter",
    "ParameterType",
    "faults_of",
]

LONGEST_LABEL = 100
LONGEST_HELP = 500
LONGEST_CHOICE = 200
MOST_CHOICES = 50


def faults_of(body: str, parameters: Sequence[Parameter]) -> dict[str, list[str]]:
    """What is wrong, as sentences by parameter name; empty if nothing is.

    A placeholder without a parameter is listed under its own name.  Where a placeholder may stand depends on the
    language: `checks.check` reports that.
    """
    faults: dict[str, list[str]] = {}
    places = set(names_in(body))
    counts = Counter(parameter["name"] for parameter in parameters)
    for parameter in parameters:
        name = parameter["name"]
        found = [*_faults(parameter), *_unplaced(name, places)]
        if counts[name] > 1:
            found.append("Two parameters have this name.")
        if found:
            faults[name] = list(dict.fromkeys([*faults.get(name, ()), *found]))
    for name in names_in(body):
        if name not in counts:
            faults[name] = ["The script has a placeholder of this name, but no parameter."]
    if len(parameters) > MOST_PARAMETERS:
        last = parameters[-1]["name"]
        faults.setdefault(last, []).append(f"A script has at most {MOST_PARAMETERS} parameters.")
    return faults


def _unplaced(name: str, places: set[str]) -> Iterator[str]:
    if name not in places:
        yield f"The script has no placeholder {{{{{name}}}}}."


def _faults(parameter: Parameter) -> Iterator[str]:
    if not is_name(parameter["name"]):
        yield f"A name has at most {LONGEST_NAME} letters, digits and _, and does not begin with a digit."
    if len(parameter.get("label") or "") > LONGEST_LABEL:
        yield f"A label has at most {LONGEST_LABEL} characters."
    if len(parameter.get("help") or "") > LONGEST_HELP:
        yield f"A help text has at most {LONGEST_HELP} characters."
    if parameter["type"] not in set(ParameterType):
        yield f"The type is one of {', '.join(ParameterType)}."
        return
    yield from _choice_faults(parameter)
    yield from _pattern_faults(parameter)
    yield from _default_faults(parameter)


def _choice_faults(parameter: Parameter) -> Iterator[str]:
    choices = parameter.get("choices") or []
    if parameter["type"] != ParameterType.CHOICE:
        if choices:
            yield "Only a parameter of the type choice has choices."
        return
    if not choices:
        yield "A choice needs at least one choice."
    if len(choices) > MOST_CHOICES:
        yield f"A choice has at most {MOST_CHOICES} choices."
    if len(set(choices)) < len(choices):
        yield "Two choices are the same."
    for choice in choices[:MOST_CHOICES]:
        if not choice or len(choice) > LONGEST_CHOICE:
            yield f"Each choice has 1 to {LONGEST_CHOICE} characters."
        else:
            yield from (f"Choices: {fault}" for fault in _unfitness({**parameter, "pattern": None}, choice))


def _pattern_faults(parameter: Parameter) -> Iterator[str]:
    pattern = parameter.get("pattern")
    if not pattern:
        return
    try:
        check_pattern(pattern)
    except PatternUnusable as error:
        yield str(error)


def _default_faults(parameter: Parameter) -> Iterator[str]:
    default = parameter.get("default")
    if default is None or default == "":
        return
    if parameter["type"] == ParameterType.SECRET:
        yield "A secret has no default: it would be stored."
    else:
        yield from (f"Default: {fault}" for fault in _unfitness(parameter, default))


def _unfitness(parameter: Parameter, value: str) -> Iterator[str]:
    try:
        value_of({**parameter, "default": None}, value)
    except Unfit as error:
        yield str(error)
