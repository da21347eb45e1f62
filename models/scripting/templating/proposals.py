"""Puts parameters in the place of a script's values, and says what each replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from models.scripting import placeholders
from models.scripting.drafts import label_of, parameter_of
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import LONGEST_NAME, MOST_PARAMETERS, Parameter, ParameterType
from models.scripting.placeholders import places_in
from models.scripting.quoting import RegionKind
from models.scripting.templating.literals import Literal, literals_of

MASK = "••••••••"


class Replaced(TypedDict):
    """What a parameter replaced: the text as it stood in the script, and its lines, counted from 1."""

    parameter: str
    text: str
    lines: list[int]


@dataclass(frozen=True)
class Known:
    """Something that is known of the problem; `kind` as a fact's."""

    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A value that shall be a parameter.  With `start`, only the one at this place; else every one with this text."""

    text: str
    name: str
    type: ParameterType = ParameterType.TEXT
    label: str | None = None
    help: str | None = None
    choices: list[str] | None = None
    is_mark: bool = False
    """The text only marks the place of a value, so that it is no default."""
    start: int | None = None


@dataclass(frozen=True)
class Place:
    """Where the value of a parameter stands in the script, in code points, the end excluded."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Proposal:
    places: list[Place] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)


def proposal_of(language: ScriptLanguage, body: str, wanted: Iterable[Wanted]) -> Proposal:
    """The places and the parameters of the wanted values, in the order of the script.

    A value that does not stand in the script as a whole is left out; the first to ask for a place gets it.
    """
    literals = _replaceable(language, body)
    taken: dict[int, Place] = {}
    parameters: dict[str, Parameter] = {}
    for one in wanted:
        free = [literal for literal in literals if literal.start not in taken and _is_meant(one, literal)]
        if not free or len(parameters) >= MOST_PARAMETERS:
            continue
        name = _free_name(one.name, {*parameters, *_names_in(body)})
        taken |= {literal.start: Place(literal.start, literal.end, name) for literal in free}
        parameters[name] = _parameter(one, name, free[0])
    places = [taken[start] for start in sorted(taken)]
    order = list(dict.fromkeys(place.name for place in places))
    return Proposal(places, [parameters[name] for name in order])


def applied(body: str, places: Sequence[Place]) -> str:
    """The script with a placeholder in each place."""
    pieces, at = [], 0
    for place in sorted(places, key=lambda one: one.start):
        pieces += [body[at : place.start], f"{{{{{place.name}}}}}"]
        at = place.end
    return "".join([*pieces, body[at:]])


def replaced_in(body: str, proposal: Proposal) -> list[Replaced]:
    """What each parameter replaced; the text of a secret is masked."""
    found: dict[str, Replaced] = {}
    secrets = {one["name"] for one in proposal.parameters if one["type"] == ParameterType.SECRET}
    for place in proposal.places:
        text = MASK if place.name in secrets else body[place.start : place.end]
        entry = found.setdefault(place.name, Replaced(parameter=place.name, text=text, lines=[]))
        line = body.count("\n", 0, place.start) + 1
        if line not in entry["lines"]:
            entry["lines"].append(line)
    return list(found.values())


def name_from(text: str) -> str:
    """A name for a parameter made of these words: letters, digits and underlines; `Value` if there are none."""
    words = re.findall(r"[A-Za-z0-9]+", text)[:4]
    joined = words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
    name = re.sub(r"^\d+", "", joined)[: LONGEST_NAME - 3]
    return name[:1].upper() + name[1:] if name else "Value"


def _replaceable(language: ScriptLanguage, body: str) -> list[Literal]:
    """The literals in whose place a placeholder may stand, with the meaning that the value has there."""
    literals = literals_of(language, body)
    named = {f"Literal_{number}": literal for number, literal in enumerate(literals)}
    everywhere = applied(body, [Place(one.start, one.end, name) for name, one in named.items()])
    fitting = {place.name for place in places_in(language, everywhere) if _fits(place, named.get(place.name))}
    return [literal for name, literal in named.items() if name in fitting]


def _fits(place: placeholders.Place, literal: Literal | None) -> bool:
    if literal is None or place.fault:
        return False
    return place.takes in (None, RegionKind.ASSIGNED) or literal.is_number


def _is_meant(wanted: Wanted, literal: Literal) -> bool:
    if wanted.start is not None:
        return literal.start == wanted.start
    return literal.value == wanted.text and bool(wanted.text)


def _parameter(wanted: Wanted, name: str, literal: Literal) -> Parameter:
    default = None if wanted.is_mark else literal.value
    given = {"name": name, "label": wanted.label or label_of(name), "type": wanted.type, "default": default}
    return parameter_of({**given, "help": wanted.help, "choices": wanted.choices})


def _free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it if there is one like it; some languages do not tell upper from lower case."""
    name, folded = name_from(wanted), {one.casefold() for one in taken}
    numbered = (f"{name}{number}" if number > 1 else name for number in range(1, MOST_PARAMETERS * 4))
    return next(one for one in numbered if one.casefold() not in folded)


def _names_in(body: str) -> list[str]:
    return re.findall(r"\{\{(\w+)\}\}", body)
