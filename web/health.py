"""/healthz: this process answers.  /readyz: database, Redis and migrations are well."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.core.database import db
from models.core.roles import RoleTooPowerful, check_role

MIGRATIONS = Path(__file__).parent.parent / "migrations"

log = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    app.add_url_rule("/readyz", "readyz", _ready)


def _ready() -> tuple[dict[str, Any], int]:
    checks = {"database": _database(), "redis": _redis()}
    well = all(state == "ok" for state in checks.values())
    return {"status": "ok" if well else "unavailable", "checks": checks}, 200 if well else 503


def _database() -> str:
    try:
        with db.engine.connect() as connection:
            check_role(connection)
            found = connection.scalar(text("select version_num from alembic_version"))
    except RoleTooPowerful as error:
        return str(error)
    except SQLAlchemyError as error:
        log.warning("database not ready", error=str(error))
        return "not reachable, or not migrated"
    return "ok" if found == newest_migration() else f"at migration {found}, the code is at {newest_migration()}"


def _redis() -> str:
    try:
        current_app.extensions["dispatcher"].ping()
    except RedisError as error:
        log.warning("redis not ready", error=str(error))
        return "not reachable"
    return "ok"


@cache
def newest_migration() -> str:
    """The head of the migrations that this code brings along; their files are named by number."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]
