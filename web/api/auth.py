"""/auth: register, log in and out, who am I, accept an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, after_this_request, current_app, request

from models.core.errors import NotFound, TooManyRequests, WrongCredentials
from models.operations import accounts, invitations, logins, passwords
from models.operations.accounts import AddressTaken, NewUser
from models.operations.invitations import InvitationClosed
from models.operations.passwords import ResetClosed
from models.user import Role, User, normalise_address
from schemas.auth import (
    AcceptInvitationSchema,
    ChangePasswordSchema,
    ForgotPasswordSchema,
    LoginSchema,
    MeSchema,
    RegisterSchema,
    ResetPasswordSchema,
    SignedInSchema,
)
from web.edge import identity
from web.edge.access import LOGINS_UNGATED, LOGINS_WITH_PASSWORD, MEMBERS_UNGATED, PUBLIC, PUBLIC_WITH_PASSWORD
from web.edge.resource import Resource

auth = Resource("auth", __name__, url_prefix="/auth", description="Login and registration.")


@auth.route("/register", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[AddressTaken])
@auth.arguments(RegisterSchema)
@auth.response(201, SignedInSchema)
def register(new: dict[str, str]) -> dict[str, Any]:
    """Open an account with its first person, and log in"""
    first = NewUser(name=new["name"], email=new["email"], password=new["password"], role=Role.OWNER)
    return _sign_in(accounts.register_account(new["account_name"], first=first))


@auth.route("/login", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[WrongCredentials])
@auth.arguments(LoginSchema)
@auth.response(200, SignedInSchema)
def log_in(given: dict[str, str]) -> dict[str, Any]:
    """Log in; the answer sets the login cookie"""
    settings = current_app.extensions["settings"]
    return _sign_in(logins.log_in(given["email"], given["password"], client=_client(), allow_demo=settings.dev))


@auth.route(
    "/invitations/accept",
    methods=["POST"],
    access=PUBLIC_WITH_PASSWORD,
    errors=[NotFound, InvitationClosed, AddressTaken],
)
@auth.arguments(AcceptInvitationSchema)
@auth.response(201, SignedInSchema)
def accept_invitation(given: dict[str, str]) -> dict[str, Any]:
    """Join the account that invited, and log in"""
    return _sign_in(invitations.accept_invitation(given["token"], name=given["name"], password=given["password"]))


@auth.route("/logout", methods=["POST"], access=LOGINS_UNGATED)
@auth.response(204)
def log_out() -> None:
    """End this login"""
    logins.log_out(identity.current_login().id)
    after_this_request(_forget)


@auth.route("/me", access=MEMBERS_UNGATED)
@auth.response(200, MeSchema)
def me() -> dict[str, Any]:
    """Who is signed in, for which account, and the CSRF token"""
    settings = current_app.extensions["settings"]
    asking = identity.current()
    return {
        "user": asking.user,
        "account": asking.account,
        "subscription": asking.account.subscription,
        "csrf_token": identity.csrf_token(asking.credential.id, settings),
        "assistant": {"demo": settings.anthropic_api_key is None},
    }


@auth.route("/password", methods=["POST"], access=LOGINS_WITH_PASSWORD)
@auth.arguments(ChangePasswordSchema)
@auth.response(204)
def change_password(given: dict[str, str]) -> None:
    """Set another password; all other logins end, this one gets another cookie"""
    login = identity.current_login()
    after_this_request(_remembering(passwords.change_password(login, given["current"], given["new"], client=_client())))


@auth.route("/password/forgot", methods=["POST"], access=PUBLIC, errors=[TooManyRequests])
@auth.arguments(ForgotPasswordSchema)
@auth.response(202)
def forgot_password(given: dict[str, str]) -> None:
    """Have a link mailed, if somebody signs in with this address; the answer does not tell"""
    extensions = current_app.extensions
    if extensions["reset_requests"].let_through(normalise_address(given["email"]), client=_client()):
        settings = extensions["settings"]
        passwords.request_reset(given["email"], key_ring=extensions["key_ring"], allow_demo=settings.dev)


@auth.route("/password/reset", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[NotFound, ResetClosed])
@auth.arguments(ResetPasswordSchema)
@auth.response(204)
def reset_password(given: dict[str, str]) -> None:
    """Set another password by a mailed link; all logins end"""
    passwords.reset_password(given["token"], given["password"])


def _client() -> str:
    return request.remote_addr or "unknown"


def _sign_in(user: User) -> dict[str, Any]:
    """Open a login for `user` and send its cookie along."""
    settings = current_app.extensions["settings"]
    opened = logins.open_login(user)
    after_this_request(_remembering(opened.token))
    return {
        "user": user,
        "account": logins.account_of(opened.login),
        "csrf_token": identity.csrf_token(opened.login.id, settings),
    }


def _remembering(token: str) -> Callable[[Response], Response]:
    """Set the cookie along with an answer that is none of a refusal."""

    def set_cookie(response: Response) -> Response:
        if response.status_code < 400:
            identity.remember(response, token, current_app.extensions["settings"])
        return response

    return set_cookie


def _forget(response: Response) -> Response:
    identity.forget(response, current_app.extensions["settings"])
    return response
