"""`dramatiq-gevent tests.chaos.entry.worker`: the real worker, with what the harness does inside it."""

from __future__ import annotations

from tasks.worker import broker
from tests.chaos.entry import sabotage

__all__ = ["broker"]

sabotage.sabotage()
sabotage.note_what_is_taken()
sabotage.die_before_commit_when_told()
