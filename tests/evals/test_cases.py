"""Every case with the Demo AI, as `make evals` runs them; with Claude they run by hand, because they cost money."""

from __future__ import annotations

import pytest

from prompts.templates import CURRENT_VERSIONS
from tests.evals.answers import TASKS, answer_to
from tests.evals.case import Case, load_cases
from tests.evals.checks import objections
from tests.evals.run import cases_for
from tests.tasks.integrations.assistant.talk import demo_provider


@pytest.mark.parametrize("case", cases_for("demo"), ids=lambda case: case.id)
def test_the_demo_ai_answers_as_the_case_expects(case: Case) -> None:
    assert objections(case, answer_to(case, demo_provider())) == []


def test_there_are_more_than_forty_cases_and_each_has_a_name_of_its_own() -> None:
    ids = [case.id for case in load_cases()]
    assert len(ids) > 40 and len(set(ids)) == len(ids)


def test_every_task_has_cases() -> None:
    assert {case.task for case in load_cases()} == set(TASKS) == set(CURRENT_VERSIONS)


@pytest.mark.parametrize(
    "kind", ["injection", "spoofed", "contradictory", "empty", "long", "german"], ids=lambda kind: kind
)
def test_the_hard_kinds_have_cases(kind: str) -> None:
    assert any(kind in case.id for case in load_cases())
