"""/auth: register, log in and out, who am I, accept an invitation."""

from __future__ import annotations

from typing import Any

from flask import Response, after_this_request, current_app, request

from models.operations import accounts, invitations, logins
from models.operations.accounts import NewUser
from models.user import Role, User
from schemas.auth import AcceptInvitationSchema, LoginSchema, MeSchema, RegisterSchema, SignedInSchema
from web.edge import identity
from web.edge.access import LOGINS_UNGATED, MEMBERS_UNGATED, PUBLIC_WITH_PASSWORD
from web.edge.resource import Resource

auth = Resource("auth", __name__, url_prefix="/auth", description="Login and registration.")


@auth.route("/register", methods=["POST"], access=PUBLIC_WITH_PASSWORD)
@auth.arguments(RegisterSchema)
@auth.response(201, SignedInSchema)
def register(new: dict[str, str]) -> dict[str, Any]:
    """Open an account with its first person, and log in"""
    first = NewUser(name=new["name"], email=new["email"], password=new["password"], role=Role.OWNER)
    return _sign_in(accounts.register_account(new["account_name"], first=first))


@auth.route("/login", methods=["POST"], access=PUBLIC_WITH_PASSWORD)
@auth.arguments(LoginSchema)
@auth.response(200, SignedInSchema)
def log_in(given: dict[str, str]) -> dict[str, Any]:
    """Log in; the answer sets the login cookie"""
    settings = current_app.extensions["settings"]
    client = request.remote_addr or "unknown"
    return _sign_in(logins.log_in(given["email"], given["password"], client=client, allow_demo=settings.dev))


@auth.route("/invitations/accept", methods=["POST"], access=PUBLIC_WITH_PASSWORD)
@auth.arguments(AcceptInvitationSchema)
@auth.response(201, SignedInSchema)
def accept_invitation(given: dict[str, str]) -> dict[str, Any]:
    """Join the account that invited, and log in"""
    return _sign_in(invitations.accept_invitation(given["token"], name=given["name"], password=given["password"]))


@auth.route("/logout", methods=["POST"], access=LOGINS_UNGATED)
@auth.response(204)
def log_out() -> None:
    """End this login"""
    logins.log_out(identity.current().credential.id)
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


def _sign_in(user: User) -> dict[str, Any]:
    """Open a login for `user` and send its cookie along."""
    settings = current_app.extensions["settings"]
    opened = logins.open_login(user)

    def set_cookie(response: Response) -> Response:
        if response.status_code < 400:
            identity.remember(response, opened.token, settings)
        return response

    after_this_request(set_cookie)
    return {
        "user": user,
        "account": logins.account_of(opened.login),
        "csrf_token": identity.csrf_token(opened.login.id, settings),
    }


def _forget(response: Response) -> Response:
    identity.forget(response, current_app.extensions["settings"])
    return response
