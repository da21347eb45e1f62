"""The places in a step's text that are masked before the copilot reads it, as the step's `data.redactions` lists them.

They are computed when the step is written, because a step is read far more often.  Masking itself is done for each
prompt, by `prompts.redaction`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from models.core import clock, ids
from models.core.database.tables import JsonObject
from models.core.redaction import find_secrets
from models.step import Step, StepKind
from models.user import User

MASKED_KINDS = frozenset({StepKind.USER_MESSAGE, StepKind.ACTION, StepKind.NOTE})
"""The steps with text of a person, which the copilot reads.  What the copilot wrote, it has read already."""

MOST_LISTED = 200
"""How many places of one step are listed, so that a page of steps stays small.  The rest is masked all the same."""

_KEY = "redactions"


def redactions_of(content: str, *, contacts_too: bool) -> JsonObject:
    """What a new step's `data` says about its masked places: `{redactions: [{id, kind, start, end}]}`, or nothing.

    `start` and `end` count code points of `content`; the end is excluded.  It takes about 1 ms per KB.
    """
    found = islice(find_secrets(content, contacts_too=contacts_too), MOST_LISTED)
    listed = [
        {"id": str(ids.new_id()), "kind": secret.kind, "start": secret.start, "end": secret.end} for secret in found
    ]
    return {_KEY: listed} if listed else {}


def kind_of_redaction(step: Step, redaction_id: UUID) -> str:
    """The kind of secret, as in `[kind-1 redacted]`.  Raises KeyError if the step does not list this redaction."""
    for redaction in _listed(step):
        if redaction["id"] == str(redaction_id):
            return str(redaction["kind"])
    raise KeyError(redaction_id)


def allow(step: Step, redaction_id: UUID, *, by: User) -> bool:
    """Release one place for later prompts.  False if it was released before; the first release stays on record."""
    released = {"allowed_by": {"id": str(by.id), "name": by.name}, "allowed_at": clock.now().isoformat()}
    chosen = [redaction for redaction in _listed(step) if redaction["id"] == str(redaction_id)]
    if all("allowed_at" in redaction for redaction in chosen):
        return False
    listed = [redaction | released if redaction in chosen else redaction for redaction in _listed(step)]
    step.data = step.data | {_KEY: listed}
    return True


def released_places(step: Step) -> Iterator[tuple[int, int]]:
    """Start and end of each place that a person has released."""
    return ((place["start"], place["end"]) for place in _listed(step) if "allowed_at" in place)


def _listed(step: Step) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = step.data.get(_KEY, [])
    return listed
