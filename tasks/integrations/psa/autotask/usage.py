"""How much of its calls the tenant has used up, which all its integrations share (SOAP_Thresholds_Limits)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasks.integrations.psa.autotask.api import AutotaskApi
from tasks.integrations.psa.errors import PermissionMissing, RateLimited, ValidationFailed
from tasks.integrations.psa.port import Cache, Pace

PACE = Pace(calls=10_000, seconds=3_600)
"""Of the whole tenant."""
BACKGROUND_SHARE = 0.75
"""Above it, Autotask's remaining calls are for what people wait for.  From one half on it answers more slowly."""
PAUSE_SECONDS = 600.0
_KEPT_SECONDS = 300.0


def leave_room(api: AutotaskApi, cache: Cache) -> None:
    """Raises RateLimited if work in the background has to wait.  Asks Autotask every five minutes at most."""
    name = f"usage:{api.zone.tenant}"
    kept = cache.get(name)
    if kept is None:
        kept = str(_share(api))
        cache.put(name, kept, seconds=_KEPT_SECONDS)
    if float(kept) >= BACKGROUND_SHARE:
        raise RateLimited("Most of this hour's API calls are used up.", after=PAUSE_SECONDS)


def _share(api: AutotaskApi) -> float:
    """0 where Autotask does not tell it: an API user may lack the right to see it, and works all the same."""
    try:
        content: Any = api.get("/ThresholdInformation")
    except (PermissionMissing, ValidationFailed):
        return 0.0
    if not isinstance(content, Mapping):
        return 0.0
    used, limit = content.get("currentTimeframeRequestCount"), content.get("externalRequestThreshold")
    return used / limit if isinstance(used, int) and isinstance(limit, int) and limit > 0 else 0.0
