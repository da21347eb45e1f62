"""How every process connects to PostgreSQL: one set of options for the web's engine and the workers'."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Engine, create_engine

from settings import Settings

# Limits so that a dead peer or a stuck query ends in an error instead of a hung process.
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
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_OPTIONS.items()),
}


def engine_options(settings: Settings) -> dict[str, Any]:
    """Arguments for `create_engine`; `pool_timeout` and `pool_recycle` are seconds."""
    return {
        "pool_size": settings.database_pool_size,
        "max_overflow": 0,
        "pool_timeout": 5,
        "pool_recycle": 1_800,
        "pool_pre_ping": True,
        # A statement's values are chats and password hashes; errors that are logged or kept must not show them.
        "hide_parameters": True,
        "connect_args": _CONNECT_ARGS,
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
    }


def make_engine(settings: Settings) -> Engine:
    """The engine of a process without Flask."""
    return create_engine(settings.database_url, **engine_options(settings))


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()
