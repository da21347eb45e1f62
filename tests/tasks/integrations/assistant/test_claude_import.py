"""The SDK costs seconds and megabytes: only a process that really asks Claude pays for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
WITHOUT_A_CALL = """
import sys
from types import SimpleNamespace
from tasks.integrations.assistant import choose_provider
choose_provider(SimpleNamespace(
    anthropic_api_key="key", anthropic_base_url=None, anthropic_model=None, demo_ai_delay_ms=0))
print(sorted({"anthropic", "httpx2"} & sys.modules.keys()))
"""


def test_choosing_claude_does_not_import_the_sdk() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_A_CALL], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
