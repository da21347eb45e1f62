"""The simulated ticket system of the demo: the one that tests use, as a server of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from setup.data_folder import DataFolder
from setup.paths import ROOT, VENV
from setup.servers import ports

_SIMULATORS = ROOT / "tests" / "outside" / "psa"


@dataclass(frozen=True)
class DemoPsa:
    """ConnectWise PSA on the loopback; its tickets are kept in a file between runs."""

    port: int
    tickets: Path
    ADDRESS: ClassVar[str] = "DEMO_PSA_URL"
    ALLOWED: ClassVar[str] = "OUTBOUND_ALLOW_HOSTS"

    @classmethod
    def planned(cls, folder: DataFolder) -> DemoPsa | None:
        """On the port of the last run, which the demo's connection names; None in a copy without the tests."""
        if not _SIMULATORS.is_dir():
            return None
        last = urlsplit(folder.read_env().get(cls.ADDRESS, "")).port
        return cls(port=ports.for_server(last), tickets=folder.path / "demo-psa.json")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        return [
            *(str(VENV / "bin" / "python"), "-m", "tests.outside.psa", "connectwise"),
            *("--port", str(self.port), "--seed", "demo", "--keep", str(self.tickets)),
        ]

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The settings with which the demo's connection works: its address, and that calls to it are allowed."""
        former = urlsplit(given.get(self.ADDRESS, "")).netloc
        hosts = [host.strip() for host in given.get(self.ALLOWED, "").split(",")]
        others = [host for host in hosts if host and host not in (former, urlsplit(self.url).netloc)]
        return {self.ADDRESS: self.url, self.ALLOWED: ",".join([*others, urlsplit(self.url).netloc])}
