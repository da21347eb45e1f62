"""Unexpected errors to Sentry, where SENTRY_DSN is set: what broke and where, never what was being worked on.

The SDK's own hooks stay off: they would send requests, statements and local variables, which are chats, passwords
and prompts.  What is reported is what the edges of web and workers hand over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from settings import Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# Of the log's context: what leads from a report to the log lines.
TAGS = ("request_id", "job", "job_id", "attempt")

_is_on = False


def configure(settings: Settings) -> None:
    """Once a process; without a DSN nothing is imported and nothing is sent."""
    global _is_on  # noqa: PLW0603 -- the SDK keeps one client a process, and so do we
    if not settings.sentry_dsn:
        return
    import sentry_sdk  # noqa: PLC0415 -- 40 MB that nobody needs without a DSN

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
    """Tell Sentry; never raises, never waits for the network."""
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
    """Kind and place of each error in the chain; messages may quote a person's words, and are left out."""
    for key in ("request", "user", "extra", "breadcrumbs", "contexts", "server_name", "modules"):
        event.pop(key, None)  # type: ignore[misc]
    found: dict[str, Any] = event.get("exception") or {}  # type: ignore[assignment]
    for one in found.get("values", []):
        one["value"] = ""
    return event
