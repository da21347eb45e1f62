"""Puts values into a template.  Nothing is stored or logged; what a value contains is never read as a placeholder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.core.errors import Invalid
from models.scripting.languages import ScriptLanguage
from models.scripting.literals import batch_text, literal
from models.scripting.parameter import Parameter, ParameterType
from models.scripting.placeholders import Place, places_in
from models.scripting.quoting import RegionKind
from models.scripting.syntax import problems_of
from models.scripting.values import Unfit, Value, value_of

LONGEST_SCRIPT = 400_000
"""In characters.  A body of 100,000 could name a long value a thousand times."""

_MOST_WARNINGS = 5


@dataclass(frozen=True)
class Rendered:
    """The script with its values, and sentences about what a person should know before they run it."""

    script: str
    warnings: list[str]


class ValueRefused(Invalid):
    """A value cannot be put into the script: 422 with `detail.values`, the messages by parameter."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}", detail={"values": {name: [message]}})


def render(
    language: ScriptLanguage, body: str, parameters: Sequence[Parameter], values: Mapping[str, object]
) -> Rendered:
    """The script with one literal for each placeholder.

    `values`: by parameter, as a person types them; a missing or empty one takes the default, and without a default
    the language's literal for no value.  Raises ValueRefused, also for a value without a parameter and for a
    placeholder that has no parameter or stands where no literal can.
    """
    by_name = {parameter["name"]: parameter for parameter in parameters}
    for name in values:
        if name not in by_name:
            raise ValueRefused(name, "The script has no such parameter.")
    ready = {name: _value(parameter, values.get(name)) for name, parameter in by_name.items()}
    script = "".join(_parts(language, body, ready))
    if len(script) > LONGEST_SCRIPT:
        longest = max(ready, key=lambda name: len(str(ready[name])))
        raise ValueRefused(longest, f"With this value the script is longer than {LONGEST_SCRIPT:,} characters.")
    return Rendered(script, _warnings(language, script, by_name, ready))


def _value(parameter: Parameter, given: object) -> Value | None:
    try:
        return value_of(parameter, given)
    except Unfit as error:
        raise ValueRefused(parameter["name"], str(error)) from error


def _parts(language: ScriptLanguage, body: str, values: Mapping[str, Value | None]) -> Iterator[str]:
    position = 0
    for place in places_in(language, body):
        yield body[position : place.start]
        text = _literal(language, place, values)
        # `PROP=(-8)` would be two arguments of a command of PowerShell, and behind `=` no sign can join the minus.
        yield text.strip("()") if text.startswith("(-") and body[place.start - 1 : place.start] == "=" else text
        position = place.end
    yield body[position:]


def _literal(language: ScriptLanguage, place: Place, values: Mapping[str, Value | None]) -> str:
    name = place.name
    if place.fault:
        raise ValueRefused(name, f"Line {place.line}: the placeholder {place.fault}.")
    if name not in values:
        raise ValueRefused(name, f"Line {place.line}: the placeholder has no parameter.")
    value = values[name]
    if place.takes is RegionKind.ARITHMETIC and not _is_whole(value):
        raise ValueRefused(name, f"Line {place.line}: only a whole number can stand in a calculation.")
    try:
        if place.takes is RegionKind.ASSIGNED:
            return batch_text(value) if isinstance(value, str) else literal(language, value).strip('"')
        return literal(language, value)
    except Unfit as error:
        raise ValueRefused(name, str(error)) from error


def _is_whole(value: Value | None) -> bool:
    return isinstance(value, Decimal) and value == value.to_integral_value()


def _warnings(
    language: ScriptLanguage, script: str, parameters: Mapping[str, Parameter], values: Mapping[str, Value | None]
) -> list[str]:
    problems = [f"Line {problem.line}: {problem.message}" for problem in problems_of(language, script)]
    empty = [f"{name} has no value." for name, value in values.items() if value is None]
    secret = any(
        parameter["type"] == ParameterType.SECRET and values[name] is not None for name, parameter in parameters.items()
    )
    return [
        *problems[:_MOST_WARNINGS],
        *empty,
        *(["The script contains a secret. Do not keep it in a ticket, a chat or a file."] if secret else []),
    ]
