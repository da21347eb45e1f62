"""Policy: `models.core.database.lookups` alone calls the functions that see more than one account.

Such a call is the one way around row-level security, so that all of them stand on one page.
"""

from __future__ import annotations

import re
from pathlib import Path

from models.core.database import lookups
from tests.contracts.test_catalogue import LOOKUP_FUNCTIONS

ROOT = Path(__file__).parents[2]
LOOKUPS = Path(str(lookups.__file__))
SEARCHES = {"search_sessions", "picked_up_sessions", "search_psa_tickets", "search_cases", "similar_cases"}
"""Functions of the lookup role that look at the transaction's own account and no other (ADR 0013)."""
OF_EARLIER_RELEASES = {"outbox_take", "outbox_status", "outbox_resend", "outbox_dead", "matching_sessions"}
"""Functions that the database keeps for the release before."""
CALLED_HERE = LOOKUP_FUNCTIONS - SEARCHES - OF_EARLIER_RELEASES
CODE = [path for room in ("models", "tasks", "web", "schemas", "prompts") for path in (ROOT / room).rglob("*.py")]


def test_one_module_calls_the_functions_that_see_more_than_one_account() -> None:
    found = {path for path in CODE if _called_in(path) & LOOKUP_FUNCTIONS - SEARCHES}
    assert found == {LOOKUPS}


def test_it_calls_every_one_of_them() -> None:
    assert _called_in(LOOKUPS) & LOOKUP_FUNCTIONS == CALLED_HERE


def test_each_search_is_called_by_its_query_alone() -> None:
    found = {path for path in CODE if _called_in(path) & SEARCHES}
    queries = ROOT / "models" / "queries"
    assert found == {
        queries / "session_search.py",
        queries / "psa_tickets.py",
        queries / "cases.py",
        queries / "similar_cases.py",
    }


def _called_in(path: Path) -> set[str]:
    """Functions called in a statement or by SQLAlchemy's `func`, and strings that are one name."""
    return {
        name for pair in re.findall(r"(?:from |select |func\.)(\w+)\(|\"(\w+)\"", path.read_text()) for name in pair
    }
