"""Who may call a route.  Every API route declares it; a test fails for a route that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.user import ADMINS, ENGINEERS, EVERYONE, Role


@dataclass(frozen=True, kw_only=True)
class Access:
    """`roles`: who may call the route; None means that no login is needed.  `gated`: requires a subscription."""

    roles: frozenset[Role] | None
    gated: bool
    hashes_password: bool = False
    """Waits for a hashing slot before it takes a database connection, because hashing is slow on purpose."""

    login_only: bool = False
    """Refuses personal tokens, so that a stolen token cannot be used to create lasting access."""
    takes_file: bool = False
    """Takes a file (multipart), which is examined in a slot before the request takes a database connection."""
    takes_scripts: bool = False
    """Of a call that takes a file: it is a script or a zip of scripts, and no attachment."""
    asks_model: bool = False
    """Makes the model work, which costs money: counts against the limits of the user and the account."""
    is_for_programs: bool = False
    """Called by other systems, without a cookie: what a browser's other pages may do to it makes no difference."""
    only_asks_model: bool = False
    """Records nothing of a person's, so that it is refused when the account's AI budget is used up."""

    answers_secrets: bool = False
    """Changes nothing, and its answer may hold a secret: it is not kept for a repeated Idempotency-Key."""


PUBLIC = Access(roles=None, gated=False)
PROGRAMS = Access(roles=None, gated=False, is_for_programs=True)
PUBLIC_WITH_PASSWORD = Access(roles=None, gated=False, hashes_password=True)
MEMBERS = Access(roles=EVERYONE, gated=True)
ENGINEERS_ONLY = Access(roles=ENGINEERS, gated=True)
ENGINEERS_TO_SEE_SECRETS = Access(roles=ENGINEERS, gated=True, answers_secrets=True)
ENGINEERS_TO_UPLOAD = Access(roles=ENGINEERS, gated=True, takes_file=True)
ENGINEERS_TO_IMPORT = Access(roles=ENGINEERS, gated=True, takes_file=True, takes_scripts=True)
ENGINEERS_TO_MODEL = Access(roles=ENGINEERS, gated=True, asks_model=True)
ENGINEERS_ONLY_TO_MODEL = Access(roles=ENGINEERS, gated=True, asks_model=True, only_asks_model=True)
# Login and account always work, so that an account can recover from a locked subscription.
MEMBERS_UNGATED = Access(roles=EVERYONE, gated=False)
LOGINS_UNGATED = Access(roles=EVERYONE, gated=False, login_only=True)
LOGINS_WITH_PASSWORD = Access(roles=EVERYONE, gated=False, login_only=True, hashes_password=True)
ADMINS_ONLY = Access(roles=ADMINS, gated=True)
ADMINS_UNGATED = Access(roles=ADMINS, gated=False)
OWNERS_UNGATED = Access(roles=frozenset({Role.OWNER}), gated=False)
# Changes to who belongs to the account and with which role.
ADMIN_LOGINS_UNGATED = Access(roles=ADMINS, gated=False, login_only=True)

_ATTRIBUTE = "flowpilot_access"
_TAKES_JSON = "flowpilot_takes_json"


def declare(view: Callable[..., Any], access: Access, *, takes_json: bool) -> None:
    setattr(view, _ATTRIBUTE, access)
    setattr(view, _TAKES_JSON, takes_json)


def takes_json(view: Callable[..., Any]) -> bool:
    """Whether `view` reads a JSON body."""
    return getattr(view, _TAKES_JSON, False)


def declared(view: Callable[..., Any]) -> Access | None:
    """The access that `view` declared; None for views outside the API (health, the SPA, the OpenAPI document)."""
    return getattr(view, _ATTRIBUTE, None)
