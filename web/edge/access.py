"""Who may call a route.  Every route of the API declares it; one that does not is refused by the build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.user import ADMINS, ENGINEERS, EVERYONE, Role


@dataclass(frozen=True, kw_only=True)
class Access:
    """`roles` None: no login needed.  `gated`: needs a subscription."""

    roles: frozenset[Role] | None
    gated: bool
    hashes_password: bool = False
    """Waits for one of a few places before it takes a database connection: hashing is slow on purpose."""

    login_only: bool = False
    """Not with a personal token: who has stolen one may not make it last."""
    asks_model: bool = False
    """Makes the model work, which costs money: counted for the person and the account."""


PUBLIC = Access(roles=None, gated=False)
PUBLIC_WITH_PASSWORD = Access(roles=None, gated=False, hashes_password=True)
MEMBERS = Access(roles=EVERYONE, gated=True)
ENGINEERS_ONLY = Access(roles=ENGINEERS, gated=True)
ENGINEERS_TO_MODEL = Access(roles=ENGINEERS, gated=True, asks_model=True)
# Login and account always work, so that one can recover from a locked subscription.
MEMBERS_UNGATED = Access(roles=EVERYONE, gated=False)
LOGINS_UNGATED = Access(roles=EVERYONE, gated=False, login_only=True)
LOGINS_WITH_PASSWORD = Access(roles=EVERYONE, gated=False, login_only=True, hashes_password=True)
ADMINS_UNGATED = Access(roles=ADMINS, gated=False)
# Who gets in, and as what.
ADMIN_LOGINS_UNGATED = Access(roles=ADMINS, gated=False, login_only=True)

_ATTRIBUTE = "flowpilot_access"


def declare(view: Callable[..., Any], access: Access) -> None:
    setattr(view, _ATTRIBUTE, access)


def declared(view: Callable[..., Any]) -> Access | None:
    """What `view` declared, None where it declared nothing (health, the SPA, the OpenAPI document)."""
    return getattr(view, _ATTRIBUTE, None)
