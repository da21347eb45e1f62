"""Mistakes in the syntax of a script, by a parser of its language; batch, which has no grammar, by rules.

Nothing is run and no process is started: what `bash -n` finds beyond a grammar is left to the tests.
"""

from __future__ import annotations

from models.scripting.languages import ScriptLanguage
from models.scripting.syntax import batch, python, shells
from models.scripting.syntax.problem import MOST_PROBLEMS, Lines, Problem

__all__ = ["MOST_PROBLEMS", "Lines", "Problem", "problems_of"]


def problems_of(language: ScriptLanguage, script: str) -> list[Problem]:
    """At most MOST_PROBLEMS, in the order of the text.  Never raises, whatever the text is."""
    if language is ScriptLanguage.PYTHON:
        found = python.problems_of(script)
    elif language is ScriptLanguage.BATCH:
        found = batch.problems_of(script)
    else:
        found = shells.problems_of(language, script)
    return sorted(found, key=lambda problem: (problem.line, problem.column))[:MOST_PROBLEMS]
