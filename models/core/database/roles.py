"""Checks that row-level security binds the app's database role; processes refuse to run otherwise."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

_POWERS = text(
    "select r.rolsuper, r.rolbypassrls,"
    " exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    "   where c.relowner = r.oid and n.nspname = 'public')"
    " from pg_roles r where r.rolname = current_user"
)


class RoleTooPowerful(RuntimeError):
    """DATABASE_URL names a role that row-level security does not bind."""


def check_role(connection: Connection) -> None:
    """Raises RoleTooPowerful for a superuser, a role with BYPASSRLS, or one that owns tables."""
    is_superuser, bypasses, owns_tables = connection.execute(_POWERS).one()
    if is_superuser or bypasses or owns_tables:
        raise RoleTooPowerful("DATABASE_URL names a role that row-level security does not bind")


def refuse_powerful(engine: Engine) -> None:
    """Check the role when a process starts.  Raises RoleTooPowerful, and OperationalError if the database is down."""
    with engine.connect() as connection:
        check_role(connection)
