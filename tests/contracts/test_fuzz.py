"""Cases drawn from the OpenAPI document against the application: nothing but declared answers, and never a 5xx.

`FUZZ_CASES` (of each operation, of the right and of the wrong kind) makes it as thorough as one has time.  What an
answer may be is judged by the document (tests/support/openapi_check.py), as in every other test.
"""

from __future__ import annotations

import pytest

from tests.contracts.test_routes import samples_of
from tests.support.desk import Desk, open_desk
from tests.support.openapi_check import OpenApiCheck
from web.edge.application import FlowPilot


@pytest.fixture(scope="module")
def desk(app: FlowPilot) -> Desk:
    return open_desk(app)


@pytest.fixture(scope="module")
def ids(desk: Desk) -> dict[str, str]:
    """So that half of the calls meet something that is there."""
    return samples_of(desk).ids


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["positive", "negative"])
def test_whatever_the_document_allows_or_forbids_gets_a_declared_answer(
    app: FlowPilot, desk: Desk, ids: dict[str, str], documented: OpenApiCheck, kind: str
) -> None:
    from tests.contracts import fuzzing  # noqa: PLC0415 -- takes seconds, and one test process needs it

    assert fuzzing.draw_and_send(app, desk, ids, kind=kind) == []
    assert sorted(set(documented.problems)) == []
