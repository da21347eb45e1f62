"""What Autotask's answers mean: an item, a page, or one of our errors.

A 500 with a list of `errors` is Autotask's usual way to refuse something, and says that nothing was done; a 500
without one is a fault, which `PsaHttp` or `failure_of` reports as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tasks.integrations.psa.autotask.values import Row
from tasks.integrations.psa.errors import (
    Conflicting,
    OutcomeUnknown,
    PermissionMissing,
    PsaFailed,
    RateLimited,
    RemoteUnavailable,
    TicketNotFound,
    ValidationFailed,
    WrongCredentials,
)
from tasks.integrations.psa.http import USUAL_PAUSE_SECONDS, Response

# Texts of the vendor; a change of them makes a failure less exact, never a success.
_NO_PERMISSION = re.compile(r"adequate permission|not have (the )?permission", re.IGNORECASE)
_NO_SUCH_ITEM = re.compile(r"no matching records found", re.IGNORECASE)
_TOO_MANY = re.compile(r"(request|thread)\w* threshold|too many requests", re.IGNORECASE)


def refusals(content: Any) -> tuple[str, ...]:
    """The texts of the list `errors`; empty if the answer has none."""
    errors = content.get("errors") if isinstance(content, Mapping) else None
    return tuple(str(error) for error in errors) if isinstance(errors, list) else ()


def failure_of(
    response: Response, *, said: str, sent: Sequence[str], is_write: bool, of_ticket: bool
) -> PsaFailed | None:
    """None for a success.  `said` is what Autotask says; `sent` are the fields of the request.

    `of_ticket`: what is not found is the ticket that the call is about.
    """
    if response.is_success:
        return None
    if response.status >= 500 and not refusals(response.content):
        return OutcomeUnknown() if is_write else RemoteUnavailable()
    if of_ticket and (response.status == 404 or _NO_SUCH_ITEM.search(said)):
        return TicketNotFound()
    return _refusal(response.status, said, sent)


def _refusal(status: int, said: str, sent: Sequence[str]) -> PsaFailed:
    if status == 401:
        return WrongCredentials()
    if _TOO_MANY.search(said):
        return RateLimited(said, after=USUAL_PAUSE_SECONDS)
    if status == 403 or _NO_PERMISSION.search(said):
        return PermissionMissing(said)
    if status == 409:
        return Conflicting(said)
    named = [name for name in sent if re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE)]
    return ValidationFailed(said, fields=named)


def item_of(content: Any) -> Row | None:
    """The item of `{"item": …}`; None for `{"item": null}`.  Raises RemoteUnavailable for anything else."""
    if not isinstance(content, Mapping) or "item" not in content:
        raise RemoteUnavailable
    item = content["item"]
    if item is not None and not isinstance(item, Mapping):
        raise RemoteUnavailable
    return item


def items_of(content: Any) -> list[Row]:
    """Raises RemoteUnavailable for what is not a page: an empty one would say that there is nothing."""
    items = content.get("items") if isinstance(content, Mapping) else None
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise RemoteUnavailable
    return items


def next_page_of(content: Any) -> str | None:
    """The next page's address, unchecked.  Raises RemoteUnavailable where the answer does not say if there is one."""
    details = content.get("pageDetails") if isinstance(content, Mapping) else None
    if not isinstance(details, Mapping):
        raise RemoteUnavailable
    following = details.get("nextPageUrl")
    return following if isinstance(following, str) and following else None
