"""The layout of the tree: no long files, and tests that are found where the code is."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = 300
SUFFIXES = {".py", ".ts", ".tsx", ".css"}
NOT_WRITTEN_BY_HAND = ("migrations/versions/", "web/spa/src/api/schema.d.ts", "web/spa/src/api/events.d.ts")
"""A migration is written once and never touched again; the other files are generated."""

ROOMS = {
    "bench": "FlowPilot against its peers",
    "chaos": "faults while people work",
    "contracts": "the rules that the whole tree keeps",
    "e2e": "the main jobs in a browser",
    "evals": "cases that the assistant's answers are compared with",
    "mutants": "faults in the code, which other tests must notice",
    "outside": "loopback servers that speak the outside systems' protocols",
    "processes": "real processes that are killed, frozen and upgraded",
    "support": "what several test packages share",
    "tenancy": "accounts against each other at random",
}
"""Folders of tests that test no single package."""


def files() -> list[Path]:
    """Every file of the checkout that git tracks or would track."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode == 0, listed.stderr
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def test_no_file_written_by_hand_is_longer_than_300_lines() -> None:
    long = {
        name: lines
        for path in files()
        if path.suffix in SUFFIXES
        and not (name := path.relative_to(ROOT).as_posix()).startswith(NOT_WRITTEN_BY_HAND)
        and (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}, "divide them by noun or by task"


def test_every_folder_of_tests_is_named_for_the_code_that_it_tests() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in files() if path.is_relative_to(ROOT / "tests")}
    strangers = {
        folder.as_posix()
        for folder in folders
        if folder.parts and folder.parts[0] not in ROOMS and not is_code(ROOT / folder)
    }
    assert strangers == set(), "name them for a package or module, or add a room with its purpose"


def is_code(path: Path) -> bool:
    """Whether a package or a module has this path (the module's without its suffix)."""
    return path.is_dir() or path.with_suffix(".py").is_file()
