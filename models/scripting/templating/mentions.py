"""The machines, addresses, people and paths that a text names, for the parameters of a script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.scripting.parameters import Parameter, ParameterType
from models.scripting.templating.proposals import Known
from models.scripting.templating.varying import type_of_fact

_MENTIONS = (
    (ParameterType.PATH, re.compile(r"\\\\[\w.$-]+\\[^\s\"'<>|,;)]+|\b[A-Za-z]:\\[^\s\"'<>|,;)]+")),
    (ParameterType.USER, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w\\])[A-Za-z][\w-]{1,14}\\[\w.$-]+")),
    (ParameterType.ADDRESS, re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\d.]*\d)")),
    (
        ParameterType.HOST,
        re.compile(r"\b(?!(?:TLS|SSL|SHA|UTF|HTTP|RC|WPA|SMB)-?\d)[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*-?\d{1,4}\b"),
    ),
)
_QUOTED = re.compile("[\"\u201c\u201e'\u2018](?P<text>[^\"\u201c\u201d\u2019'\n]{1,80})[\"\u201c\u201d\u2019']")
_THINGS = re.compile(r"printer|queue|share|group|task|service|mailbox|name", re.IGNORECASE)


def mentions_in(text: str) -> list[tuple[ParameterType, str]]:
    """What a text names, each once, in its order: the kind and the name as it is written."""
    taken: list[tuple[int, int]] = []
    found: dict[str, tuple[int, ParameterType]] = {}
    for kind, pattern in _MENTIONS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            found.setdefault(match.group().rstrip("."), (match.start(), kind))
    return [(kind, value) for value, (_, kind) in sorted(found.items(), key=lambda item: item[1][0])]


def value_for(parameter: Parameter, request: str, known: Sequence[Known]) -> str | None:
    """The value that the request, or else a fact, names for this parameter; None if neither does."""
    kind = ParameterType(parameter["type"])
    if kind == ParameterType.SECRET:
        return None
    about = f"{parameter['name']} {parameter['label']}"
    for mentioned, value in mentions_in(request):
        if mentioned == kind or (
            kind == ParameterType.TEXT and mentioned == ParameterType.HOST and _THINGS.search(about)
        ):
            return value
    if kind == ParameterType.TEXT and (quoted := _QUOTED.search(request)) and _is_named(about, request):
        return quoted["text"]
    return next((fact.value for fact in known if _fits(fact, kind, about)), None)


def _is_named(about: str, request: str) -> bool:
    words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", about)}
    return any(word in request.lower() for word in words)


def _fits(fact: Known, kind: ParameterType, about: str) -> bool:
    if kind != ParameterType.TEXT:
        return type_of_fact(fact) == kind
    return bool(fact.kind) and fact.kind.lower() in about.lower()
