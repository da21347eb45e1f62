"""Starts and stops the extending of leases with the worker process."""

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
        """Idle threads listen for up to a second more; what others give back must not fall to them."""
        self._leases.is_closing = True

    def after_worker_shutdown(self, broker: Broker, worker: Any) -> None:
        self._leases.stop()
