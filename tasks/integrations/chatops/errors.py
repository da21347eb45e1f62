"""How a call to a chat channel can fail, besides the errors of `tasks.integrations.outgoing`.

ChannelGone      (Refused)    404, 410: the channel or its address no longer exists
ChannelRefused   (Refused)    any other 4xx: the same message would be refused again
ChannelBusy      (TryAgain)   429: too many messages for now
ChannelFailing   (TryAgain)   408, 5xx
"""

from __future__ import annotations

from tasks.integrations.errors import CallFailed, Refused, TryAgain


class ChannelFailed(CallFailed):
    """Base of the classes below.  `status` is the HTTP status of the answer."""

    def __init__(self, status: int, *, after: float | None = None) -> None:
        self.message = f"The channel answers {status}."
        super().__init__(after=after)
        self.status = status


class ChannelGone(ChannelFailed, Refused):
    code = "channel_gone"


class ChannelRefused(ChannelFailed, Refused):
    code = "channel_refused"


class ChannelBusy(ChannelFailed, TryAgain):
    code = "channel_busy"


class ChannelFailing(ChannelFailed, TryAgain):
    code = "channel_failing"


def failure_of(status: int, *, after: float | None) -> ChannelFailed | None:
    """What an answer with this status means; None for 2xx."""
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return ChannelGone(status)
    if status == 429:
        return ChannelBusy(status, after=after)
    if status == 408 or status >= 500:
        return ChannelFailing(status, after=after)
    return ChannelRefused(status)
