"""Which tests run in one process, when several share them: those that share servers, and the longest first.

A package with servers of its own would start them once in each process, and what takes a minute would begin last.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# Packages whose fixtures outlive a module.
_TOGETHER = ("tests/processes", "tests/e2e", "tests/tasks/actors", "tests/tasks/runner")
_LONGEST = (
    "tests/processes",
    "tests/chaos/test_twenty_faults.py",
    "tests/e2e",
    "tests/web/test_spa.py",
    "tests/tenancy/test_tenancy.py",
    "tests/setup/test_run.py",
    "tests/tasks/integrations/assistant/test_claude_under_gevent.py",
    "tests/contracts/test_fuzz.py",
    "tests/tasks/actors",
    "tests/tasks/runner",
    "tests/setup/test_embedded.py",
    "tests/contracts/test_imports.py",
)


def longest_first(items: list[pytest.Item]) -> None:
    """Sort `items` in place; the order within a part stays as it was collected."""
    place = {part: number for number, part in enumerate(_LONGEST)}
    items.sort(key=lambda item: place.get(part_of(item.nodeid), len(place)))


def part_of(nodeid: str) -> str:
    """The package or module whose tests stay in one process."""
    module = nodeid.partition("::")[0]
    return next((package for package in _TOGETHER if module.startswith(f"{package}/")), module)


class ByPart(LoadScopeScheduling):
    """pytest-xdist's own, which hands out parts as its processes get idle."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)
