"""The account and the users of the demo's MSP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.core import clock
from models.operations import accounts
from models.operations.accounts import NewUser
from models.queries import account_lookups
from models.user import Role, User

PASSWORD = "flowpilot-demo"  # noqa: S105 -- public on purpose, see the package's docstring
JUNIOR, SENIOR, OWNER = "sam@demo.test", "priya@demo.test", "morgan@demo.test"
ACCOUNT_AGE = timedelta(days=60)
"""Older than the oldest scenario."""


@dataclass(frozen=True)
class DemoUsers:
    sam: User
    priya: User
    morgan: User


def exist() -> bool:
    return account_lookups.user_by_address(JUNIOR) is not None


def create(*, at: datetime) -> DemoUsers:
    """Create the account with its owner, the senior and the junior, as if it were `at`."""
    with clock.moved(at - clock.now()):
        owner = NewUser(name="Morgan Reed", email=OWNER, password=PASSWORD, role=Role.OWNER)
        morgan = accounts.register_account("Northwind IT Services", first=owner, is_demo=True)
        senior = NewUser(name="Priya Nair", email=SENIOR, password=PASSWORD, role=Role.ENGINEER)
        junior = NewUser(name="Sam Keller", email=JUNIOR, password=PASSWORD, role=Role.ENGINEER)
        return DemoUsers(morgan=morgan, priya=accounts.add_user(senior), sam=accounts.add_user(junior))
