"""Runs the migrations as the owner role, which creates the tables, the app's role and its grants."""

from __future__ import annotations

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, create_engine, pool

from migrations.lock_timeout import limit_lock_waits
from models import registry
from models.core.database.tables import Base

assert registry.TABLES, "imported so that the metadata knows every table"

# The key of the advisory lock that makes concurrent releases run one after the other.
RELEASE_LOCK = 7_310_577


def refuse_newer_database(connection: Connection) -> None:
    """Raises SystemExit if the database is at a migration that this release does not have."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in context.script.walk_revisions()}
    if found is not None and found not in known:
        raise SystemExit(
            f"The database is newer than this code: it is at migration {found}, which this release does not have. "
            "Nothing was changed. Run the newer release, or restore a backup made before the upgrade."
        )


def run() -> None:
    settings = current_app.extensions["settings"]
    if not settings.database_owner_url:
        raise SystemExit("DATABASE_OWNER_URL is not set: migrations run as the owner role, not as the app's.")
    engine = create_engine(settings.database_owner_url, poolclass=pool.NullPool)
    limit_lock_waits(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({RELEASE_LOCK})")
        refuse_newer_database(connection)
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
