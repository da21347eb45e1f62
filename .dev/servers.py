"""Which servers are embedded, and the settings that come of it and of the person's own environment.

A server is embedded where its address is not set; what the person sets always wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import ports
from cluster import Cluster
from datafolder import DataFolder, Secrets
from doorbell import Doorbell


@dataclass(frozen=True)
class Servers:
    """The embedded servers of one data folder; None stands for one that the person brings along."""

    folder: DataFolder
    secrets: Secrets
    cluster: Cluster | None
    doorbell: Doorbell | None

    MANAGED: ClassVar[frozenset[str]] = frozenset(
        {
            *("FLOWPILOT_DEV", "FLOWPILOT_DATA", "PORT", "PUBLIC_URL", "DEMO_DATA", "SECRET_KEY", "ENCRYPTION_KEYS"),
            *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"),
        }
    )
    """The variables that a start writes anew into the `env` file."""

    @classmethod
    def planned(cls, folder: DataFolder, sockets: Path, environ: Mapping[str, str], *, durable: bool = True) -> Servers:
        """Decide what is embedded and on which ports; starts and writes nothing but new secrets."""
        secrets = folder.secrets()
        data, redis = folder.path / "postgres", folder.path / "redis"
        cluster = doorbell = None
        if not environ.get("DATABASE_URL", "").strip():
            cluster = Cluster(
                folder=data,
                sockets=sockets,
                log=folder.log / "postgres.log",
                port=ports.for_server(_remembered_port(data / "postgresql.conf")),
                secrets=secrets,
                durable=durable,
            )
        if not environ.get("REDIS_URL", "").strip():
            doorbell = Doorbell(
                folder=redis,
                log=folder.log / "redis.log",
                port=ports.for_server(_remembered_port(redis / "redis.conf")),
                password=secrets.redis_password,
                durable=durable,
            )
        return cls(folder, secrets, cluster, doorbell)

    def described(self) -> str:
        """For people: where the database is and whether it is new."""
        if self.cluster is None:
            return "yours (DATABASE_URL)"
        return "found" if self.cluster.folder.exists() else "new"

    def environment(self, environ: Mapping[str, str], *, port: int) -> dict[str, str]:
        """The settings that FlowPilot needs here, by their variables."""
        embedded = (self.cluster.environment() if self.cluster else {}) | (
            self.doorbell.environment() if self.doorbell else {}
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
    """The port in a server's configuration file, as the last run left it."""
    try:
        found = re.search(r"^port\s*=?\s*(\d+)", settings.read_text(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return int(found[1]) if found else None
