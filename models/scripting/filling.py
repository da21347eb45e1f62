"""The values that a drafted script has where a template has its placeholders, and those that a session's facts give.

A secret is never read, from neither.  A value that its parameter would refuse is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from models.scripting.actions import (
    PLACE,
    assigned,
    commands_in,
    is_fixed,
    names_of,
    place_in,
    resolved,
    words_of,
)
from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import Command
from models.scripting.parameters import Parameter, ParameterType

LONGEST_VALUE = 500

_SHAPES = {
    ParameterType.NUMBER: re.compile(r"-?\d{1,15}(?:\.\d{1,10})?"),
    ParameterType.BOOLEAN: re.compile(r"true|false", re.IGNORECASE),
    ParameterType.HOST: re.compile(
        r"(?![\d.]+\Z)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?(?:\.[A-Za-z0-9-]{1,63}){0,8}"
    ),
    ParameterType.ADDRESS: re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|[0-9A-Fa-f:]{2,45}"),
    ParameterType.USER: re.compile(r"[^\s\"'<>|;&]{1,256}"),
    ParameterType.PATH: re.compile(r"[^\"<>|\n]{0,400}[\\/][^\"<>|\n]{0,400}|[A-Za-z]:"),
}
_KINDS = {
    ParameterType.HOST: ("host", "device", "server", "computer", "machine"),
    ParameterType.ADDRESS: ("address", "ip", "ip address"),
    ParameterType.USER: ("user", "account", "caller"),
    ParameterType.PATH: ("path", "share", "folder"),
}
"""The kinds of facts that a parameter of the type can take its value from."""
_FREE = frozenset({ParameterType.TEXT, ParameterType.CHOICE, *_KINDS})


def values_for(
    parameters: Sequence[Parameter],
    *,
    language: ScriptLanguage,
    template: str,
    draft: str,
    drafted: Mapping[str, str],
    facts: Iterable[tuple[str, str]],
) -> dict[str, str]:
    """By parameter: the draft's own value comes before a fact.  `drafted`: values of the draft's own placeholders.

    `facts` are pairs of kind and value.  A parameter for which nothing, or more than one fact, fits is left out.
    """
    in_draft = _values_in_draft(language, template, _filled(draft, drafted, language))
    known = list(facts)
    found: dict[str, str] = {}
    for parameter in parameters:
        if parameter["type"] == ParameterType.SECRET:
            continue
        value = in_draft.get(parameter["name"].lower()) or drafted.get(parameter["name"])
        if value is None or not is_fit(parameter, value):
            value = _from_facts(parameter, known)
        if value is not None:
            found[parameter["name"]] = value
    return found


def values_of(drafted: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The values that a draft's own parameters have; none of a secret."""
    return {
        one["name"]: str(one["default"])
        for one in drafted
        if one.get("default") and one.get("type") != ParameterType.SECRET
    }


def is_fit(parameter: Parameter, value: str) -> bool:
    """Whether the value can be what the parameter asks for."""
    if not value.strip() or len(value) > LONGEST_VALUE or re.search(r"[\r\n\0]", value):
        return False
    if parameter["type"] == ParameterType.CHOICE:
        return value in (parameter["choices"] or [])
    shape = _SHAPES.get(ParameterType(parameter["type"]))
    return (shape is None or shape.fullmatch(value) is not None) and _matches(parameter["pattern"], value)


def _matches(pattern: str | None, value: str) -> bool:
    try:
        return pattern is None or re.fullmatch(pattern, value) is not None
    except re.error:
        return False


def _filled(draft: str, drafted: Mapping[str, str], language: ScriptLanguage) -> str:
    """The draft with the values of its own placeholders; one without a value stays a place."""
    quote = "" if language == ScriptLanguage.BATCH else "'"
    for name, value in drafted.items():
        if "'" not in value:
            draft = re.sub(rf"\{{\{{\s*{re.escape(name)}\s*\}}\}}", lambda _: f"{quote}{value}{quote}", draft)  # noqa: B023 -- used at once
    return draft


def _values_in_draft(language: ScriptLanguage, template: str, draft: str) -> dict[str, str]:
    """By the name of the placeholder in lower case."""
    variables, own = assigned(language, template), assigned(language, draft)
    found: dict[str, str] = {}
    for name, text in variables.items():
        place = place_in(text)
        if place and own.get(name) and is_fixed(own[name]):
            found[place.lower()] = own[name]
    waiting = defaultdict(list)
    for command in commands_in(draft, language):
        for name in names_of(command):
            waiting[name].append(command)
    for command in commands_in(template, language):
        for name in names_of(command)[:1]:
            if waiting[name]:
                for place, value in _aligned(command, waiting[name].pop(0), variables, own):
                    found.setdefault(place.lower(), value)
    return found


def _aligned(
    template: Command, draft: Command, variables: Mapping[str, str], own: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    options, places = _options_of(draft, own), [resolved(word, own) for word in words_of(draft)]
    position = 0
    before = ""
    for raw in template.words:
        word = resolved(raw, variables)
        is_option = raw.startswith("-") and len(raw) > 1
        if not is_option:
            place = place_in(word)
            value = options.get(before.lower()) if before else None
            if value is None:
                value = places[position] if position < len(places) else None
            if place and value and is_fixed(value) and PLACE not in value.lower():
                yield place, value
            position += raw in words_of(template)
        before = raw if is_option else ""


def _options_of(command: Command, variables: Mapping[str, str]) -> dict[str, str]:
    """By option, the word that follows it."""
    found: dict[str, str] = {}
    for option, word in zip(command.words, command.words[1:], strict=False):
        if option.startswith("-") and not word.startswith("-"):
            found.setdefault(option.lower(), resolved(word, variables))
    return found


def _from_facts(parameter: Parameter, facts: Sequence[tuple[str, str]]) -> str | None:
    """The only fact that fits; one whose kind the parameter names comes before others of its type."""
    kind_of = ParameterType(parameter["type"])
    if kind_of not in _FREE:
        return None
    about = set(re.findall(r"[a-z]+", f"{parameter['name']} {parameter['label']}".replace("_", " ").lower()))
    named = [value for kind, value in facts if set(kind.replace("_", " ").lower().split()) & about]
    typed = [value for kind, value in facts if kind.replace("_", " ").lower() in _KINDS.get(kind_of, ())]
    for values in (named, typed):
        fitting = list(dict.fromkeys(value.strip() for value in values if is_fit(parameter, value.strip())))
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None
