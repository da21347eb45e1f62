"""The small form of `make tenancy`: both layers hold, each holds alone, and with neither the machine notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.installation import Installation, new_installation
from tests.support.own_redis import OwnRedis
from tests.tenancy.play import BOTH, CODE_ALONE, DATABASE_ALONE, NEITHER, VARIABLES, play

OPERATIONS, SEED = 2_000, 1


@pytest.fixture
def installation(
    servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Of its own: in this database row-level security is switched off for a while."""
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(servers, redis, name=f"tenancy_{worker_id}", variables=VARIABLES) as installation,
    ):
        yield installation


def test_twenty_accounts_never_see_or_change_each_other_whichever_layer_is_left(installation: Installation) -> None:
    parts = {part.layers: part for part in play(installation, operations=OPERATIONS, seed=SEED)}
    for layers in (BOTH, CODE_ALONE, DATABASE_ALONE):
        assert parts[layers].tally.faults == [], layers
        assert parts[layers].tally.foreign_paths > OPERATIONS * 0.05, "too few tries to say anything"
    assert parts[DATABASE_ALONE].conditions_removed, "the code's conditions were not found, so they were still there"
    assert parts[NEITHER].tally.faults, "with nothing left between the accounts the machine has to notice"
