"""The assistant's errors: one class for each code of the API, each one of the five ways in which a call can fail."""

from __future__ import annotations

import pytest

from tasks.integrations.assistant import errors
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused, TryAgain, UnknownOutcome

CLASSES = [found for found in vars(errors).values() if isinstance(found, type) and AssistantError in found.__bases__]
KINDS = {
    TryAgain: {"overloaded", "rate_limited", "network"},
    Refused: {"bad_request", "too_large", "refused", "truncated", "invalid_output"},
    Misconfigured: {"bad_credentials"},
    OutOfBudget: {"spend_limit", "budget_exhausted"},
    UnknownOutcome: {"deadline", "cancelled"},
}


def test_each_code_has_one_class() -> None:
    assert sorted(found.code for found in CLASSES) == sorted(AssistantErrorCode)


@pytest.mark.parametrize("kind", KINDS)
def test_each_class_is_of_one_kind(kind: type[CallFailed]) -> None:
    assert {found.code for found in CLASSES if issubclass(found, kind)} == KINDS[kind]


@pytest.mark.parametrize("found", CLASSES)
def test_each_class_has_a_sentence_for_people(found: type[AssistantError]) -> None:
    error = found(after=3.0, partial_text="Restart the")
    assert error.message.endswith(".") and str(error) == f"{error.code}: {error.message}"
    assert (error.after, error.partial_text, error.calls) == (3.0, "Restart the", [])
