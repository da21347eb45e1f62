"""Mistakes in Python, by Python's own parser."""

from __future__ import annotations

from models.scripting.pythons import parsed
from models.scripting.syntax.problem import Problem


def problems_of(script: str) -> list[Problem]:
    """The first mistake, which is all that the parser reports."""
    try:
        parsed(script)
    except SyntaxError as error:
        message = error.msg[:1].upper() + error.msg[1:]
        return [Problem(error.lineno or 1, max(error.offset or 1, 1), f"{message}.")]
    return []
