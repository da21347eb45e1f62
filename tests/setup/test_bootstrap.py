"""What runs before the environment: readable by an old Python, and by one that has no packages at all."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from setup import bootstrap
from setup.paths import SETUP

_BEFORE_THE_ENVIRONMENT = (
    *("bootstrap", "environment", "commands", "problems", "interruption", "progress", "paths", "clean"),
)


def test_old_python_gets_as_far_as_the_version_check():
    for name in ("__init__", "bootstrap"):
        ast.parse((SETUP / f"{name}.py").read_text(), feature_version=(3, 6))


def test_old_python_gives_way_to_a_newer_one(monkeypatch):
    became = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "run"])
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None)
    monkeypatch.setattr(subprocess, "call", lambda *_args, **_options: 0)
    monkeypatch.setattr(os, "execv", lambda *given: became.append(given))

    bootstrap.main()

    assert became == [("/bin/python3.12", ["/bin/python3.12", "-m", "setup.bootstrap", "run"])]


@pytest.mark.parametrize("name", _BEFORE_THE_ENVIRONMENT)
def test_what_makes_the_environment_needs_none(name):
    tree = ast.parse((SETUP / f"{name}.py").read_text())

    allowed = sys.stdlib_module_names | {f"setup.{ours}" for ours in _BEFORE_THE_ENVIRONMENT}
    assert set(_imported(tree)) <= allowed


def _imported(tree: ast.Module) -> Iterator[str]:
    """The standard library's packages and our modules, by their full names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (_package_or_ours(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "setup":
            yield from (f"setup.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield _package_or_ours(node.module)


def _package_or_ours(name: str) -> str:
    return name if name.startswith("setup.") else name.partition(".")[0]
