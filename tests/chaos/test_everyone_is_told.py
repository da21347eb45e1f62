"""With mail, Slack and Teams out of order and Redis flushed, everyone is told once things are back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.told import play

pytestmark = pytest.mark.processes


def test_everyone_is_told_once_when_mail_and_chat_are_back(tmp_path: Path) -> None:
    told = play(tmp_path)
    assert told.problems == [], "\n".join([*told.problems, *told.lines, *told.stories])
