"""How a call to a PSA can fail, besides the errors of `tasks.integrations.outgoing`.

WrongAddress         (Misconfigured)   something answers at this address, and it is not this PSA
WrongCompany         (Misconfigured)   the company, tenant or user name is not known at this address
WrongCredentials     (Misconfigured)   401, or what this PSA answers to a wrong key
WrongRegion          (Misconfigured)   the tenant is at another address
PermissionMissing    (Misconfigured)   403, or what this PSA answers where a right is missing
OptionMissing        (Misconfigured)   an admin has not yet picked an id that the call needs
TicketNotFound       (Refused)         404 for a ticket
ValidationFailed     (Refused)         a definite 4xx (Autotask: 500 with errors); `fields` are those it names
Conflicting          (Refused)         409
StatusNotChanged     (Refused)         the PSA accepted the status, and the ticket has another one
WebhookNotVerified   (Refused)         an incoming webhook that does not come from this tenant
RateLimited          (TryAgain)        429, or our own limit
RemoteUnavailable    (TryAgain)        5xx or nonsense in answer to a read
OutcomeUnknown       (UnknownOutcome)  5xx, 408 or nonsense in answer to a write: read back before writing again
"""

from __future__ import annotations

from collections.abc import Sequence

from tasks.integrations.errors import CallFailed, Misconfigured, Refused, TryAgain, UnknownOutcome


class PsaFailed(CallFailed):
    """Base of the classes below; raise one of them.  `detail` is what the PSA said, shortened, without secrets."""

    def __init__(self, detail: str = "", *, after: float | None = None) -> None:
        if detail:
            self.message = f"{type(self).message} It says: {detail[:300]}"
        super().__init__(after=after)
        self.detail = detail


class WrongAddress(PsaFailed, Misconfigured):
    code = "wrong_address"
    message = "There is no such ticket system at this address."


class WrongCompany(PsaFailed, Misconfigured):
    code = "wrong_company"
    message = "The ticket system does not know this company."


class WrongCredentials(PsaFailed, Misconfigured):
    code = "wrong_credentials"
    message = "The ticket system does not accept these credentials."


class WrongRegion(PsaFailed, Misconfigured):
    code = "wrong_region"
    message = "This company's ticket system is at another address."


class PermissionMissing(PsaFailed, Misconfigured):
    code = "missing_permission"
    message = "The ticket system's user for FlowPilot lacks a permission."


class OptionMissing(PsaFailed, Misconfigured):
    code = "option_missing"
    message = "An admin has to finish the settings of the ticket system first."


class TicketNotFound(PsaFailed, Refused):
    code = "ticket_not_found"
    message = "The ticket system has no such ticket."


class ValidationFailed(PsaFailed, Refused):
    code = "psa_refused"
    message = "The ticket system refused what FlowPilot sent."

    def __init__(self, detail: str = "", *, fields: Sequence[str] = (), after: float | None = None) -> None:
        super().__init__(detail, after=after)
        self.fields = tuple(fields)


class Conflicting(PsaFailed, Refused):
    code = "psa_conflict"
    message = "The ticket system reports a conflict."


class StatusNotChanged(PsaFailed, Refused):
    code = "status_not_changed"
    message = "The ticket system kept another status."


class WebhookNotVerified(PsaFailed, Refused):
    code = "webhook_not_verified"
    message = "This call does not come from the connected ticket system."


class RateLimited(PsaFailed, TryAgain):
    code = "psa_rate_limited"
    message = "The ticket system takes no more calls for the moment. FlowPilot will try again."


class RemoteUnavailable(PsaFailed, TryAgain):
    code = "psa_unavailable"
    message = "The ticket system has a fault. FlowPilot will try again."


class OutcomeUnknown(PsaFailed, UnknownOutcome):
    code = "psa_outcome_unknown"
    message = "The ticket system did not say whether it carried out the request."
