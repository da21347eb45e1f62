"""One parameter of a script: what a value is for, and which values it takes."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypedDict

LONGEST_NAME = 50
NAME = rf"[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}"
MOST_PARAMETERS = 50


class ParameterType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    HOST = "host"
    ADDRESS = "address"
    USER = "user"
    PATH = "path"
    SECRET = "secret"  # noqa: S105 -- the name of a type


class Parameter(TypedDict):
    """A parameter as it is stored and sent.

    `default` is the value as a person types it; a secret has none.  `choices` is only for the type `choice`;
    `pattern` is a regular expression that the whole value must match.
    """

    name: str
    label: str
    type: str
    required: bool
    default: str | None
    choices: list[str] | None
    pattern: str | None
    help: str | None


_WHOLE_NAME = re.compile(NAME, re.ASCII)


def is_name(text: str) -> bool:
    return _WHOLE_NAME.fullmatch(text) is not None
