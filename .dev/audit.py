"""Known vulnerabilities of what the lock files pin: pip-audit for ours, npm for the SPA's.

The advisory services are asked once a day for each content of a lock file.  Where they cannot be reached nothing is
known, which is said and fails nobody: a release is not held up by somebody else's outage.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commands
from places import CACHE, ROOT, VENV, exclusively

NOT_ASKED = "not asked: the advisory service was not reached"
ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern us, by id, with the reason."""

_SECONDS = "15"
"""Of silence; then nobody was reached."""
_CACHED = CACHE / "audit.json"

Verdict = tuple[int, str]


def python() -> Verdict:
    """(0, what was asked) or (1, what was found)."""
    lock = ROOT / "requirements.lock"
    command = (
        "timeout",
        str(_SECONDS),
        VENV / "bin" / "pip-audit",
        "--requirement",
        lock,
        "--disable-pip",
        "--no-deps",
    )
    quiet = ("--format", "json", "--progress-spinner", "off")
    return _of_today(lock, lambda: judge_python(commands.run((*command, *quiet), cwd=ROOT)[1]))


def spa(npm: tuple[str, ...], env: dict[str, str]) -> Verdict:
    """`npm` is how npm is called in `env`; as `python`."""
    folder = ROOT / "web" / "spa"
    command = (*npm, "audit", "--json", f"--fetch-timeout={_SECONDS}000", "--fetch-retries=0")
    return _of_today(folder / "package-lock.json", lambda: judge_spa(commands.run(command, cwd=folder, env=env)[1]))


def judge_python(said: str) -> Verdict:
    """pip-audit's JSON: packages that nobody knew have a `skip_reason`."""
    packages = _json(said).get("dependencies", [])
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        return 0, NOT_ASKED
    found = [
        f"{package['name']} {package['version']}: {one['id']}, fixed in {', '.join(one['fix_versions']) or 'none yet'}"
        for package in asked
        for one in package.get("vulns", [])
        if not {one["id"], *one.get("aliases", [])} & ACCEPTED.keys()
    ]
    return (1, "\n".join(found)) if found else (0, f"{len(asked)} packages")


def judge_spa(said: str) -> Verdict:
    """npm's JSON (report version 2): a refusal has no report in it."""
    report = _json(said)
    if "auditReportVersion" not in report:
        return 0, NOT_ASKED
    found = [
        f"{name}: {one['title']} ({one['severity']}), {one['url']}"
        for name, package in report.get("vulnerabilities", {}).items()
        for one in package["via"]
        if isinstance(one, dict) and one["url"].rsplit("/", 1)[-1] not in ACCEPTED
    ]
    return (1, "\n".join(found)) if found else (0, "asked")


def _json(said: str) -> dict[str, Any]:
    """The object in what a program said, between lines of its own; nothing where there is none."""
    try:
        found = json.loads(said[said.index("{") : said.rindex("}") + 1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _of_today(lock: Path, ask: Callable[[], Verdict]) -> Verdict:
    mark = f"{dt.datetime.now(dt.UTC):%Y-%m-%d} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    known = _known().get(lock.name, {})
    if known.get("mark") == mark:
        return known["code"], known["said"]
    code, said = ask()
    with exclusively("audit"):
        _CACHED.write_text(json.dumps({**_known(), lock.name: {"mark": mark, "code": code, "said": said}}))
    return code, said


def _known() -> dict[str, Any]:
    try:
        return _json(_CACHED.read_text())
    except OSError:
        return {}
