"""What a release makes of the rows that are there already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.test_releases import release, succeeds
from tests.support.installation import Installation, empty_installation
from tests.support.own_postgres import OwnPostgres
from tests.support.own_redis import OwnRedis

FORMER = """
    insert into accounts (id, name, is_demo, created_at)
    select id, 'Acme', false, now() from unnest(array[%(a)s, %(b)s]::uuid[]) id;
    insert into users (id, account_id, name, email, password_hash, role, is_active, created_at)
    select id, id, 'Sam', id || '@acme.test', '', 'owner', true, now() from accounts;
    insert into ai_sessions (id, account_id, user_id, title, problem, psa_ticket_id, status, confidence_score,
      state_version, step_count, created_at, updated_at)
    select id, id, id, 'Mail', 'No mail at M\u00fcller', '\t# #48210 ', 'active', 0, 1, 3, '2026-01-01', '2026-03-01'
    from accounts;
    insert into steps (id, account_id, ai_session_id, index, kind, content, data, created_at)
    select gen_random_uuid(), id, id, n, case n when 2 then 'system' else 'note' end, 'Note', '{}',
      '2026-02-01'::timestamptz + n * interval '1 minute' from accounts, generate_series(1, 3) n;
    insert into facts (id, account_id, ai_session_id, kind, value, source, pinned, created_at)
    select gen_random_uuid(), id, id, kind, kind, 'copilot', false, now()
    from accounts, unnest(array['error code', 'change', 'since', 'Print server']) kind;
    insert into handoffs (id, account_id, ai_session_id, intent, status, created_by_id, snapshot, assessment_status,
      assessment_round, claimed_by_id, claimed_at, created_at)
    select id, id, id, 'escalate', 'claimed', id, '{"psa_ticket_id": "#48210", "facts": []}', 'not_requested', 0, id,
      '2026-02-02', '2026-02-01' from accounts;
    insert into notifications (id, account_id, user_id, handoff_id, kind, title, link, note, created_at)
    select id, id, id, id, 'escalation', 'Escalation from Sam \u00b7 ##48210: No mail', '/', 'claimed by Sam', now()
    from accounts;
"""
ACCOUNTS = {"a": "0198c0de-0000-7000-8000-00000000000a", "b": "0198c0de-0000-7000-8000-00000000000b"}


@pytest.fixture
def unreleased(postgres: OwnPostgres, tmp_path: Path) -> Iterator[Installation]:
    with OwnRedis(tmp_path) as redis, empty_installation(postgres.addresses, redis, name="upgraded") as installation:
        yield installation


def test_rows_of_the_release_before_are_as_if_this_one_had_written_them(unreleased: Installation) -> None:
    """In each account, though row-level security binds the role that releases."""
    assert succeeds(release(unreleased, "0011"))
    unreleased.sql(FORMER, **ACCOUNTS)
    assert succeeds(release(unreleased))
    told = "select psa_ticket_id, title_by, notice_count, last_activity_at::date::text as active from ai_sessions"
    session = {"psa_ticket_id": "48210", "title_by": "rule", "notice_count": 1, "active": "2026-02-01"}
    assert unreleased.sql(told) == [session, session]
    kinds = unreleased.sql("select distinct kind from facts order by 1")
    assert [row["kind"] for row in kinds] == ["changed", "error_code", "print_server", "since"]
    assert unreleased.sql("select distinct snapshot ->> 'psa_ticket_id' as number from handoffs") == [
        {"number": "48210"}
    ]
    bell = unreleased.sql(
        "select title, outcome, outcome_by_id = user_id as by, read_at is null as unread from notifications"
    )
    entry = {"title": "Escalation from Sam \u00b7 #48210: No mail", "outcome": "claimed", "by": True, "unread": False}
    assert bell == [entry, entry]
    found = (
        "select set_config('app.account_id', %(a)s, true), (select count(*) from search_sessions('muller')) as found"
    )
    assert unreleased.sql(found, **ACCOUNTS)[0]["found"] == 1
    members = "select 1 from pg_auth_members where roleid = 'flowpilot_lookup'::regrole and set_option"
    assert unreleased.sql(members) == []
