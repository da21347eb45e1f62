"""The engine options with which all processes connect to PostgreSQL."""

from __future__ import annotations

import time
from typing import Any

import orjson
import psycopg2
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import InvalidatePoolError

from models.core.database.connection import TransactionConnection
from settings import Settings

# A connection that was returned to the pool less than this long ago is not checked.
FRESH_SECONDS = 0.25
_RETURNED = "returned"

# Time limits, so that a dead peer or a stuck query raises an error instead of blocking the process.
_SERVER_OPTIONS = {
    "statement_timeout": "15000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
    "client_connection_check_interval": "1000",
    "timezone": "UTC",
}

_CONNECT_ARGS = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "flowpilot",
    "connection_factory": TransactionConnection,
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_OPTIONS.items()),
}


def engine_options(settings: Settings) -> dict[str, Any]:
    """Arguments for `create_engine`; `pool_timeout` and `pool_recycle` are seconds."""
    return {
        "pool_size": settings.database_pool_size,
        "max_overflow": 0,
        "pool_timeout": 5,
        "pool_recycle": 1_800,
        "pool_events": [(_note_return, "checkin"), (_check_alive, "checkout")],
        # Statement parameters contain chats and password hashes, which must not appear in errors.
        "hide_parameters": True,
        "connect_args": _CONNECT_ARGS,
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
    }


def make_engine(settings: Settings) -> Engine:
    """The engine of a process without Flask."""
    return create_engine(settings.database_url, **engine_options(settings))


def _note_return(dbapi_connection: Any, record: Any) -> None:
    record.info[_RETURNED] = time.monotonic()


def _check_alive(dbapi_connection: Any, record: Any, proxy: Any) -> None:
    """Like SQLAlchemy's pre-ping, except for connections used a moment ago: it would take a fifth of a small request.

    Raises InvalidatePoolError, which makes the pool open new connections.
    """
    returned = record.info.get(_RETURNED)
    if returned is None or time.monotonic() - returned < FRESH_SECONDS:
        return
    try:
        dbapi_connection.check()
    except psycopg2.Error as error:
        raise InvalidatePoolError from error


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def driver_of(connection: Connection) -> TransactionConnection | None:
    """The driver's connection; None if the engine was not created with `engine_options`."""
    driver = connection.connection.dbapi_connection
    return driver if isinstance(driver, TransactionConnection) else None
