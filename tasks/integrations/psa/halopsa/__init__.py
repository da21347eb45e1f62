"""HaloPSA: every change is a POST of a list, notes and time are actions, and ids are numbers of the tenant.

What no page of the vendor confirms is a constant here or an option of the connection (docs/psa.md).
"""

from __future__ import annotations

from tasks.integrations.psa.halopsa.adapter import PACE, HaloPsa

__all__ = ["PACE", "HaloPsa"]
