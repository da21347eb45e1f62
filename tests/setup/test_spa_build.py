"""The SPA's build: made by real npm, and only when something it is made of changed."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from setup import nodejs, paths, spa
from setup.problems import SetupProblem

_BUILD = (
    "node -e \"fs.mkdirSync('../static',{recursive:true});"
    "fs.appendFileSync('../built','x');fs.writeFileSync('../static/index.html','')\""
)


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A SPA whose build leaves one x for each time that it ran."""
    sources = tmp_path / "spa"
    sources.mkdir()
    _write_package(sources, _BUILD)
    (sources / "main.ts").write_text("1")
    monkeypatch.setattr(spa, "SOURCES", sources)
    monkeypatch.setattr(spa, "_OUTPUT", tmp_path / "static")
    monkeypatch.setattr(spa, "_BUILT_FROM", tmp_path / "built-from")
    monkeypatch.setattr(spa, "_INSTALLED_FROM", sources / "node_modules" / ".installed-from")
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    return sources


def test_build_is_made_once_and_again_after_a_change(sources):
    spa.ensure_built()
    spa.ensure_built()
    assert _builds(sources) == 1

    (sources / "main.ts").write_text("2")
    spa.ensure_built()
    assert _builds(sources) == 2


def test_build_that_somebody_removed_is_made_again(sources):
    spa.ensure_built()
    (sources.parent / "static" / "index.html").unlink()
    spa.ensure_built()
    assert _builds(sources) == 2


def test_checks_side_by_side_install_the_packages_once(sources, monkeypatch):
    began, others_ask = [], threading.Event()

    def install(_node, folder):
        began.append(folder)
        others_ask.wait(10)

    monkeypatch.setattr(nodejs.Node, "install", install)
    with ThreadPoolExecutor(3) as checks:
        asked = [checks.submit(spa.installed) for _ in range(3)]
        others_ask.set()
        assert len({one.result() for one in asked}) == 1
    assert began == [sources]


def test_build_that_fails_says_why(sources):
    _write_package(sources, "node -e \"console.error('Budget exceeded'); process.exit(1)\"")

    with pytest.raises(SetupProblem, match="Budget exceeded") as told:
        spa.ensure_built()
    assert told.value.code == "node_failed"


def _builds(sources):
    return len((sources.parent / "built").read_text())


def _write_package(sources, build):
    package = {"name": "spa", "version": "1.0.0"}
    lock = {**package, "lockfileVersion": 3, "requires": True, "packages": {"": package}}
    (sources / "package.json").write_text(json.dumps({**package, "scripts": {"build": build}}))
    (sources / "package-lock.json").write_text(json.dumps(lock))
