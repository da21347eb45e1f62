"""What the dependency audit makes of the answers: found, clean, and not asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from setup import audit, paths

SKIPPED = {"name": "wrapt", "version": "2.5.2", "skip_reason": "Dependency not found"}
CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
BROKEN = {
    "name": "redis",
    "version": "8.1.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["8.1.1"], "description": "…"}],
}
XSS = {"title": "XSS", "severity": "high", "url": "https://example.test/advisories/GHSA-1"}


def _pip(*packages: dict[str, Any]) -> str:
    return "WARNING: something\n" + json.dumps({"dependencies": packages, "fixes": []})


def _npm(**packages: Any) -> str:
    return json.dumps({"auditReportVersion": 2, "vulnerabilities": packages})


@pytest.mark.parametrize("said", ["", "timed out", _pip(SKIPPED), "{broken"])
def test_pythons_packages_that_nobody_knew_were_not_asked_for(said: str) -> None:
    assert audit.judge_python(said) == (0, audit.NOT_ASKED)


def test_a_vulnerable_python_package_fails_with_its_name_and_its_fix() -> None:
    assert audit.judge_python(_pip(CLEAN, SKIPPED)) == (0, "1 packages")
    code, said = audit.judge_python(_pip(CLEAN, BROKEN))
    assert code == 1
    assert said == "redis 8.1.0: PYSEC-1, fixed in 8.1.1"


@pytest.mark.parametrize("said", ["", json.dumps({"message": "405 Method Not Allowed"}), "npm error network"])
def test_npm_without_a_report_was_not_asked(said: str) -> None:
    assert audit.judge_spa(said) == (0, audit.NOT_ASKED)


def test_a_vulnerable_npm_package_fails_once_for_each_advisory() -> None:
    assert audit.judge_spa(_npm()) == (0, "asked")
    found = _npm(marked={"via": [XSS]}, app={"via": ["marked"]})
    assert audit.judge_spa(found) == (1, "marked: XSS (high), https://example.test/advisories/GHSA-1")


def test_an_accepted_advisory_fails_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ACCEPTED", {"CVE-2026-1": "not reachable", "GHSA-1": "not reachable"})
    assert audit.judge_python(_pip(BROKEN))[0] == 0
    assert audit.judge_spa(_npm(marked={"via": [XSS]}))[0] == 0


def test_a_lock_file_is_asked_about_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    monkeypatch.setattr(audit, "_CACHED", tmp_path / "audit.json")
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==3.1.3")
    asked: list[str] = []

    def ask() -> audit.Verdict:
        asked.append(lock.read_text())
        return 0, "1 packages"

    assert audit._todays_verdict(lock, ask) == audit._todays_verdict(lock, ask) == (0, "1 packages")
    lock.write_text("flask==3.1.4")
    audit._todays_verdict(lock, ask)
    assert asked == ["flask==3.1.3", "flask==3.1.4"]
