"""Authentication and authorisation: login cookie or personal token, CSRF token, role, billing gate."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from flask import Response, g, request

from models.account import Account
from models.core.errors import CsrfFailed, LoginRequired, RoleRequired, Unauthenticated
from models.login import LIFETIME, Login
from models.operations import logins, personal_tokens
from models.personal_token import PersonalToken
from models.user import ENGINEERS, User
from settings import Settings
from web.edge.access import Access

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Identity:
    """The authenticated user.  `credential`: the login of a browser's cookie, or the personal token of a program."""

    user: User
    account: Account
    credential: Login | PersonalToken


def admit(access: Access, settings: Settings) -> None:
    """Authenticate and authorise the request.

    Raises Unauthenticated (401), CsrfFailed, LoginRequired and RoleRequired (403), PaymentRequired (402).
    """
    if access.roles is None:
        if not access.is_for_programs:
            _check_origin(settings)
        return
    secret = _bearer()
    if secret is None:
        # Browsers send cookies automatically, also with requests that another site caused.
        _check_origin(settings)
    found = _identify(secret, settings)
    if isinstance(found.credential, Login):
        _check_csrf_token(found.credential.id, settings)
    elif access.login_only:
        raise LoginRequired
    if found.user.role not in access.roles:
        raise RoleRequired(None if access.roles == ENGINEERS else "Admin access required")
    if access.gated:
        check_subscription(found.account, settings)
    g.identity = found


def check_subscription(account: Account, settings: Settings) -> None:
    """The billing gate.  Raises PaymentRequired (402)."""
    if settings.billing != "off":
        account.check_subscription(billing_url=f"{settings.public_url}/account/billing")


def current() -> Identity:
    """The identity of this request; only on routes that need a login."""
    identity: Identity = g.identity
    return identity


def current_user() -> User:
    return current().user


def current_login() -> Login:
    """The login of this request; only on routes that take no personal token."""
    credential = current().credential
    assert isinstance(credential, Login)
    return credential


def identify_again(credential_id: UUID, *, is_login: bool) -> Identity:
    """Authenticate an open stream again; the unit of work has entered the account.  Raises Unauthenticated."""
    now = logins.still_open(credential_id) if is_login else personal_tokens.still_valid(credential_id)
    return Identity(user=now.user, account=logins.account_of(now), credential=now)


def csrf_token(credential_id: UUID, settings: Settings) -> str:
    """The CSRF token of a login.  It is useless with any other login and after a logout.  Personal tokens need none."""
    return hmac.new(settings.secret_key.encode(), b"csrf:" + credential_id.bytes, hashlib.sha256).hexdigest()


def remember(response: Response, token: str, settings: Settings) -> None:
    """Set the login cookie."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.is_https,
        path="/",
    )


def forget(response: Response, settings: Settings) -> None:
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="Lax")


def cookie_name(settings: Settings) -> str:
    return "__Host-flowpilot" if settings.is_https else "flowpilot"


def _bearer() -> str | None:
    """The personal token of a program (RFC 6750).  If there is one, the cookie is ignored."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _identify(secret: str | None, settings: Settings) -> Identity:
    credential: Login | PersonalToken | None
    if secret is not None:
        credential = personal_tokens.use_token(secret)
    else:
        cookie = request.cookies.get(cookie_name(settings))
        credential = logins.resume_login(cookie) if cookie else None
    if credential is None:
        raise Unauthenticated
    account = logins.account_of(credential)
    if account.is_demo and not settings.dev:
        # Production accepts no demo login, neither by its public password nor by a cookie from `make run`.
        raise Unauthenticated
    structlog.contextvars.bind_contextvars(account_id=str(account.id), user_id=str(credential.user_id))
    return Identity(user=credential.user, account=account, credential=credential)


def _check_csrf_token(login_id: UUID, settings: Settings) -> None:
    if request.method in SAFE_METHODS:
        return
    sent = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(sent.encode(), csrf_token(login_id, settings).encode()):
        raise CsrfFailed


def _check_origin(settings: Settings) -> None:
    """Raises CsrfFailed for an unsafe request of another site.  Browsers send Origin with it; programs do not."""
    origin = request.headers.get("Origin")
    if origin and request.method not in SAFE_METHODS and origin not in _own_origins(settings):
        raise CsrfFailed


def _own_origins(settings: Settings) -> set[str]:
    origins = {settings.public_url}
    if settings.dev:
        port = urlsplit(settings.public_url).port
        suffix = f":{port}" if port else ""
        origins |= {f"http://{host}{suffix}" for host in ("127.0.0.1", "localhost", "[::1]")}
    return origins
