"""One module a noun.  Importing this package registers every actor (`ACTORS`)."""

from __future__ import annotations

from tasks.actors import handoffs, passwords, replies
from tasks.actors.registry import ACTORS

__all__ = ["ACTORS", "handoffs", "passwords", "replies"]
