"""The faults that `make mutants` plants: a change of the code must not leave one without its place."""

from __future__ import annotations

import pytest

from setup.paths import ROOT
from tests.mutants.planted import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words)
def test_a_fault_has_one_place_to_be_planted(fault) -> None:
    assert (ROOT / fault.file).read_text().count(fault.right) == 1
