"""Demo data for `make run`: one MSP, its people and two weeks of work, created by the operations behind the API.

It exists only if FLOWPILOT_DEV is set.  Its passwords are public, so production refuses logins of demo accounts.
`scenarios` lists what happened, `seeding` plays it, `people` creates the users, `psa` connects a simulated ticket
system, `commands` are the CLI commands.
"""

from __future__ import annotations

from web.demo.commands import demo
from web.demo.people import JUNIOR, OWNER, PASSWORD, SENIOR

__all__ = ["JUNIOR", "OWNER", "PASSWORD", "SENIOR", "demo"]
