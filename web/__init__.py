"""The web application: HTTP in, JSON or events out.  It is the part that uses Flask; it calls no external service."""

from __future__ import annotations

from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

import settings as settings_module
from models import registry
from models.core.crypto import KeyRing
from models.core.database.engine import engine_options
from models.core.database.flask_db import db
from models.core.files import open_store
from models.core.observing import error_reports
from models.core.outgoing.broker import DoorbellBroker
from models.core.outgoing.dispatch import Dispatcher
from models.core.outgoing.dropped_markers import DroppedMarkers
from models.core.outgoing.psa_calls import PsaCalls
from models.core.outgoing.spending import Spending
from models.core.outgoing.stop_flags import StopFlags
from models.jobs import queue_of
from settings import Settings
from web import api_docs, cli, health, metrics, pages
from web.api import RESOURCES
from web.edge import errors, headers, identity, logs
from web.edge.application import FlowPilot
from web.edge.limits import (
    ChannelCallLimit,
    InvitationLimit,
    ModelCallLimit,
    PasswordResetLimit,
    PsaLimit,
    PsaTestLimit,
    RegistrationLimit,
    SharedReadLimit,
    UploadLimit,
)
from web.edge.openapi import StrictApi, openapi_config
from web.edge.parsing import LARGEST_BODY_BYTES
from web.health import MIGRATIONS
from web.mail import routes as mail
from web.stream import EventStream

assert registry.TABLES, "imported so that the metadata knows every table"

API_PREFIX = "/api/v1"


def create_app(settings: Settings | None = None, *, migrates: bool = True) -> FlowPilot:
    """Create the application.  Raises SettingsError if the environment is not safe.

    `migrates`: whether `flask db` must work.  Web processes start faster without it.
    """
    settings = settings or settings_module.load()
    app = FlowPilot("web", static_folder=None)
    # Without this, a doubled slash would redirect to the host that the request names.
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
    _configure_servers(app, settings)
    if migrates:
        _register_migrations(app)
    _register_edge(app, settings)
    api = StrictApi(app)
    _register_api(api)
    api_docs.register(app, api, API_PREFIX)
    health.register(app)
    metrics.register(app)
    mail.register(app)
    pages.register(app)
    cli.register(app)
    return app


def _configure_servers(app: FlowPilot, settings: Settings) -> None:
    """Set up PostgreSQL, Redis and the file store; no connection is opened yet."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    broker = DoorbellBroker(settings.redis_url)
    app.extensions["dispatcher"] = Dispatcher(broker, queue_of=queue_of)
    app.extensions["stop_flags"] = StopFlags(broker.client)
    app.extensions["dropped_markers"] = DroppedMarkers(broker.client)
    app.extensions["spending"] = Spending(broker.client)
    app.extensions["model_calls"] = ModelCallLimit(settings)
    app.extensions["reset_requests"] = PasswordResetLimit(settings)
    app.extensions["registrations"] = RegistrationLimit(settings)
    app.extensions["invitations"] = InvitationLimit(settings)
    app.extensions["uploads"] = UploadLimit(settings)
    app.extensions["channel_calls"] = ChannelCallLimit(settings)
    app.extensions["psa_limit"] = PsaLimit(settings)
    app.extensions["psa_calls"] = PsaCalls(broker.client, app.extensions["key_ring"])
    app.extensions["psa_tests"] = PsaTestLimit(settings)
    app.extensions["shared_reads"] = SharedReadLimit(settings)
    app.extensions["shared_pages"] = SharedReadLimit(settings, namespace="flowpilot:shared-pages")
    app.extensions["files"] = open_store(settings.file_store_url)
    EventStream().init_app(app, settings)


def _register_migrations(app: FlowPilot) -> None:
    from flask_migrate import Migrate  # noqa: PLC0415 -- importing Alembic takes a sixth of the start of a web process

    Migrate(app, db, directory=str(MIGRATIONS))


def _register_edge(app: FlowPilot, settings: Settings) -> None:
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)  # type: ignore[method-assign]
    errors.register(app)
    headers.register(app)
    logs.register(app)


def _register_api(api: Api) -> None:
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix=API_PREFIX + (resource.url_prefix or ""))
