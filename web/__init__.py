"""HTTP in, JSON or events out.  Flask lives here and nowhere else; nothing here talks to the outside world."""

from __future__ import annotations

from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

import settings as settings_module
from models import registry
from models.core import error_reports
from models.core.broker import DoorbellBroker
from models.core.crypto import KeyRing
from models.core.database import db
from models.core.dispatch import Dispatcher
from models.core.engine import engine_options
from models.core.stop_flags import StopFlags
from models.jobs import queue_of
from settings import Settings
from web import api_docs, cli, health, metrics, pages
from web.api import RESOURCES
from web.edge import errors, headers, identity, logs
from web.edge.application import FlowPilot
from web.edge.limits import ModelCalls, ResetRequests
from web.edge.openapi import StrictApi, openapi_config
from web.edge.parsing import LARGEST_BODY_BYTES
from web.health import MIGRATIONS
from web.stream import EventStream

assert registry.TABLES, "imported for its side effect: every table is known to the metadata"

API_PREFIX = "/api/v1"


def create_app(settings: Settings | None = None, *, migrates: bool = True) -> FlowPilot:
    """The application.  Raises SettingsError when the environment asks for something unsafe.

    `migrates`: whether `flask db` works with it; what only serves is up sooner without.
    """
    settings = settings or settings_module.load()
    app = FlowPilot("web", static_folder=None)
    # A doubled slash is another address, not a redirect to whatever host the caller named.
    app.url_map.merge_slashes = False
    app.extensions["settings"] = settings
    app.extensions["key_ring"] = KeyRing.from_setting(settings.encryption_keys)
    app.config.update(
        openapi_config(API_PREFIX, cookie_name=identity.cookie_name(settings)),
        MAX_CONTENT_LENGTH=LARGEST_BODY_BYTES,
        PROPAGATE_EXCEPTIONS=False,
    )
    logs.configure(settings)
    error_reports.configure(settings)
    _connect(app, settings)
    if migrates:
        _migrate(app)
    _watch_the_edge(app, settings)
    api = StrictApi(app)
    _mount(api)
    api_docs.register(app, api, API_PREFIX)
    health.register(app)
    metrics.register(app)
    pages.register(app)
    cli.register(app)
    return app


def _connect(app: FlowPilot, settings: Settings) -> None:
    """PostgreSQL for requests, Redis for the fast path; neither is contacted yet."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    broker = DoorbellBroker(settings.redis_url)
    app.extensions["dispatcher"] = Dispatcher(broker, queue_of=queue_of)
    app.extensions["stop_flags"] = StopFlags(broker.client)
    app.extensions["model_calls"] = ModelCalls(settings)
    app.extensions["reset_requests"] = ResetRequests(settings)
    EventStream().init_app(app, settings)


def _migrate(app: FlowPilot) -> None:
    from flask_migrate import Migrate  # noqa: PLC0415 -- Alembic is a sixth of the time that a web process takes to start

    Migrate(app, db, directory=str(MIGRATIONS))


def _watch_the_edge(app: FlowPilot, settings: Settings) -> None:
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)  # type: ignore[method-assign]
    errors.register(app)
    headers.register(app)
    logs.register(app)


def _mount(api: Api) -> None:
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix=API_PREFIX + (resource.url_prefix or ""))
