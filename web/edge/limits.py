"""How often a person and an account may ask for the model in a minute, counted in Redis for all web processes.

The limiter is the `limits` library's moving window.  While Redis is away nobody is refused: the limit protects
money, and the database goes on protecting everything else.
"""

from __future__ import annotations

import math
import time

import redis
import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from models.core.errors import TooManyRequests
from models.core.redis_client import connect
from models.user import User
from settings import Settings

log = structlog.get_logger(__name__)

_MESSAGE = "You are asking faster than the copilot may answer. Wait a moment; what you typed is kept."


class ModelCalls:
    """Counts the calls that make the model work: opening a session, a message, an escalation, a retry."""

    def __init__(self, settings: Settings) -> None:
        # The client's own pool: a connect that fails at once, and a wait instead of a refusal when all are in use.
        pool = connect(settings.redis_url).connection_pool
        self._limiter = MovingWindowRateLimiter(RedisStorage(settings.redis_url, connection_pool=pool))
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
        if self._limiter.hit(limit, whose):
            return
        room_at = self._limiter.get_window_stats(limit, whose).reset_time
        raise TooManyRequests(retry_after=max(1, math.ceil(room_at - time.time())), message=_MESSAGE)
