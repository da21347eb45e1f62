"""How a push message can fail, beside the ways in which any outgoing call can (`tasks.integrations.outgoing`).

BrowserGone        (Refused)   404, 410: the subscription ended, and its row is deleted
PushTooLarge       (Refused)   413: the message is larger than the push service takes
PushRefused        (Refused)   any other 4xx, most often because the subscription was made with another key
PushServiceBusy    (TryAgain)  408, 429, 5xx: sent again, after the time that the service asks for;
                                   also while the service is known to be down

A message whose outcome is unknown may be sent again: the browser shows the second copy in place of the first.
"""

from __future__ import annotations

from tasks.integrations.errors import CallFailed, Refused, TryAgain


class PushFailed(CallFailed):
    """The push service did not take the message.  Raise one of the classes below."""


class BrowserGone(PushFailed, Refused):
    code = "browser_gone"
    message = "The browser no longer takes push messages."


class PushTooLarge(PushFailed, Refused):
    code = "push_too_large"
    message = "The message is too large for the browser's push service."


class PushRefused(PushFailed, Refused):
    code = "push_refused"
    message = "The browser's push service refused the message."


class PushServiceBusy(PushFailed, TryAgain):
    code = "push_service_busy"
    message = "The browser's push service does not answer as it should. FlowPilot will try again."
