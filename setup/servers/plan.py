"""Decides which servers are embedded, and which settings FlowPilot gets.

A server is embedded if its address is not set.  Settings in the person's environment always win.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from setup.data_folder import DataFolder, Secrets
from setup.servers import ports
from setup.servers.postgres_server import PostgresServer
from setup.servers.redis_server import RedisServer


@dataclass(frozen=True)
class Servers:
    """The embedded servers of one data folder; None means that the person provides the server."""

    folder: DataFolder
    secrets: Secrets
    postgres: PostgresServer | None
    redis: RedisServer | None

    MANAGED: ClassVar[frozenset[str]] = frozenset(
        {
            *("FLOWPILOT_DEV", "FLOWPILOT_DATA", "PORT", "PUBLIC_URL", "DEMO_DATA", "SECRET_KEY", "ENCRYPTION_KEYS"),
            *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"),
        }
    )
    """The variables that each start rewrites in the `env` file."""

    @classmethod
    def planned(cls, folder: DataFolder, sockets: Path, environ: Mapping[str, str], *, durable: bool = True) -> Servers:
        """Decide what is embedded and on which ports; starts and writes nothing but new secrets."""
        secrets = folder.secrets()
        postgres_folder, redis_folder = folder.path / "postgres", folder.path / "redis"
        postgres = redis = None
        if not environ.get("DATABASE_URL", "").strip():
            postgres = PostgresServer(
                folder=postgres_folder,
                sockets=sockets,
                log=folder.log / "postgres.log",
                port=ports.for_server(_remembered_port(postgres_folder / "postgresql.conf")),
                secrets=secrets,
                durable=durable,
            )
        if not environ.get("REDIS_URL", "").strip():
            redis = RedisServer(
                folder=redis_folder,
                log=folder.log / "redis.log",
                port=ports.for_server(_remembered_port(redis_folder / "redis.conf")),
                password=secrets.redis_password,
                durable=durable,
            )
        return cls(folder, secrets, postgres, redis)

    def described(self) -> str:
        """A word for the output: whether the database is the person's own, an existing one or a new one."""
        if self.postgres is None:
            return "yours (DATABASE_URL)"
        return "found" if self.postgres.folder.exists() else "new"

    def environment(self, environ: Mapping[str, str], *, port: int) -> dict[str, str]:
        """The environment variables that FlowPilot needs here."""
        embedded = (self.postgres.environment() if self.postgres else {}) | (
            self.redis.environment() if self.redis else {}
        )
        generated = {
            "FLOWPILOT_DEV": "1",
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": "",
            "DATABASE_OWNER_URL": "",
            "REDIS_URL": "",
            "SECRET_KEY": self.secrets.secret_key,
            "ENCRYPTION_KEYS": self.secrets.encryption_keys,
        }
        chosen = {name: environ[name].strip() for name in generated if environ.get(name, "").strip()}
        fixed = {"FLOWPILOT_DATA": str(self.folder.path), "PORT": str(port)}
        values = generated | chosen | embedded | fixed
        return {name: value for name, value in values.items() if value}


def _remembered_port(settings: Path) -> int | None:
    """The port that the last run wrote into a server's configuration file."""
    try:
        found = re.search(r"^port\s*=?\s*(\d+)", settings.read_text(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return int(found[1]) if found else None
