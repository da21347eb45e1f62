"""Migrate a test's database, one test process at a time.

Each process has databases of its own, but in one cluster, whose roles the migrations grant and revoke.
"""

from __future__ import annotations

import fcntl
import tempfile
from pathlib import Path

import flask_migrate

from web.edge.application import FlowPilot

MIGRATIONS = str(Path(__file__).parent.parent.parent / "migrations")


def migrate(app: FlowPilot, revision: str = "head") -> None:
    """To the newest migration, or to `revision`."""
    with (Path(tempfile.gettempdir()) / "flowpilot-tests.support.migrations").open("w") as file, app.app_context():
        fcntl.flock(file, fcntl.LOCK_EX)
        flask_migrate.upgrade(directory=MIGRATIONS, revision=revision)
