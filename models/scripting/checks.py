"""What is wrong with a script, and what it can do: its syntax, its placeholders, its risk and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.lint import risk_of
from models.scripting.placeholders import Place, places_in, stand_ins
from models.scripting.syntax import MOST_PROBLEMS, Problem, problems_of

__all__ = ["Checked", "Problem", "check"]


@dataclass(frozen=True)
class Checked:
    """`problems` in the order of the text, at most MOST_PROBLEMS.  `risk_reasons` is empty if the script only reads.

    A reason is a sentence with its line: "Line 8 restarts a service on a server".
    """

    problems: list[Problem]
    risk: ScriptRisk
    risk_reasons: list[str]


def check(language: ScriptLanguage, body: str) -> Checked:
    """Checks a script or a template.  Never raises, and takes a bounded time for 100,000 characters of any text.

    A placeholder counts as a value; one where no value can stand is a problem.
    """
    places = places_in(language, body)
    script = stand_ins(language, body, places)
    problems = sorted(
        [*_misplaced(places), *problems_of(language, script)], key=lambda problem: (problem.line, problem.column)
    )
    assessed = risk_of(language, script, is_valid=not any(problem.severity == "error" for problem in problems))
    return Checked(problems[:MOST_PROBLEMS], assessed.risk, assessed.reasons)


def _misplaced(places: list[Place]) -> Iterator[Problem]:
    for place in places:
        if place.fault:
            yield Problem(place.line, place.column, f"The placeholder {{{{{place.name}}}}} {place.fault}.")
