"""Shares the threads of a worker process between accounts, for calls to addresses that people entered.

Such an address may take its ten seconds for each call, and an account may have many.  So only a few calls of a kind run
at once, and fewer for one account.  A message beyond that waits in its row, not on a thread.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from models.delivery import Channel

MOST_AT_ONCE = 3
"""Of a kind in each process, which has eight threads for these and all other jobs."""
MOST_OF_AN_ACCOUNT = 2
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
# A message comes back a little later than it was told to; its account keeps its place in the queue so long.
LATE_SECONDS = 5.0
MOST_ACCOUNTS = 10_000


class Kind(StrEnum):
    CHAT = "chat"
    PUSH = "push"
    PSA_READ = "psa_read"
    """Reading tickets, which is never urgent and takes no thread from what is written to a PSA."""
    PSA_WRITE = "psa_write"


KIND_OF: dict[str, Kind] = {
    Channel.SLACK: Kind.CHAT,
    Channel.TEAMS: Kind.CHAT,
    Channel.WEBHOOK: Kind.CHAT,
    Channel.PUSH: Kind.PUSH,
}
"""Mail is not among them: its server is ours, and has a limit of its own."""


@dataclass
class _Account:
    calls: int = 0
    """Under way."""
    refusals: int = 0
    """Since its last turn: the more of its messages wait, the less often each one asks."""
    waits_until: float = 0.0
    """It is in the queue until then, by the monotonic clock."""


class Turns:
    """Safe to share between threads.  Accounts that wait get their turns in the order in which they came."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accounts: dict[Kind, dict[UUID, _Account]] = {kind: {} for kind in Kind}
        self._lock = threading.Lock()

    def take(self, kind: Kind, account_id: UUID) -> float | None:
        """Count a call of this account, or say how many seconds it has to wait."""
        with self._lock:
            accounts = self._accounts[kind]
            if len(accounts) >= MOST_ACCOUNTS:
                self._accounts[kind] = accounts = {key: one for key, one in accounts.items() if one.calls}
            account = accounts.setdefault(account_id, _Account())
            if account.calls < MOST_OF_AN_ACCOUNT and self._is_next(account, accounts):
                account.calls += 1
                account.refusals, account.waits_until = 0, 0.0
                return None
            return self._refuse(kind, account_id, account)

    def _is_next(self, account: _Account, accounts: dict[UUID, _Account]) -> bool:
        free = MOST_AT_ONCE - sum(one.calls for one in accounts.values())
        now, ahead = self._clock(), 0
        for one in accounts.values():
            if one is account and account.waits_until > now:
                break
            ahead += one is not account and one.waits_until > now
        return ahead < free

    def _refuse(self, kind: Kind, account_id: UUID, account: _Account) -> float:
        account.refusals += 1
        pause = min(SHORTEST_PAUSE_SECONDS * account.refusals, LONGEST_PAUSE_SECONDS)
        now = self._clock()
        if account.calls < MOST_OF_AN_ACCOUNT:
            if account.waits_until <= now:  # to the end of the queue
                self._accounts[kind][account_id] = self._accounts[kind].pop(account_id)
            account.waits_until = now + pause + LATE_SECONDS
        return pause * random.uniform(0.8, 1)

    def give_back(self, kind: Kind, account_id: UUID) -> None:
        """A call has ended."""
        with self._lock:
            accounts = self._accounts[kind]
            account = accounts[account_id]
            account.calls -= 1
            if not account.calls and not account.refusals:
                del accounts[account_id]
