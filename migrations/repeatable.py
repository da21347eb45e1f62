"""Migration steps that commit on their own and can be repeated, so that a release that failed halfway can run again.

All of them need `op.get_context().autocommit_block()`, unless their docstring says otherwise.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.roles import LOOKUP


def add_column(table: str, column: str, definition: str) -> None:
    """Works inside or outside a transaction.

    `definition` must not rewrite the table: use a nullable column or a constant default.
    """
    op.execute(f"alter table {table} add column if not exists {column} {definition}")


def add_constraint(table: str, name: str, definition: str) -> None:
    """Lock the table only briefly: existing rows are checked afterwards, without blocking reads and writes."""
    if not _has_constraint(table, name):
        op.execute(f"alter table {table} add constraint {name} {definition} not valid")
    op.execute(f"alter table {table} validate constraint {name}")


def add_tenant_reference(table: str, column: str, target: str) -> None:
    """A composite foreign key that includes the account (`models.core.database.tables.tenant_reference`)."""
    name = f"fk_{table}_account_id_{column}"
    add_constraint(table, name, f"foreign key (account_id, {column}) references {target} (account_id, id)")


def in_each_account(statement: str) -> None:
    """Run `statement` for each account, because row-level security also binds the owner of the tables.

    It is repeated until it changes no row, so it must not match rows that it has already changed.
    """
    connection = op.get_bind()
    for account_id in _accounts():
        connection.execute(text("select set_config('app.account_id', :id, false)"), {"id": account_id})
        while connection.exec_driver_sql(statement).rowcount:
            pass
    connection.exec_driver_sql("select set_config('app.account_id', '', false)")


def _accounts() -> list[str]:
    """The ids of all accounts that have users, read as the lookup role, which sees all rows.

    One transaction, so that the owner cannot keep that role if the release is interrupted.
    """
    find = (
        f"begin; grant {LOOKUP} to current_user; set local role {LOOKUP};"
        " select set_config('migration.accounts', coalesce(string_agg(distinct account_id::text, ' '), ''), false) from users;"
        f" reset role; revoke {LOOKUP} from current_user; commit;"
        " select current_setting('migration.accounts')"
    )
    return str(op.get_bind().exec_driver_sql(find).scalar()).split()


def _has_constraint(table: str, name: str) -> bool:
    query = "select 1 from pg_constraint where conrelid = cast(:table as regclass) and conname = :name"
    return op.get_bind().execute(text(query), {"table": table, "name": name}).first() is not None
