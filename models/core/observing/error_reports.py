"""Reports unexpected errors to Sentry if SENTRY_DSN is set: the error's type and location, never user data.

The SDK's own integrations are off, because they send requests, statements and local variables, which contain chats,
passwords and prompts.  Only the errors that web and workers pass to `report` are sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from settings import Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# Taken from the log context, so that a report leads to its log lines.
TAGS = ("request_id", "job", "job_id", "attempt")

_is_on = False


def configure(settings: Settings) -> None:
    """Set up reporting; call it once per process.  Without a DSN, nothing is imported or sent."""
    global _is_on  # noqa: PLW0603 -- the SDK also has one client per process
    if not settings.sentry_dsn:
        return
    import sentry_sdk  # noqa: PLC0415 -- 40 MB, not needed without a DSN

    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        environment="development" if settings.dev else "production",
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        before_send=scrubbed,
    )
    _is_on = True


def report(error: BaseException) -> None:
    """Send `error` to Sentry in the background.  Never raises."""
    if not _is_on:
        return
    import sentry_sdk  # noqa: PLC0415

    context = structlog.contextvars.get_contextvars()
    with sentry_sdk.new_scope() as scope:
        for name in TAGS:
            if name in context:
                scope.set_tag(name, str(context[name]))
        scope.capture_exception(error)


def scrubbed(event: Event, hint: Hint) -> Event:
    """`event` with only the type and location of each error.  Messages are removed because they may quote users."""
    for key in ("request", "user", "extra", "breadcrumbs", "contexts", "server_name", "modules"):
        event.pop(key, None)  # type: ignore[misc]
    found: dict[str, Any] = event.get("exception") or {}  # type: ignore[assignment]
    for one in found.get("values", []):
        one["value"] = ""
    return event
