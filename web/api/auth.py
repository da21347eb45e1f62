"""/auth: register, log in and out, the current user, passwords, accepting an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, after_this_request, current_app, request

from models.account import Account
from models.core.errors import NotFound, TooManyRequests, WrongCredentials
from models.core.unit_of_work import db_session
from models.operations import accounts, invitations, logins, passwords, push_subscriptions
from models.operations.accounts import AddressTaken, NewUser
from models.operations.invitations import InvitationClosed
from models.operations.passwords import ResetClosed
from models.preferences import preferences_of
from models.psa_connection import PsaConnection, PsaState
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
from web.edge import devices, identity
from web.edge.access import LOGINS_UNGATED, LOGINS_WITH_PASSWORD, MEMBERS_UNGATED, PUBLIC, PUBLIC_WITH_PASSWORD
from web.edge.client_address import client_network, is_local_request
from web.edge.resource import Resource
from web.edge.simulated_psa import is_simulated

auth = Resource("auth", __name__, url_prefix="/auth", description="Login and registration.")


@auth.route("/register", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[AddressTaken])
@auth.arguments(RegisterSchema)
@auth.response(201, SignedInSchema)
def register(new: dict[str, str]) -> dict[str, Any]:
    """Open an account with its first user, and log in"""
    if not is_local_request(request):
        current_app.extensions["registrations"].count(_client())
    first = NewUser(name=new["name"], email=new["email"], password=new["password"], role=Role.OWNER)
    return _sign_in(accounts.register_account(new["account_name"], first=first))


@auth.route("/login", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[WrongCredentials])
@auth.arguments(LoginSchema)
@auth.response(200, SignedInSchema)
def log_in(given: dict[str, str]) -> dict[str, Any]:
    """Log in; the response sets the login cookie"""
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
    """Join the account of the invitation, and log in"""
    return _sign_in(invitations.accept_invitation(given["token"], name=given["name"], password=given["password"]))


@auth.route("/logout", methods=["POST"], access=LOGINS_UNGATED)
@auth.response(204)
def log_out() -> None:
    """End the current login"""
    push_subscriptions.end_with_login(identity.current_login())
    logins.log_out(identity.current_login().id)
    after_this_request(_delete_cookie)


@auth.route("/me", access=MEMBERS_UNGATED)
@auth.response(200, MeSchema)
def me() -> dict[str, Any]:
    """The current user and account, and the CSRF token"""
    settings = current_app.extensions["settings"]
    identified = identity.current()
    return {
        "user": identified.user,
        "account": identified.account,
        "subscription": identified.account.subscription,
        "csrf_token": identity.csrf_token(identified.credential.id, settings),
        "assistant": {"demo": settings.anthropic_api_key is None},
        "preferences": preferences_of(identified.user),
        "psa": _psa(identified.account),
    }


def _psa(account: Account) -> dict[str, Any] | None:
    if account.psa_connection_id is None:
        return None
    connection = db_session().get_one(PsaConnection, account.psa_connection_id)
    return {
        "provider": connection.provider,
        "is_simulated": is_simulated(connection.base_url),
        "is_failing": connection.state == PsaState.FAILING,
    }


@auth.route("/password", methods=["POST"], access=LOGINS_WITH_PASSWORD)
@auth.arguments(ChangePasswordSchema)
@auth.response(204)
def change_password(given: dict[str, str]) -> None:
    """Change the password; all other logins end, and this one gets a new cookie"""
    login = identity.current_login()
    token = passwords.change_password(login, given["current"], given["new"], client=_client())
    after_this_request(_cookie_setter(token))


@auth.route("/password/forgot", methods=["POST"], access=PUBLIC, errors=[TooManyRequests])
@auth.arguments(ForgotPasswordSchema)
@auth.response(202)
def forgot_password(given: dict[str, str]) -> None:
    """Mail a password reset link if the address belongs to a user; the response does not reveal whether it does"""
    extensions = current_app.extensions
    if extensions["reset_requests"].allows(normalise_address(given["email"]), client=_client()):
        passwords.request_reset(given["email"], key_ring=extensions["key_ring"])


@auth.route("/password/reset", methods=["POST"], access=PUBLIC_WITH_PASSWORD, errors=[NotFound, ResetClosed])
@auth.arguments(ResetPasswordSchema)
@auth.response(204)
def reset_password(given: dict[str, str]) -> None:
    """Set a new password with a mailed link; all logins end"""
    passwords.reset_password(given["token"], given["password"])


def _client() -> str:
    return client_network(request)


def _sign_in(user: User) -> dict[str, Any]:
    """Open a login for `user` and set its cookie on the response."""
    settings = current_app.extensions["settings"]
    device, device_token = devices.device_of_request()
    opened = logins.open_login(user, device=device)
    after_this_request(_cookie_setter(opened.token, device_token=device_token))
    return {
        "user": user,
        "account": logins.account_of(opened.login),
        "csrf_token": identity.csrf_token(opened.login.id, settings),
    }


def _cookie_setter(token: str, *, device_token: str | None = None) -> Callable[[Response], Response]:
    """Set the cookies of the login and of the browser on the response, unless the response is an error."""

    def set_cookie(response: Response) -> Response:
        if response.status_code < 400:
            identity.remember(response, token, current_app.extensions["settings"])
            if device_token:
                devices.remember(response, device_token)
        return response

    return set_cookie


def _delete_cookie(response: Response) -> Response:
    identity.forget(response, current_app.extensions["settings"])
    return response
