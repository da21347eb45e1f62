"""What several of the API's tests start from."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.web.api.fix_case import FixCase


@pytest.fixture
def case(shared_desk: Desk) -> FixCase:
    return FixCase(shared_desk)
