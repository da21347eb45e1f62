"""How often somebody may ask for what costs money or sends mail, counted in Redis for all web processes.

The limiter is the `limits` library's moving window.  While Redis is away nobody is refused: the limit protects
money, and the database goes on protecting everything else.
"""

from __future__ import annotations

import math
import time

import redis
import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from models.core import ids
from models.core.errors import TooManyRequests
from models.core.redis_client import connect
from models.user import User
from settings import Settings

log = structlog.get_logger(__name__)

RESETS_OF_AN_ADDRESS_AN_HOUR = 3
RESETS_OF_A_CLIENT_AN_HOUR = 30

_MESSAGE = "You are asking faster than the copilot may answer. Wait a moment; what you typed is kept."


class ModelCalls:
    """Counts the calls that make the model work: opening a session, a message, an escalation, a retry."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_user = RateLimitItemPerMinute(settings.messages_per_minute, namespace="flowpilot:model-calls")
        self._for_account = RateLimitItemPerMinute(
            settings.account_messages_per_minute, namespace="flowpilot:model-calls"
        )

    def count(self, user: User) -> None:
        """One more call of `user`.  Raises TooManyRequests (429) with the seconds until there is room."""
        try:
            self._take(self._for_user, f"user:{user.id}")
            self._take(self._for_account, f"account:{user.account_id}")
        except redis.RedisError as error:
            log.warning("model calls are not counted", error=type(error).__name__)

    def _take(self, limit: RateLimitItem, whose: str) -> None:
        if not self._limiter.hit(limit, whose):
            raise _too_many(self._limiter, limit, whose, _MESSAGE)


class ResetRequests:
    """Counts requests for a password link: by address in silence, by client aloud."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = _limiter(settings)
        self._for_address = RateLimitItemPerHour(RESETS_OF_AN_ADDRESS_AN_HOUR, namespace="flowpilot:resets")
        self._for_client = RateLimitItemPerHour(RESETS_OF_A_CLIENT_AN_HOUR, namespace="flowpilot:resets")

    def let_through(self, address: str, *, client: str) -> bool:
        """Whether a mail may go to `address`.  Raises TooManyRequests (429) for a client that asks for too many."""
        try:
            if not self._limiter.hit(self._for_client, f"client:{client}"):
                raise _too_many(self._limiter, self._for_client, f"client:{client}", None)
            return self._limiter.hit(self._for_address, f"address:{ids.fingerprint(address).hex()}")
        except redis.RedisError as error:
            log.warning("password links are not counted", error=type(error).__name__)
            return True


def _limiter(settings: Settings) -> MovingWindowRateLimiter:
    """Over the client's own pool: a connect that fails at once, and a wait instead of a refusal when all are in use."""
    pool = connect(settings.redis_url).connection_pool
    return MovingWindowRateLimiter(RedisStorage(settings.redis_url, connection_pool=pool))


def _too_many(
    limiter: MovingWindowRateLimiter, limit: RateLimitItem, whose: str, message: str | None
) -> TooManyRequests:
    room_at = limiter.get_window_stats(limit, whose).reset_time
    return TooManyRequests(retry_after=max(1, math.ceil(room_at - time.time())), message=message)
