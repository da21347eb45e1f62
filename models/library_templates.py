"""Makes a template of a guide's script: the values that a person has to fill in become parameters.

The guides write such a value as `Read-Host 'Mailbox'` or as `<queue name>` in a string.  Where it is the whole string,
a placeholder takes its place.  Where it is a part of one, a placeholder may not stand there: the value gets a variable
at the top, and the string takes it from there.  Everything else of the script stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from models.library import Script
from models.scripting.parameters import Parameter, ParameterType

_PLACE = re.compile(r"<([a-z][a-z0-9 /-]{1,38}[a-z0-9])>")
"""A value to fill in, as the guides write it; in lower case, unlike a tag or a type."""
_ASSIGNED = r"(?:\$(?P<variable>\w+)[ ]*=[ ]*)?"
_QUESTION = re.compile(_ASSIGNED + r"Read-Host[ ]+'(?P<prompt>[^'\n]+)'")
_LITERAL = re.compile(r"'(?P<single>(?:[^'\n]|'')*)'|\"(?P<double>(?:[^\"`\n]|`.)*)\"|(?P<comment>#[^\n]*)")
_ADJUSTABLE = re.compile(r"^\$(?P<variable>\w+) = '(?P<value>[^'<>\n]+)'$", re.MULTILINE)
"""A value of this script that stands alone at its top, such as the letter of a drive."""
_FIXED = re.compile(r":\\|^\w+\.exe$")
"""A path of Windows or its registry is the same everywhere."""
_KINDS = (
    (ParameterType.USER, re.compile(r"\b(?:mailbox|user|account|person|owner|recipient|colleague|sign-in name)\b")),
    (ParameterType.HOST, re.compile(r"^(?!.* or ).*\b(?:server|host|broker|controller(?: name)?|printer address)$")),
    (ParameterType.PATH, re.compile(r"^(?:folder$|path\b)")),
)
"""What a value is, by the words for it; another one is text."""
_WORD = re.compile(r"[A-Za-z0-9]+")
_MOST_WORDS = 4
_ABBREVIATIONS = frozenset({"dns", "id", "iqn", "ssid"})
_SMALL_WORDS = frozenset({"in", "of", "the", "to", "with", "who"})


@dataclass
class Template:
    body: str
    parameters: list[Parameter] = field(default_factory=list)


def template_of(script: Script) -> Template:
    """The script with a placeholder for each value to fill in; the guides have such values in PowerShell only."""
    if script.language != "powershell":
        return Template(script.body)
    making = _Making()
    body = _QUESTION.sub(making.for_question, script.body)
    body = _ADJUSTABLE.sub(making.for_value, body)
    body = _LITERAL.sub(making.for_literal, body)
    return Template(making.with_variables(body), list(making.parameters.values()))


class _Making:
    """The parameters so far by name, and the variables that strings take their values from."""

    def __init__(self) -> None:
        self.parameters: dict[str, Parameter] = {}
        self._names: dict[str, str] = {}
        self._variables: dict[str, str] = {}

    def for_question(self, question: re.Match[str]) -> str:
        variable, prompt = question["variable"], question["prompt"]
        name = self._name(prompt, as_in=variable or prompt)
        self._add(name, label=prompt)
        return (f"${variable} = " if variable else "") + _placeholder(name)

    def for_value(self, assignment: re.Match[str]) -> str:
        variable, value = assignment["variable"], assignment["value"]
        if _FIXED.search(value):
            return assignment.group()
        name = self._name(variable, as_in=variable)
        self._add(name, label=_sentence(variable), default=value)
        return f"${variable} = {_placeholder(name)}"

    def for_literal(self, literal: re.Match[str]) -> str:
        single, text = literal["single"], literal["single"] or literal["double"] or ""
        if literal["comment"] is not None or not _PLACE.search(text):
            return literal.group()
        whole = _PLACE.fullmatch(text)
        if whole:
            return _placeholder(self._for_place(whole[1]))
        if single is not None:
            text = re.sub(r'([`"$])', r"`\1", single.replace("''", "'"))
        return '"' + _PLACE.sub(lambda place: "${" + self._variable_for(place[1]) + "}", text) + '"'

    def with_variables(self, body: str) -> str:
        """Below the comment at the top, so that the script still says first what it does."""
        if not self._variables:
            return body
        lines = body.split("\n")
        top = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
        given = [f"${variable} = {_placeholder(name)}" for name, variable in self._variables.items()]
        return "\n".join([*lines[:top], *given, *lines[top:]])

    def _for_place(self, place: str) -> str:
        name = self._name(place, as_in=place)
        self._add(name, label=_sentence(place))
        return name

    def _variable_for(self, place: str) -> str:
        name = self._for_place(place)
        return self._variables.setdefault(name, f"given{name}")

    def _name(self, key: str, *, as_in: str) -> str:
        """The same place always has the same name, and two places never do."""
        if key not in self._names:
            words = _WORD.findall(as_in.partition("(")[0])[:_MOST_WORDS]
            while words[-1] in _SMALL_WORDS:
                words.pop()
            wanted = "".join(word[:1].upper() + word[1:] for word in words)
            taken = set(self._names.values())
            free = (wanted if number == 1 else f"{wanted}{number}" for number in range(1, len(taken) + 2))
            self._names[key] = next(name for name in free if name not in taken)
        return self._names[key]

    def _add(self, name: str, *, label: str, default: str | None = None) -> None:
        self.parameters.setdefault(
            name,
            Parameter(
                name=name,
                label=label,
                type=_kind_of(label),
                required=True,
                default=default,
                choices=None,
                pattern=None,
                help=None,
            ),
        )


def _placeholder(name: str) -> str:
    return "{{" + name + "}}"


def _kind_of(label: str) -> ParameterType:
    said = label.lower()
    return next((kind for kind, words in _KINDS if words.search(said)), ParameterType.TEXT)


def _sentence(words: str) -> str:
    spelt = " ".join(word.upper() if word in _ABBREVIATIONS else word for word in words.split(" "))
    return spelt[:1].upper() + spelt[1:]
