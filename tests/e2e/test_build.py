"""The built SPA: its typed client is the application's OpenAPI document, its compressed files are its files."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import orjson
import spa
from places import ROOT

from tests.desk import API
from web.edge.application import FlowPilot


def test_the_typed_client_says_what_the_api_says(app: FlowPilot, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_bytes(orjson.dumps(app.test_client().get(f"{API}/openapi.json").get_json()))
    node = spa.installed()
    command = [*node.npm, "run", "--silent", "openapi", "--", str(document), "--check"]
    checked = subprocess.run(
        command, cwd=spa.SOURCES, env=node.environment(), capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_what_the_build_compressed_is_what_it_wrote() -> None:
    spa.ensure_built()
    compressed = list((ROOT / "web" / "static").rglob("*.gz"))
    assert compressed
    assert [
        file.name for file in compressed if gzip.decompress(file.read_bytes()) != file.with_suffix("").read_bytes()
    ] == []
