"""How a mail can fail, and what the failed mail does next.

    MailNotAccepted   (TryAgain)   sent again, with a growing wait, until its attempts are used up

When a mail is given up, `when_dead` of its actor (`tasks.actors.invitations`, `tasks.actors.passwords`) forgets the
link's token, and people have to ask for the mail again.  A second copy of a mail is allowed: it has the Message-ID
of the first.
"""

from __future__ import annotations

from tasks.integrations.errors import CallFailed, TryAgain


class MailError(CallFailed):
    """A mail was not sent, as far as we know.  Raise one of the classes below."""


class MailNotAccepted(MailError, TryAgain):
    code = "mail_not_accepted"
    message = "The mail could not be handed over. FlowPilot will try again."
