"""The small form of `make chaos`: every kind of fault falls on a working FlowPilot, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.options import QUICK, Options
from tests.chaos.report import table
from tests.chaos.storm import run

pytestmark = pytest.mark.processes

FAULTS, JOBS, SEED = 20, 60, 4


def test_twenty_faults_lose_nothing_do_nothing_twice_and_leave_nothing_half_done(tmp_path: Path) -> None:
    """That the harness would notice is proven by `make chaos ARGS=--prove`: each proof takes as long as this test."""
    outcome = run(Options(faults=FAULTS, jobs=JOBS, seed=SEED, pace=QUICK), tmp_path)
    assert outcome.is_good, "\n".join([table(outcome), *outcome.diary, *outcome.stories])
    assert sum(outcome.faults.values()) == FAULTS
