"""What a test of the connection to the PSA found, in words for an admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.psa_connection import PsaTestResult as Result
from models.psa_kinds import Provider
from tasks.integrations import psa
from tasks.integrations.errors import CallFailed, Misconfigured, Refused
from tasks.integrations.outgoing import AnswerNotUnderstood, HostNotFound

_SHORTEST_SECRET = 4
_NAMES = {Provider.CONNECTWISE: "ConnectWise PSA", Provider.HALOPSA: "HaloPSA", Provider.AUTOTASK: "Autotask"}
_COMPANY = {
    Provider.CONNECTWISE: "ConnectWise does not know this company ID at this address. It is the company that you enter"
    " when you sign in.",
    Provider.HALOPSA: "HaloPSA does not know this tenant at this address. It is the tenant name on the page"
    " Configuration > Integrations > HaloPSA API.",
    Provider.AUTOTASK: "Autotask does not know this user name. Copy the API user's name with its domain.",
}
_CREDENTIALS = {
    Provider.CONNECTWISE: "ConnectWise does not accept these keys. Check the public and the private key, and that the"
    " API member is active.",
    Provider.HALOPSA: "HaloPSA does not accept this client ID and secret. Check that the application uses the client"
    " credentials login.",
    Provider.AUTOTASK: "Autotask does not accept this secret or integration code. Check that the API user is active and"
    " not locked.",
}
_PERMISSION = {
    Provider.CONNECTWISE: "The API member's security role lacks a permission that FlowPilot needs: tickets, notes and"
    " time, and to read boards, companies and members.",
    Provider.HALOPSA: "The application's agent or its scopes lack a permission that FlowPilot needs: read and edit"
    " tickets, and read customers and agents.",
    Provider.AUTOTASK: "The API user's security level lacks a permission that FlowPilot needs: tickets, notes, time"
    " entries, companies and resources.",
}


@dataclass(frozen=True)
class Outcome:
    result: Result
    code: str | None
    """The failure's own code; None if it worked."""
    message: str


def outcome_of(provider: Provider, error: CallFailed | None, *, hidden: Iterable[str]) -> Outcome:
    """`hidden` are the credentials: an answer that repeats one is not repeated to anybody."""
    if error is None:
        return Outcome(Result.OK, None, f"{_NAMES[provider]} answers, and everything that FlowPilot needs is allowed.")
    result = _result(error)
    said = without(error.detail, hidden) if isinstance(error, psa.PsaFailed) else ""
    message = _sentence(provider, result, error)
    return Outcome(result, error.code, f"{message} It says: {said[:300]}" if said else message)


def without(text: str, hidden: Iterable[str]) -> str:
    for secret in sorted(hidden, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return text


def _result(error: CallFailed) -> Result:
    match error:
        case psa.WrongCompany():
            return Result.WRONG_COMPANY
        case psa.WrongCredentials():
            return Result.WRONG_CREDENTIALS
        case psa.PermissionMissing():
            return Result.MISSING_PERMISSION
        case psa.WrongRegion():
            return Result.WRONG_REGION
        case Misconfigured() | Refused() | HostNotFound() | AnswerNotUnderstood():
            return Result.WRONG_ADDRESS
        case _:
            return Result.UNREACHABLE


def _sentence(provider: Provider, result: Result, error: CallFailed) -> str:
    name = _NAMES[provider]
    match result:
        case Result.WRONG_COMPANY:
            return _COMPANY[provider]
        case Result.WRONG_CREDENTIALS:
            return _CREDENTIALS[provider]
        case Result.MISSING_PERMISSION:
            return _PERMISSION[provider]
        case Result.WRONG_REGION:
            return f"This company is in another region of {name}. Choose that region and test again."
        case Result.WRONG_ADDRESS:
            plain = type(error).message if isinstance(error, psa.PsaFailed) else error.message
            return f"{name} does not answer at this address. {plain} Check the address."
    return f"{name} cannot be reached at the moment. Nothing is lost; try again in a few minutes."
