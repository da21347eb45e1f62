"""How a call to an external system can fail.  Every integration raises these classes, and the runner acts on them.

    CallFailed
    ├── TryAgain         the call had no effect, and may succeed later
    ├── Refused          the system answered, and the same call would be answered in the same way
    ├── Misconfigured    a key, an address or a permission is wrong, and an admin has to correct it
    ├── OutOfBudget      an allowance is used up until it is renewed or raised
    └── UnknownOutcome   it is not known whether the call had an effect

An integration derives its own errors from these in its `errors.py`, one class for each code.  What the job does next
is decided in `tasks.failures` (docs/adr/0033).
"""

from __future__ import annotations


class CallFailed(Exception):
    """Base of the five; raise one of them.

    `code` is stable and for programs: `outbox status` shows it, and so does the API where people wait for the
    result.  `message` is a sentence for people, without secrets and without content.  `after` is how many seconds the
    external system asked us to wait, None where it did not say.
    """

    code: str = "call_failed"
    message: str = "The call to an external system failed."

    def __init__(self, *, after: float | None = None) -> None:
        super().__init__(self.message)
        self.after = after

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class TryAgain(CallFailed):
    """The call had no effect, and the same call may succeed later.

    For a connection that could not be made, an overloaded system, a rate limit (408, 429, 5xx before any effect, SMTP
    4xx).  Set `after` where the system says when: such a wait does not count as a failed attempt.
    """

    code = "try_again"
    message = "The external system cannot be reached at the moment. FlowPilot will try again."


class Refused(CallFailed):
    """The system answered, and the same call would be answered in the same way.

    For what it does not accept (most 4xx, SMTP 5xx) and for answers that are not results.
    """

    code = "refused"
    message = "The external system refused the request."


class Misconfigured(CallFailed):
    """A key, an address or a permission is wrong.  No such call succeeds until an admin has corrected it."""

    code = "misconfigured"
    message = "The connection to the external system is not set up correctly. An admin has to check it."


class OutOfBudget(CallFailed):
    """An allowance is used up: ours, the account's, or the one that the vendor grants.

    Set `after` where it is known when the allowance is renewed; without it, an admin has to raise it first.
    """

    code = "out_of_budget"
    message = "The budget for this external system is used up."


class UnknownOutcome(CallFailed):
    """The request was sent, and no answer says whether it had an effect: it may have been carried out.

    For a connection that broke, or a time limit that ended, after the request was sent.  Such a call is not repeated,
    unless its actor says that it may be (`may_repeat` in `tasks.actors.registry`).
    """

    code = "unknown_outcome"
    message = "It is not known whether the external system carried out the request."
