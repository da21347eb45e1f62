"""The key of a cached text: it changes when another prompt, model or provider would write another text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models import cache_key as module
from models.cache_key import cache_key
from settings import Settings

TASKS = ["resolution_note", "escalation_package"]


@pytest.fixture
def prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the prompts, to change."""
    folder = tmp_path / "prompts"
    shutil.copytree(module._PROMPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "_PROMPTS", folder)
    module._files_digest.cache_clear()
    yield folder
    module._files_digest.cache_clear()


def test_the_key_of_a_task_stays_and_is_its_own(settings: Settings) -> None:
    assert len({cache_key(task, settings) for task in TASKS for _ in range(2)}) == 2


@pytest.mark.parametrize(
    "changes", [{"anthropic_api_key": "sk"}, {"anthropic_api_key": "sk", "anthropic_model": "another"}]
)
def test_another_provider_or_model_has_another_key(settings: Settings, changes: dict[str, str]) -> None:
    assert cache_key(TASKS[0], replace(settings, **changes)) != cache_key(TASKS[0], settings)


def test_another_key_of_the_vendor_has_the_same_key(settings: Settings) -> None:
    keys = {cache_key(TASKS[0], replace(settings, anthropic_api_key=key)) for key in ("sk-1", "sk-2")}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "name", ["resolution_note/system.v1.j2", "resolution_note/content.py", "_shared/style.j2", "models.toml"]
)
def test_a_changed_file_of_the_task_changes_its_key(settings: Settings, prompts: Path, name: str) -> None:
    before = cache_key(TASKS[0], settings)
    module._files_digest.cache_clear()
    with (prompts / name).open("a") as file:
        file.write("\n")
    assert cache_key(TASKS[0], settings) != before


def test_a_file_of_another_task_does_not(settings: Settings, prompts: Path) -> None:
    before = cache_key(TASKS[0], settings)
    module._files_digest.cache_clear()
    (prompts / "escalation_package" / "user.v1.j2").write_text("")
    assert cache_key(TASKS[0], settings) == before
