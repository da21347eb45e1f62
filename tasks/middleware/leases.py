"""Extends leases while the worker process runs."""

from __future__ import annotations

from typing import Any

from dramatiq import Broker, Middleware

from tasks.leases import Leases


class ExtendLeases(Middleware):
    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    def after_process_boot(self, broker: Broker) -> None:
        self._leases.start()

    def before_worker_shutdown(self, broker: Broker, worker: Any) -> None:
        """Idle threads wait for messages for up to a second more, and must not take the jobs that others give back."""
        self._leases.is_closing = True

    def after_worker_shutdown(self, broker: Broker, worker: Any) -> None:
        self._leases.stop()
