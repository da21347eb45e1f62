"""A rule of the lint, and the reasons that the rules give."""

from __future__ import annotations

import re
from dataclasses import dataclass

DELETES = "deletes files or data"
DISKS = "erases or changes disks"
ACCOUNTS = "removes or disables accounts or objects of a directory"
PASSWORDS = "changes many passwords"
PROTECTION = "turns protection off"
RUNS = "runs code that it downloads or builds"
STOPS = "restarts or stops a machine"
SIGNS_OFF = "ends people's sessions"
NETWORK = "cuts off the network"
TRACES = "clears logs"
SOFTWARE = "removes software or features"
FIREWALL = "opens the firewall"
STOPS_SERVICE = "stops a service on a server"
RESTARTS_SERVICE = "restarts a service on a server"
MANY = "changes many objects of a directory"
SYSTEM = "changes how a machine starts or who may use its files"

MILD = frozenset({RESTARTS_SERVICE})
"""Reasons to look twice, for a script that changes something but destroys nothing."""


@dataclass(frozen=True)
class Rule:
    """Commands whose name fits `names` as a whole are dangerous where `arguments` is found and `unless` is not.

    Both are looked for in the arguments, in lower case, with one space before each.
    """

    reason: str
    names: re.Pattern[str]
    arguments: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def fits(self, arguments: str) -> bool:
        """Of a command whose name fits."""
        if not self.arguments.search(arguments):
            return False
        return self.unless is None or not self.unless.search(arguments)


def rule(reason: str, names: str, arguments: str = "", unless: str | None = None) -> Rule:
    return Rule(reason, re.compile(names), re.compile(arguments), re.compile(unless) if unless else None)
