"""`make tenancy`: random operations over twenty accounts, through both layers and through each alone.

make tenancy ARGS="--operations 100000 --seed 7"
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog
from argon2 import PasswordHasher

from models.core import passwords
from setup.servers import embedded
from tests.support.installation import new_installation
from tests.support.own_redis import OwnRedis
from tests.tenancy.play import NEITHER, VARIABLES, Part, play


def main() -> int:
    parser = argparse.ArgumentParser(prog="make tenancy ARGS=…")
    parser.add_argument("--operations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # As in the suite: forty passwords, none of them a secret.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="flowpilot-tenancy-", ignore_cleanup_errors=True) as folder:
        parts = _play(Path(folder), given.operations, given.seed)
    _say(f"seed {given.seed}, {time.monotonic() - started:.0f} s")
    return 0 if all(bool(part.tally.faults) == (part.layers == NEITHER) for part in parts) else 1


def _play(folder: Path, operations: int, seed: int) -> list[Part]:
    (folder / "redis").mkdir()
    with (
        embedded.running(folder / "data", durable=False) as servers,
        OwnRedis(folder / "redis") as redis,
        new_installation(servers, redis, name="tenancy", variables=VARIABLES) as installation,
    ):
        # Forged jobs fail, one after another, and say so.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        return play(installation, operations=operations, seed=seed, tell=_tell)


def _tell(part: Part) -> None:
    _say(f"{part.layers}: {part.tally}")
    if part.layers == NEITHER:
        _say("  noticed" if part.tally.faults else "  NOT noticed")
        return
    _say(f"  answers: {dict(sorted(part.tally.statuses.items()))}")
    for fault in part.tally.faults[:20]:
        _say(f"  {fault}")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
