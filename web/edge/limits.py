"""Rate limits for calls that cost money or send mail, counted in Redis over all web processes.

They use the moving window of the `limits` library.  While Redis is unavailable, every call is allowed: the limits
protect only money, and everything else is protected by the database.
"""

from __future__ import annotations

import math
import time
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import redis
import structlog
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from models.core import ids
from models.core.errors import TooManyRequests
from models.core.outgoing.redis_client import connect
from models.user import User
from settings import Settings

log = structlog.get_logger(__name__)

RESETS_OF_AN_ADDRESS_AN_HOUR = 3
RESETS_OF_A_CLIENT_AN_HOUR = 30
REGISTRATIONS_OF_A_CLIENT_AN_HOUR = 20
INVITATIONS_OF_AN_ACCOUNT_AN_HOUR = 200
UPLOADS_OF_A_USER_A_MINUTE = 60
UPLOADS_OF_AN_ACCOUNT_A_DAY = 5_000
READS_OF_A_LINK_A_MINUTE = 60
READS_OF_AN_ACCOUNTS_LINKS_A_MINUTE = 600
UNKNOWN_LINKS_OF_A_CLIENT_A_MINUTE = 120
SYNCS_OF_AN_ACCOUNT_A_MINUTE = 10
TICKET_READS_OF_A_USER_A_MINUTE = 1
"""Of each ticket: a screen that is loaded again does not call the PSA again."""
TICKET_READS_OF_AN_ACCOUNT_A_MINUTE = 10
"""Whoever looks through many tickets sees the copy, and leaves the PSA's calls to notes that wait."""
CALLS_OF_A_WEBHOOK_A_MINUTE = 30
"""Beyond, a call is not examined: the next sync finds what it would have said."""
UNKNOWN_WEBHOOKS_OF_A_CLIENT_A_MINUTE = 60
CHANNEL_CALLS_OF_AN_ACCOUNT_A_MINUTE = 10
"""As many as a worker makes of one account in that time if each takes its ten seconds."""
PSA_TESTS_OF_AN_ACCOUNT_A_MINUTE = 10

_MESSAGE = "You are asking faster than the copilot may answer. Wait a moment; what you typed is kept."


class ModelCallLimit:
    """Limits calls that make the model work (new or reopened session, message, escalation, retry)."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_user = RateLimitItemPerMinute(settings.messages_per_minute, namespace="flowpilot:model-calls")
        self._for_account = RateLimitItemPerMinute(
            settings.account_messages_per_minute, namespace="flowpilot:model-calls"
        )

    def count(self, user: User) -> None:
        """Count a call of `user`.  Raises TooManyRequests (429) with the seconds to wait."""
        try:
            for limit, whose in self._counted(user):
                if not self._limiter.hit(limit, whose):
                    raise _too_many(self._limiter, limit, whose, _MESSAGE)
        except redis.RedisError as error:
            log.warning("model calls are not counted", error=type(error).__name__)

    def check(self, user: User) -> None:
        """Raises TooManyRequests (429) if `count` would, without counting."""
        with suppress(redis.RedisError):
            for limit, whose in self._counted(user):
                if not self._limiter.test(limit, whose):
                    raise _too_many(self._limiter, limit, whose, _MESSAGE)

    def _counted(self, user: User) -> list[tuple[RateLimitItem, str]]:
        return [(self._for_user, f"user:{user.id}"), (self._for_account, f"account:{user.account_id}")]


class PasswordResetLimit:
    """Limits requests for a password link.

    Beyond the limit of the address, no mail is sent and the response does not show it.  Beyond the limit of the
    client, the request is refused.
    """

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_address = RateLimitItemPerHour(RESETS_OF_AN_ADDRESS_AN_HOUR, namespace="flowpilot:resets")
        self._for_client = RateLimitItemPerHour(RESETS_OF_A_CLIENT_AN_HOUR, namespace="flowpilot:resets")

    def allows(self, address: str, *, client: str) -> bool:
        """Count a request; False if no mail may be sent to `address`.  Raises TooManyRequests (429) for the client."""
        try:
            if not self._limiter.hit(self._for_client, f"client:{client}"):
                raise _too_many(self._limiter, self._for_client, f"client:{client}", None)
            return self._limiter.hit(self._for_address, f"address:{ids.fingerprint(address).hex()}")
        except redis.RedisError as error:
            log.warning("password links are not counted", error=type(error).__name__)
            return True


class RegistrationLimit:
    """Limits new accounts per client: each costs rows and a password hash, and can send invitations to strangers."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_client = RateLimitItemPerHour(REGISTRATIONS_OF_A_CLIENT_AN_HOUR, namespace="flowpilot:registrations")

    def count(self, client: str) -> None:
        """Count one.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._for_client, f"client:{client}", "registrations")


@dataclass(frozen=True)
class Uploader:
    """The ids of the person who uploads and of the account."""

    id: UUID
    account_id: UUID


class UploadLimit:
    """Limits uploads per user and per account: each takes a second of a processor, and room in the file store."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_user = RateLimitItemPerMinute(UPLOADS_OF_A_USER_A_MINUTE, namespace="flowpilot:uploads")
        self._for_account = RateLimitItemPerDay(UPLOADS_OF_AN_ACCOUNT_A_DAY, namespace="flowpilot:uploads")

    def count(self, uploader: Uploader) -> None:
        """Count one.  Raises TooManyRequests (429) with the seconds to wait."""
        for limit, whose in self._counted(uploader):
            _count(self._limiter, limit, whose, "uploads")

    def check(self, uploader: Uploader) -> None:
        """Raises TooManyRequests (429) if `count` would, without counting."""
        with suppress(redis.RedisError):
            for limit, whose in self._counted(uploader):
                if not self._limiter.test(limit, whose):
                    raise _too_many(self._limiter, limit, whose, None)

    def _counted(self, uploader: Uploader) -> list[tuple[RateLimitItem, str]]:
        return [(self._for_user, f"user:{uploader.id}"), (self._for_account, f"account:{uploader.account_id}")]


class InvitationLimit:
    """Limits invitations per account: each sends a mail to an address that a user typed."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_account = RateLimitItemPerHour(INVITATIONS_OF_AN_ACCOUNT_AN_HOUR, namespace="flowpilot:invitations")

    def count(self, user: User) -> None:
        """Count one.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._for_account, f"account:{user.account_id}", "invitations")


class ChannelCallLimit:
    """Limits tests of notification channels and messages sent again, per account: each may take ten seconds."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_account = RateLimitItemPerMinute(CHANNEL_CALLS_OF_AN_ACCOUNT_A_MINUTE, namespace="flowpilot:channels")

    def count(self, user: User) -> None:
        """Count one.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._for_account, f"account:{user.account_id}", "channel calls")


class PsaLimit:
    """Limits what makes FlowPilot call an account's PSA, whose rate is for all of the account's programs."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._syncs, self._reads, self._all_reads, self._calls, self._unknown = (
            RateLimitItemPerMinute(most, namespace="flowpilot:psa")
            for most in (
                SYNCS_OF_AN_ACCOUNT_A_MINUTE,
                TICKET_READS_OF_A_USER_A_MINUTE,
                TICKET_READS_OF_AN_ACCOUNT_A_MINUTE,
                CALLS_OF_A_WEBHOOK_A_MINUTE,
                UNKNOWN_WEBHOOKS_OF_A_CLIENT_A_MINUTE,
            )
        )

    def count_sync(self, user: User) -> None:
        """Count a sync that `user` asks for.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._syncs, f"account:{user.account_id}", "syncs of tickets")

    def allows_reading(self, ticket_id: UUID, user: User, *, is_changed: bool) -> bool:
        """Count the reading of a ticket that `user` looks at; `is_changed`: we know that the copy is old.

        While Redis is down, none is allowed.
        """
        is_first = self._hit(self._reads, f"ticket:{ticket_id}:{user.id}")
        return (is_changed or is_first) and self._hit(self._all_reads, f"ticket-reads:{user.account_id}")

    def allows_webhook(self, webhook_id: UUID, *, client: str) -> bool:
        """Count an incoming webhook, before it is looked up.  While Redis is down, none is allowed."""
        with suppress(redis.RedisError):
            return self._limiter.test(self._unknown, f"client:{client}") and self._hit(
                self._calls, f"webhook:{webhook_id}"
            )
        return False

    def count_unknown_webhook(self, client: str) -> None:
        self._hit(self._unknown, f"client:{client}")

    def _hit(self, limit: RateLimitItem, whose: str) -> bool:
        with suppress(redis.RedisError):
            return self._limiter.hit(limit, whose)
        return False


class PsaTestLimit:
    """Limits tests of the connection to the PSA, per account: each makes several calls, and is counted there too."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_account = RateLimitItemPerMinute(PSA_TESTS_OF_AN_ACCOUNT_A_MINUTE, namespace="flowpilot:psa-tests")

    def count(self, user: User) -> None:
        """Count one.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._for_account, f"account:{user.account_id}", "tests of the PSA")


class SharedReadLimit:
    """Limits how often links are read, which nobody signs in for: each read is searched for secrets.

    Per link, whether or not it exists, per account, whose links are many, and per client that asks for links that do
    not exist.
    """

    def __init__(self, settings: Settings, *, namespace: str = "flowpilot:shared") -> None:
        self._limiter = _limiter(settings)
        self._for_link = RateLimitItemPerMinute(READS_OF_A_LINK_A_MINUTE, namespace=namespace)
        self._for_account = RateLimitItemPerMinute(READS_OF_AN_ACCOUNTS_LINKS_A_MINUTE, namespace=namespace)
        self._for_client = RateLimitItemPerMinute(UNKNOWN_LINKS_OF_A_CLIENT_A_MINUTE, namespace=namespace)

    def count(self, token: str, *, client: str) -> None:
        """Count one, before the link is looked up.  Raises TooManyRequests (429) with the seconds to wait."""
        with suppress(redis.RedisError):
            if not self._limiter.test(self._for_client, f"client:{client}"):
                raise _too_many(self._limiter, self._for_client, f"client:{client}", None)
        _count(self._limiter, self._for_link, f"link:{ids.fingerprint(token).hex()}", "shared links")

    def count_unknown(self, client: str) -> None:
        """Count a link that shows nothing."""
        with suppress(redis.RedisError):
            self._limiter.hit(self._for_client, f"client:{client}")

    def count_of_account(self, account_id: UUID) -> None:
        """Count a link of the account.  Raises TooManyRequests (429) with the seconds to wait."""
        _count(self._limiter, self._for_account, f"account:{account_id}", "shared links")


def _count(limiter: MovingWindowRateLimiter, limit: RateLimitItem, whose: str, what: str) -> None:
    try:
        if not limiter.hit(limit, whose):
            raise _too_many(limiter, limit, whose, None)
    except redis.RedisError as error:
        log.warning("a limit is not counted", limit=what, error=type(error).__name__)


def _limiter(settings: Settings) -> MovingWindowRateLimiter:
    """Uses our client's connection pool: connecting fails fast, and callers wait when all connections are in use."""
    pool = connect(settings.redis_url).connection_pool
    return MovingWindowRateLimiter(RedisStorage(settings.redis_url, connection_pool=pool))


def _too_many(
    limiter: MovingWindowRateLimiter, limit: RateLimitItem, whose: str, message: str | None
) -> TooManyRequests:
    resets_at = limiter.get_window_stats(limit, whose).reset_time
    return TooManyRequests(retry_after=max(1, math.ceil(resets_at - time.time())), message=message)
