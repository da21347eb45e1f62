"""A pooled connection that died while nobody used it is replaced before somebody does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from models.core.database import engine as engines
from settings import Settings

# The migrations of `app` create the role that the engine logs in as.
pytestmark = pytest.mark.usefixtures("app")

MY_PROCESS = text("select pg_backend_pid()")


@pytest.fixture
def pool(settings: Settings) -> Iterator[Engine]:
    engine = engines.make_engine(settings)
    yield engine
    engine.dispose()


def test_one_that_was_cut_off_is_not_handed_out(
    pool: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "FRESH_SECONDS", 0)
    with pool.connect() as connection:
        first = connection.scalar(MY_PROCESS)
    other = engines.make_engine(settings)
    with other.connect() as connection:
        assert connection.scalar(text("select pg_terminate_backend(:process, 5000)"), {"process": first})
    other.dispose()
    with pool.connect() as connection:
        assert connection.scalar(MY_PROCESS) != first


def test_one_that_is_alive_is_used_again(pool: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "FRESH_SECONDS", 0)
    with pool.connect() as connection:
        first = connection.scalar(MY_PROCESS)
    with pool.connect() as connection:
        assert connection.scalar(MY_PROCESS) == first
