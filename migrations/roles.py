"""The database roles and their rights.  The policies that isolate tenants are in `migrations.tenant_policies`.

Released migrations call these functions, so their effect must not change.

- the owner (`DATABASE_OWNER_URL`) owns the tables and runs migrations;
- the app (`DATABASE_URL`'s user) owns nothing and is bound by row-level security;
- `flowpilot_lookup` cannot log in; it owns the few functions that must work before the tenant is known.
"""

from __future__ import annotations

from contextlib import suppress

from alembic import op
from flask import current_app
from psycopg2 import sql
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError, ProgrammingError

LOOKUP = "flowpilot_lookup"
FOUR_VERBS = "select, insert, update, delete"
APPEND_ONLY = "select, insert"


def app_role() -> tuple[str, str]:
    """Name and password of the app's role, from DATABASE_URL.  Raises SystemExit if one is missing."""
    url = make_url(current_app.extensions["settings"].database_url)
    if not url.username or not url.password:
        raise SystemExit("DATABASE_URL names no user and password: the app's own role is made from them.")
    return url.username, url.password


def create_roles() -> None:
    """Create the app's role and the lookup role unless the cluster already has them."""
    name, password = app_role()
    _create_role(name, "login noinherit nobypassrls password {}", password)
    _create_role(LOOKUP, "nologin noinherit nobypassrls")
    _run("grant usage on schema public to {}, {}", name, LOOKUP)


def grant(table: str, role: str | None = None, *, verbs: str = FOUR_VERBS) -> None:
    _run(f"grant {verbs} on {table} to {{}}", role or app_role()[0])


def let_lookup_read(table: str, *, verbs: str = "select") -> None:
    """Let the lookup role see all rows of `table`.  It needs its own policy because FORCE also binds its functions."""
    op.execute(f"grant {verbs} on {table} to {LOOKUP}")
    op.execute(f"create policy lookup on {table} to {LOOKUP} using (true) with check (true)")


def create_lookup_function(signature: str, returns: str, body: str) -> None:
    """Create a SECURITY DEFINER function that the lookup role owns and only the app may execute."""
    name, _ = app_role()
    op.execute(
        f"create function {signature} returns {returns} language sql security definer"
        f" set search_path = public, pg_temp as $body$ {body} $body$"
    )
    bare = signature.split("(", maxsplit=1)[0]
    op.execute(f"revoke execute on function {bare} from public")
    _run(f"grant execute on function {bare} to {{}}", name)
    _give_to_lookup(bare)


def _give_to_lookup(function: str) -> None:
    """Change the owner, which briefly requires membership in the new owner's role and its CREATE on the schema."""
    op.execute(f"grant {LOOKUP} to current_user")
    op.execute(f"grant create on schema public to {LOOKUP}")
    op.execute(f"alter function {function} owner to {LOOKUP}")
    op.execute(f"revoke create on schema public from {LOOKUP}")
    op.execute(f"revoke {LOOKUP} from current_user")


def _create_role(name: str, attributes: str, *values: str) -> None:
    connection = op.get_bind()
    if connection.exec_driver_sql("select 1 from pg_roles where rolname = %s", (name,)).scalar() is not None:
        return
    # Roles belong to the cluster, and a migration of another database may create them at the same time.
    with suppress(IntegrityError, ProgrammingError), connection.begin_nested():
        _run(f"create role {{}} {attributes}", name, *(sql.Literal(value) for value in values))


def _run(statement: str, *names: str | sql.Composable) -> None:
    """Execute `statement` with `names` quoted by psycopg2; a plain string is quoted as an identifier."""
    parts = [name if isinstance(name, sql.Composable) else sql.Identifier(name) for name in names]
    connection = op.get_bind()
    raw = connection.connection.driver_connection
    # The driver would read a % as a parameter, even inside a password.
    connection.exec_driver_sql(sql.SQL(statement).format(*parts).as_string(raw).replace("%", "%%"))
