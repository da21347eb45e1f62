"""Autotask (Datto, Kaseya) over its REST API, version 1.0.

What is known from vendor pages and what only from other clients is told in docs/psa.md; what is not confirmed is a
constant of one of these modules.
"""

from tasks.integrations.psa.autotask.adapter import Autotask
from tasks.integrations.psa.autotask.usage import PACE
from tasks.integrations.psa.autotask.zone import ANY_ZONE, HOSTS

__all__ = ["ANY_ZONE", "HOSTS", "PACE", "Autotask"]
