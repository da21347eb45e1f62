"""/healthz: this process responds.  /readyz: the database, Redis and the migrations are in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import gevent
import structlog
from flask import Flask, current_app
from gevent import monkey
from redis import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from models.core.database.flask_db import db
from models.core.database.roles import RoleTooPowerful, check_role
from models.core.outgoing.dispatch import Dispatcher

# So that /readyz answers within two seconds, even if a server hangs.
CHECK_TIMEOUT_SECONDS = 1.5

MIGRATIONS = Path(__file__).parent.parent / "migrations"

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    app.add_url_rule("/readyz", "readyz", _ready)


def _ready() -> tuple[dict[str, Any], int]:
    checks = _run(database=partial(_database, db.engine), redis=partial(_redis, current_app.extensions["dispatcher"]))
    is_ready = all(state == "ok" for state in checks.values())
    return {"status": "ok" if is_ready else "unavailable", "checks": checks}, 200 if is_ready else 503


def _run(**checks: Callable[[], str]) -> dict[str, str]:
    """The result of each check.  They run concurrently, so that a frozen server does not delay the load balancer."""
    if not monkey.is_module_patched("socket"):
        return {name: check() for name, check in checks.items()}
    running = {name: gevent.spawn(check) for name, check in checks.items()}
    gevent.joinall(list(running.values()), timeout=CHECK_TIMEOUT_SECONDS)
    results = {name: one.value if one.ready() else "no answer in time" for name, one in running.items()}
    gevent.killall(list(running.values()), block=False)
    return {name: state or "failed" for name, state in results.items()}


def _database(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            check_role(connection)
            found = connection.scalar(text("select version_num from alembic_version"))
    except RoleTooPowerful as error:
        return str(error)
    except SQLAlchemyError as error:
        log.warning("database not ready", error=str(error))
        return "not reachable, or not migrated"
    return "ok" if found == newest_migration() else f"at migration {found}, the code is at {newest_migration()}"


def _redis(dispatcher: Dispatcher) -> str:
    try:
        dispatcher.ping()
    except RedisError as error:
        log.warning("redis not ready", error=str(error))
        return "not reachable"
    return "ok"


@cache
def newest_migration() -> str:
    """The newest migration of this code.  The files are named by number."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]
