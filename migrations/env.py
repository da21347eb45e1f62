"""Runs the migrations as the owner role: it makes the tables, the app's role and its grants; the app cannot."""

from __future__ import annotations

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, create_engine, pool

from migrations.patience import be_patient
from models import registry
from models.core.tables import Base

assert registry.TABLES, "imported for its side effect: every table is known to the metadata"

# Two releases at once wait for each other instead of running the same step twice.
RELEASE_LOCK = 7_310_577


def refuse_newer_database(connection: Connection) -> None:
    """An older release over a newer database would not know its tables."""
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
    be_patient(engine)
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
