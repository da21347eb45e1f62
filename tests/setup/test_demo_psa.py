"""The demo's ticket system keeps its port, and calls to it are allowed beside what the person allows."""

from __future__ import annotations

import socket
from pathlib import Path

from setup.data_folder import DataFolder, claimed
from setup.servers.demo_psa import DemoPsa


def test_it_keeps_its_port_and_moves_if_that_is_taken(tmp_path: Path) -> None:
    with claimed(tmp_path / "data") as folder:
        first = planned(folder)
        folder.write_env(first.environment({"OUTBOUND_ALLOW_HOSTS": "chat.internal, 10.0.0.7:8080"}))
        found = folder.read_env()
        assert found["OUTBOUND_ALLOW_HOSTS"] == f"chat.internal,10.0.0.7:8080,127.0.0.1:{first.port}"
        assert planned(folder) == first and first.environment(found) == found
        with socket.create_server(("127.0.0.1", first.port)):
            moved = planned(folder)
        assert moved.port != first.port
        assert moved.environment(found) == {
            "DEMO_PSA_URL": moved.url,
            "OUTBOUND_ALLOW_HOSTS": f"chat.internal,10.0.0.7:8080,127.0.0.1:{moved.port}",
        }


def planned(folder: DataFolder) -> DemoPsa:
    found = DemoPsa.planned(folder)
    assert found
    return found
