"""Autotask on the loopback (`AutotaskSimulator`): one tenant in one zone, with values of its own in every picklist."""

from tests.outside.psa.autotask.simulator import AutotaskSimulator

__all__ = ["AutotaskSimulator"]
