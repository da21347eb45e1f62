"""Errors that a caller can cause.  Each has an HTTP status, a stable code and a message for users.

Operations raise them, and `web.edge.errors` turns them into responses.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DomainError(Exception):
    """The caller may not or cannot do something.  Nothing was changed, unless `keeps_writes` is true."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "conflict"
    message: str = "This is not possible now."
    keeps_writes: ClassVar[bool] = False
    """True: changes made before the error are committed, such as the count of failed logins."""

    retry_after: int | None = None
    """Whole seconds after which the caller may try again."""

    def __init__(self, message: str | None = None, *, detail: dict[str, Any] | None = None) -> None:
        self.message = message or type(self).message
        self.detail = detail or {}
        super().__init__(self.message)


class Unauthenticated(DomainError):
    status, code, message = 401, "not_authenticated", "Sign in to continue."


class WrongCredentials(Unauthenticated):
    message = "The address or the password is wrong."
    keeps_writes = True


class Forbidden(DomainError):
    status, code, message = 403, "forbidden", "You may not do this."


class RoleRequired(Forbidden):
    code, message = "role_required", "Engineer or admin access required"


class LoginRequired(Forbidden):
    code, message = "login_required", "A personal token may not do this. Sign in with your password."


class CsrfFailed(Forbidden):
    code, message = "csrf_failed", "This request did not come from FlowPilot's own page. Reload and try again."


class PaymentRequired(DomainError):
    status, code, message = 402, "subscription_missing", "Your account has no subscription. Your data is kept."


class SubscriptionLocked(PaymentRequired):
    code, message = "subscription_locked", "Your plan has ended. Your data is kept."


class ReadOnly(Forbidden):
    """It belongs to the built-in library, which is the same for everybody."""

    code = "read_only"
    message = "This belongs to the built-in library and cannot be changed. Make a copy and change that."


class NotFound(DomainError):
    status, code, message = 404, "not_found", "This does not exist or you cannot see it."


class Conflict(DomainError):
    """The current state does not allow the call."""


class VersionConflict(Conflict):
    """The caller changed an older version than the newest.

    `newest` is what stands now; the edge makes `detail` of it, in the shape in which it is read.
    """

    code = "version_conflict"
    message = "Somebody has saved a newer version in the meantime. Nothing of yours was saved or lost; compare the two."

    def __init__(self, newest: Any) -> None:
        saved = f"{newest.updated_by.name} has saved a newer version in the meantime."
        message = f"{saved} Nothing of yours was saved or lost; compare the two."
        super().__init__(message)
        self.newest = newest


class Invalid(DomainError):
    """The input has the right shape but an invalid value."""

    status, code, message = 422, "validation_failed", "Some of what was sent is not valid."


class TooManyRequests(DomainError):
    status, code, message = 429, "too_many_requests", "Too many attempts. Try again later."

    def __init__(self, *, retry_after: int, message: str | None = None) -> None:
        super().__init__(message, detail={"retry_after": retry_after})
        self.retry_after = retry_after


class Unavailable(DomainError):
    status, code, message = 503, "unavailable", "FlowPilot cannot reach its database right now. Try again."


class TookTooLong(Unavailable):
    """A deadline interrupted the request; it may or may not have changed something."""

    message = "This took too long. Try again."
