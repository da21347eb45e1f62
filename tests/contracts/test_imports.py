"""Imports point down, and the web processes never load what only a worker needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 120


def python(*arguments: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter in the checkout, which finds what the checkout brings along and nothing else."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **(environ or {})}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False)


def modules_after(statement: str, environ: dict[str, str]) -> set[str]:
    result = python("-c", f"{statement}\nimport sys; print(*sys.modules)", environ=environ)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


@pytest.fixture(scope="module")
def modules_of_web(environment: dict[str, str]) -> set[str]:
    return modules_after("from web import create_app; create_app()", environment)


@pytest.mark.parametrize("heavy", ["anthropic", "httpx2", "pydantic", "requests", "smtplib"])
def test_web_never_loads_what_talks_to_the_outside(modules_of_web: set[str], heavy: str) -> None:
    assert heavy not in modules_of_web


def test_web_never_loads_tasks_or_prompts(modules_of_web: set[str]) -> None:
    assert not {name for name in modules_of_web if name.partition(".")[0] in {"tasks", "prompts"}}


def test_the_app_is_made_without_any_server(environment: dict[str, str]) -> None:
    """`create_app` connects to nothing, so that a web process starts while PostgreSQL and Redis are away."""
    away = {
        "DATABASE_URL": "postgresql+psycopg2://app:pw@127.0.0.1:1/flowpilot",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    assert "web.api.auth" in modules_after("from web import create_app; create_app()", environment | away)


def test_the_domain_loads_no_flask_but_for_its_one_declaration(environment: dict[str, str]) -> None:
    statement = "import models.operations.handoffs, models.operations.ai_sessions, models.queries.escalations"
    assert not {"flask", "flask_sqlalchemy", "werkzeug"} & modules_after(statement, environment)


def test_without_settings_the_app_says_what_is_missing(tmp_path: Path) -> None:
    names = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    empty = dict.fromkeys(names, "") | {"FLOWPILOT_DATA": str(tmp_path)}
    result = python("-c", "from web import create_app; create_app()", environ=empty)
    assert result.returncode != 0
    assert all(name in result.stderr for name in names)
