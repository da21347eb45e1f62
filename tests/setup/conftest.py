"""Tests of the `setup` package, as on a machine where nothing is configured."""

import pytest

_MAY_BE_SET = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT", "PUBLIC_URL", "FLOWPILOT_DATA", "DEMO_DATA")


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a fresh machine, whatever the tests around these run with."""
    for name in _MAY_BE_SET:
        monkeypatch.delenv(name, raising=False)
