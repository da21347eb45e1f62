"""The built SPA: its types are the application's OpenAPI and AsyncAPI documents, its compressed files are its files."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import orjson
import pytest

from setup import spa
from setup.paths import ROOT
from tests.support.desk import API
from web.edge.application import FlowPilot


@pytest.fixture(scope="module")
def documents(app: FlowPilot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The OpenAPI and the AsyncAPI document of this application."""
    folder = tmp_path_factory.mktemp("documents")
    openapi, asyncapi = folder / "openapi.json", folder / "asyncapi.json"
    for document in (openapi, asyncapi):
        document.write_bytes(orjson.dumps(app.test_client().get(f"{API}/{document.name}").get_json()))
    return openapi, asyncapi


def compare(openapi: Path, asyncapi: Path) -> subprocess.CompletedProcess[str]:
    """The SPA's types against these documents."""
    node = spa.installed()
    command = [*node.npm, "run", "--silent", "openapi", "--", str(openapi), str(asyncapi), "--check"]
    return subprocess.run(command, cwd=spa.SOURCES, env=node.environment(), capture_output=True, text=True, check=False)


def test_the_types_of_the_spa_are_those_of_the_api_and_its_events(documents: tuple[Path, Path]) -> None:
    checked = compare(*documents)
    assert checked.returncode == 0, checked.stderr


def test_a_field_that_an_event_gains_has_to_reach_the_types_of_the_spa(
    documents: tuple[Path, Path], tmp_path: Path
) -> None:
    openapi, asyncapi = documents
    document = orjson.loads(asyncapi.read_bytes())
    document["components"]["schemas"]["FactChanged"]["properties"]["kind"] = {"type": "string"}
    (changed := tmp_path / "asyncapi.json").write_bytes(orjson.dumps(document))
    assert "src/api/events.d.ts is out of date" in compare(openapi, changed).stderr


def test_the_spa_listens_to_every_event_of_the_server_and_no_other(documents: tuple[Path, Path]) -> None:
    messages = orjson.loads(documents[1].read_bytes())["components"]["messages"]
    node = spa.installed()
    script = "import { EVENT_TYPES } from './src/live/events.ts'; console.log(JSON.stringify(EVENT_TYPES))"
    command = [str(node.executable), "--input-type=module", "--eval", script]
    listed = subprocess.run(command, cwd=spa.SOURCES, capture_output=True, text=True, check=True)
    assert sorted(orjson.loads(listed.stdout)) == sorted(messages)


def test_what_the_build_compressed_is_what_it_wrote() -> None:
    spa.ensure_built()
    compressed = list((ROOT / "web" / "static").rglob("*.gz"))
    assert compressed
    assert [
        file.name for file in compressed if gzip.decompress(file.read_bytes()) != file.with_suffix("").read_bytes()
    ] == []
