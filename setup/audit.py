"""Checks the pinned packages for known vulnerabilities: pip-audit for Python, npm for the SPA.

The advisory services are asked once a day for each version of a lock file.  If they cannot be reached, the check says
so and passes, so that an outage elsewhere does not hold up a release.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from setup import commands
from setup.paths import CACHE, ROOT, VENV, exclusively

NOT_ASKED = "not asked: the advisory service was not reached"
ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern us, by id, with the reason."""

_SECONDS = "15"
"""How long to wait for an advisory service."""
_CACHED = CACHE / "audit.json"

Verdict = tuple[int, str]
"""The exit code, and the text to show."""


def python() -> Verdict:
    """(0, how many packages were checked) or (1, the vulnerabilities found)."""
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
    return _todays_verdict(lock, lambda: judge_python(commands.run((*command, *quiet), cwd=ROOT)[1]))


def spa(npm: tuple[str, ...], env: dict[str, str]) -> Verdict:
    """The same for the SPA's packages; `npm` is the command line that starts npm in `env`."""
    folder = ROOT / "web" / "spa"
    command = (*npm, "audit", "--json", f"--fetch-timeout={_SECONDS}000", "--fetch-retries=0")
    package_lock = folder / "package-lock.json"
    return _todays_verdict(package_lock, lambda: judge_spa(commands.run(command, cwd=folder, env=env)[1]))


def judge_python(said: str) -> Verdict:
    """Judge pip-audit's JSON output.  Packages that the advisory service does not know have a `skip_reason`."""
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
    """Judge npm's JSON output (report version 2).  If npm could not ask, the output contains no report."""
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
    """The JSON object in a program's output, which may have other lines around it; empty if there is none."""
    try:
        found = json.loads(said[said.index("{") : said.rindex("}") + 1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _todays_verdict(lock: Path, ask: Callable[[], Verdict]) -> Verdict:
    """Today's verdict on this version of the lock file, from the cache if it was already asked for."""
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
