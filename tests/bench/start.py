"""Figure 18: from nothing to something that answers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from setup.paths import ROOT
from tests.bench.place import Place
from tests.bench.table import Figure
from tests.support.own_postgres import running_postgres
from tests.support.own_redis import OwnRedis


def measure(place: Place) -> Iterator[Figure]:
    place.postgres.stop()
    began = time.monotonic()
    place.postgres.start()
    postgres = time.monotonic() - began
    (place.folder / "fresh").mkdir()
    began = time.monotonic()
    with running_postgres(place.folder / "fresh"):
        fresh = time.monotonic() - began
    began = time.monotonic()
    with OwnRedis(place.folder):
        redis = time.monotonic() - began
    words = "cold start of the embedded PostgreSQL and Redis (peer: PostgreSQL with a new data folder)"
    yield Figure(number="18", words=words, ours=f"{postgres:.2f} s, {redis:.2f} s", peer=f"{fresh:.2f} s")
    words = "import of the app in web (peer: of Flask alone)"
    yield Figure(number="18", words=words, ours=f"{_import('web'):.2f} s", peer=f"{_import('flask'):.2f} s")


def _import(module: str) -> float:
    """The better of two: the first may compile."""
    return min(_once(module) for _ in range(2))


def _once(module: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)
    return time.monotonic() - began
