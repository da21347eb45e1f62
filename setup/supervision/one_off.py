"""Runs the commands that must end before the app is ready: the Procfile's release and the demo data."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from setup.paths import ROOT
from setup.problems import SetupProblem

FLASK = "flask --app web"
_UNKNOWN_REVISION = re.compile(r"Can't locate revision identified by '(\w+)'")


@dataclass(frozen=True)
class OneOff:
    """Runs commands in the app's environment `env`; their output goes to a file in `log`."""

    env: Mapping[str, str]
    log: Path

    def release(self, line: str) -> None:
        """Bring the database up to date.  Raises SetupProblem `database_newer` or `release_failed`."""
        said, succeeded = self._call("release", line)
        if succeeded:
            return
        if unknown := _UNKNOWN_REVISION.search(said):
            raise SetupProblem(
                "database_newer",
                f"The database knows a migration that this checkout does not ({unknown[1]}): it was used with newer"
                " code. Nothing was changed. Check out that code again, or set FLOWPILOT_DATA to another folder to"
                " start with new data beside it.",
            )
        raise self._failed("release_failed", "Bringing the database up to date", "release", said)

    def seed_demo(self) -> None:
        """Create the demo data if it is missing.  Raises SetupProblem `demo_failed`."""
        said, succeeded = self._call("demo", f"{FLASK} demo seed")
        if not succeeded:
            raise self._failed("demo_failed", "Making the demo data", "demo", said)

    def demo_logins(self) -> list[str]:
        """The lines that list the demo logins.  Raises SetupProblem `demo_failed`."""
        said, succeeded = self._call("demo", f"{FLASK} demo logins", with_errors=False)
        if not succeeded:
            raise self._failed("demo_failed", "Listing the demo logins", "demo", said)
        return said.splitlines()

    def _call(self, name: str, line: str, *, with_errors: bool = True) -> tuple[str, bool]:
        with (self.log / f"{name}.log").open("w+") as errors:
            done = subprocess.run(
                ("/bin/sh", "-c", f"exec {line}"),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=errors if with_errors else subprocess.PIPE,
                stderr=errors,
                text=True,
                check=False,
            )
            errors.seek(0)
            return (errors.read() if with_errors or done.returncode else done.stdout), done.returncode == 0

    def _failed(self, code: str, what: str, name: str, said: str) -> SetupProblem:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return SetupProblem(
            code,
            f"{what} failed: {lines[-1] if lines else 'it said nothing'} The data is kept. All that it said is in"
            f" {self.log / name}.log; run again when that is put right.",
        )
