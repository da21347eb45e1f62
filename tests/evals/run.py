"""Runs cases with a provider: the answer, the checks by code, then the judge's questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tasks.integrations.assistant import AssistantError, Provider
from tests.evals.answers import Answer, answer_to
from tests.evals.case import Case, load_cases
from tests.evals.checks import objections
from tests.evals.judge import says_yes
from tests.evals.report import Result


def cases_for(provider: str, *, only: str = "") -> list[Case]:
    """The cases to which the provider is held and whose id contains `only`."""
    return [case for case in load_cases() if provider in case.providers and only in case.id]


def results_of(cases: Iterable[Case], provider: Provider) -> Iterator[Result]:
    """One result after the other, as they come."""
    for case in cases:
        answer = answer_to(case, provider)
        found = objections(case, answer)
        yield Result(case, answer, found or _judged(case, answer, provider))


def _judged(case: Case, answer: Answer, provider: Provider) -> list[str]:
    if provider.demo:
        return []
    try:
        return [f"no to: {asked}" for asked in case.judge if not says_yes(case, asked, answer.text, provider)]
    except AssistantError as error:
        return [f"not judged: {error.code}"]
