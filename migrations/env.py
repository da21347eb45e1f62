"""Runs the migrations as the owner role: it makes the tables, the app's role and its grants; the app cannot."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool

from models import registry
from models.core.tables import Base

assert registry.TABLES, "imported for its side effect: every table is known to the metadata"

# Two releases at once wait for each other instead of running the same step twice.
RELEASE_LOCK = 7_310_577


def run() -> None:
    settings = current_app.extensions["settings"]
    if not settings.database_owner_url:
        raise SystemExit("DATABASE_OWNER_URL is not set: migrations run as the owner role, not as the app's.")
    engine = create_engine(settings.database_owner_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({RELEASE_LOCK})")
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
