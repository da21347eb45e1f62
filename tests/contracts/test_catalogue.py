"""PostgreSQL's own catalogue says whether every table of an account is walled in, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, pool, text

from models.core.database.tables import Base
from settings import Settings
from web.edge.application import FlowPilot

LOOKUP = "flowpilot_lookup"
# As PostgreSQL prints it back: a uuid column compared with a uuid, nothing cast on the row's side.
TENANT = "({column} = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)"
GLOBAL_TABLES = {"login_failures", "reset_requests", "server_keys", "alembic_version"}
"""Tables of no account: an address that fails to log in, or asks for a password link, may be nobody's."""
LOOKUP_READS = {
    "users": {"SELECT"},
    "logins": {"SELECT"},
    "invitations": {"SELECT"},
    "idempotency_keys": {"SELECT"},
    "personal_tokens": {"SELECT"},
    "password_resets": {"SELECT"},
    "shares": {"SELECT"},
    "ai_sessions": {"SELECT"},
    "steps": {"SELECT"},
    "ai_usage": {"SELECT"},
    "psa_connections": {"SELECT"},
    "psa_tickets": {"SELECT"},
    "cases": {"SELECT"},
    "outbox": {"SELECT", "UPDATE"},
}
LOOKUP_FUNCTIONS = {
    *("login_by_address", "login_by_token", "invitation_by_token"),
    *("outbox_take", "outbox_extend", "outbox_take_due", "outbox_confirm_sent"),
    *("outbox_status", "outbox_resend", "outbox_accounts_with_done"),
    *("accounts_with_idempotency_keys", "personal_token_by_token"),
    *("password_reset_by_token", "accounts_with_password_resets", "share_by_token", "psa_connection_by_webhook"),
    *("matching_sessions", "search_sessions", "picked_up_sessions", "search_psa_tickets"),
    *("search_cases", "similar_cases"),
    *("outbox_take_job", "outbox_figures", "outbox_dead", "outbox_given_up", "outbox_resend_some", "ai_figures"),
}

MEMORY = dict.fromkeys(("search_psa_tickets", "search_cases", "similar_cases"), "32MB")
"""Functions that need more than a query usually gets."""
BY_INDEX = {"similar_cases"}
"""Functions with many searches of one table, each of which would compute the words of every row without the index."""
WORD_FUNCTIONS = {"search_split", "search_words", "search_query"}
"""From text to words: they read no table, and whoever writes a row runs them for its index."""

_TABLES = """
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
           pg_get_userbyid(c.relowner) as owner,
           exists (select 1 from pg_attribute a
                   where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped) as has_account
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
"""
_POLICIES = """
    select tablename, policyname, permissive, roles::text[] as roles, cmd, qual, with_check
    from pg_policies where schemaname = 'public'
"""
_GRANTS = """
    select table_name, grantee, array_agg(privilege_type::text) as verbs
    from information_schema.role_table_grants where table_schema = 'public' group by 1, 2
"""
_FUNCTIONS = """
    select p.proname as name, p.prosecdef as definer, pg_get_userbyid(p.proowner) as owner, p.proconfig as config,
           has_function_privilege('public', p.oid, 'execute') as for_all,
           has_function_privilege(:app, p.oid, 'execute') as for_app
    from pg_proc p where p.pronamespace = 'public'::regnamespace
"""
_FOREIGN_KEYS = """
    select k.conname as name, k.conrelid::regclass::text as source, k.confrelid::regclass::text as target,
           (select array_agg(a.attname::text order by o.place)
            from unnest(k.conkey) with ordinality o(number, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.number) as columns,
           (select array_agg(a.attname::text order by o.place)
            from unnest(k.confkey) with ordinality o(number, place)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.number) as targets
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def owner(app: FlowPilot, settings: Settings) -> Iterator[Connection]:
    """The migrated database as the role that owns it sees it."""
    engine = create_engine(str(settings.database_owner_url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def app_role(settings: Settings) -> str:
    return str(make_url(settings.database_url).username)


def rows(connection: Connection, query: str, **values: Any) -> list[Any]:
    return list(connection.execute(text(query), values))


def tenant_tables() -> list[str]:
    return sorted(table.name for table in Base.metadata.tables.values() if "account_id" in table.c)


def test_the_database_has_the_tables_that_the_code_knows_and_no_other(owner: Connection) -> None:
    found = {row.name for row in rows(owner, _TABLES)}
    assert found == {*Base.metadata.tables, "alembic_version"}


def test_every_table_is_an_accounts_or_known_to_be_nobodys(owner: Connection) -> None:
    found = {row.name for row in rows(owner, _TABLES) if not row.has_account}
    assert found == {"accounts", *GLOBAL_TABLES}


@pytest.mark.parametrize("table", ["accounts", *tenant_tables()])
def test_row_level_security_is_enabled_and_forced(owner: Connection, table: str) -> None:
    (row,) = [row for row in rows(owner, _TABLES) if row.name == table]
    assert row.enabled and row.forced


@pytest.mark.parametrize("table", ["accounts", *tenant_tables()])
def test_its_tenant_policy_holds_reads_and_writes_to_one_account(owner: Connection, table: str) -> None:
    (policy,) = [p for p in rows(owner, _POLICIES) if p.tablename == table and p.policyname == "tenant"]
    expected = TENANT.format(column="id" if table == "accounts" else "account_id")
    assert (policy.qual, policy.with_check) == (expected, expected)
    assert (policy.cmd, policy.roles, policy.permissive) == ("ALL", ["public"], "PERMISSIVE")


def test_the_only_other_policies_are_the_lookup_roles(owner: Connection) -> None:
    others = [p for p in rows(owner, _POLICIES) if p.policyname != "tenant"]
    assert {(p.tablename, tuple(p.roles)) for p in others} == {(table, (LOOKUP,)) for table in LOOKUP_READS}


def test_every_account_column_is_a_uuid_and_never_null(owner: Connection) -> None:
    query = """
        select table_name, data_type, is_nullable from information_schema.columns
        where table_schema = 'public' and column_name = 'account_id'
    """
    assert {(row.data_type, row.is_nullable) for row in rows(owner, query)} == {("uuid", "NO")}


def test_the_app_has_four_verbs_and_only_adds_to_the_audit_log(owner: Connection, app_role: str) -> None:
    granted = {row.table_name: set(row.verbs) for row in rows(owner, _GRANTS) if row.grantee == app_role}
    assert granted.pop("alembic_version") == {"SELECT"}
    assert granted.keys() == Base.metadata.tables.keys()
    assert granted.pop("audit_log") == {"SELECT", "INSERT"}
    assert {frozenset(verbs) for verbs in granted.values()} == {frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})}


def test_the_lookup_role_reads_exactly_its_few_tables(owner: Connection) -> None:
    granted = {row.table_name: set(row.verbs) for row in rows(owner, _GRANTS) if row.grantee == LOOKUP}
    assert granted == LOOKUP_READS


def test_nothing_is_granted_to_everybody(owner: Connection) -> None:
    assert [row.table_name for row in rows(owner, _GRANTS) if row.grantee == "PUBLIC"] == []


def test_the_app_owns_nothing_and_cannot_bypass(owner: Connection, app_role: str) -> None:
    (role,) = rows(owner, "select * from pg_roles where rolname = :name", name=app_role)
    assert not (role.rolsuper or role.rolbypassrls or role.rolcreaterole or role.rolcreatedb or role.rolreplication)
    owned = "select classid from pg_shdepend where refobjid = cast(:role as regrole) and deptype = 'o'"
    assert rows(owner, owned, role=app_role) == []


def test_the_app_is_a_member_of_no_other_role(owner: Connection, app_role: str) -> None:
    for role in (app_role, LOOKUP):
        assert rows(owner, "select 1 from pg_auth_members where member = cast(:role as regrole)", role=role) == []


def test_the_lookup_role_cannot_log_in_or_bypass(owner: Connection) -> None:
    (role,) = rows(owner, "select * from pg_roles where rolname = :name", name=LOOKUP)
    assert not (role.rolcanlogin or role.rolsuper or role.rolbypassrls)


def test_nobody_but_the_owner_creates_in_the_schema(owner: Connection, app_role: str) -> None:
    allowed = "select has_schema_privilege(:role, 'public', 'create')"
    assert [owner.scalar(text(allowed), {"role": role}) for role in (app_role, LOOKUP, "public")] == [False] * 3


def test_the_functions_that_run_before_the_tenant_is_known_are_the_known_ones(owner: Connection, app_role: str) -> None:
    found = rows(owner, _FUNCTIONS, app=app_role)
    assert {function.name for function in found} == LOOKUP_FUNCTIONS | WORD_FUNCTIONS
    assert {function.name for function in found if function.definer} == LOOKUP_FUNCTIONS


def test_they_belong_to_the_lookup_role_and_only_the_app_runs_them(owner: Connection, app_role: str) -> None:
    for function in rows(owner, _FUNCTIONS, app=app_role):
        if function.name in WORD_FUNCTIONS:
            continue
        assert function.owner == LOOKUP, function.name
        memory = [f"work_mem={MEMORY[function.name]}"] if function.name in MEMORY else []
        scan = ["enable_seqscan=off"] if function.name in BY_INDEX else []
        assert function.config == ["search_path=public, pg_temp", *memory, *scan], function.name
        assert (function.for_app, function.for_all) == (True, False), function.name


def test_a_foreign_key_between_tables_of_an_account_carries_the_account_along(owner: Connection) -> None:
    walled = set(tenant_tables())
    keys = [key for key in rows(owner, _FOREIGN_KEYS) if {key.source, key.target} <= walled]
    assert keys
    loose = {key.name for key in keys if key.columns[0] != "account_id" or key.targets != ["account_id", "id"]}
    assert loose == set()


def test_every_table_of_an_account_refers_to_its_account(owner: Connection) -> None:
    referring = {key.source for key in rows(owner, _FOREIGN_KEYS) if key.target == "accounts"}
    assert referring == set(tenant_tables())


def test_no_other_unique_key_tells_that_another_account_has_the_value(owner: Connection) -> None:
    query = """
        select i.indrelid::regclass::text as source, i.indexrelid::regclass::text as name,
               array_agg(a.attname::text) as columns
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indisunique and not i.indisprimary and i.indrelid::regclass::text = any (:tables) group by 1, 2
    """
    unguessable = {"ai_session_id", "handoff_id", "token_fingerprint"}
    found = rows(owner, query, tables=tenant_tables())
    across = {row.name for row in found if not {"account_id", *unguessable} & set(row.columns)}
    assert across == {"uq_users_address"}


def test_there_is_no_view_to_look_around_the_wall(owner: Connection) -> None:
    query = """
        select c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
          and not coalesce('security_invoker=true' = any (c.reloptions), false)
    """
    assert rows(owner, query) == []
