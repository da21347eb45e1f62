"""ConnectWise PSA (Manage), REST 3.0."""

from __future__ import annotations

from tasks.integrations.psa.connectwise.adapter import PACE, ConnectWise

__all__ = ["PACE", "ConnectWise"]
