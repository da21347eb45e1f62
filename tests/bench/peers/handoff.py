"""The statements of a request shaped like a handoff: three writes in one, then four outbox rows."""

ACCOUNT = "BENCH_ACCOUNT"
"""The variable with the account's id."""

ENTER = "select set_config('app.account_id', '{account}', true)"

WRITES = """
with chosen as (select id, user_id from bench_sessions where n = {n}),
made as (
  insert into handoffs (id, account_id, ai_session_id, intent, status, reason, created_by_id, snapshot,
    assessment_status, assessment_round, created_at)
  select uuidv7(), '{account}', id, 'escalate', 'withdrawn', 'Stuck after the third fix', user_id,
    '{{"problem": "Outlook keeps asking", "facts": []}}', 'pending', 1, now() from chosen returning id
),
changed as (
  update ai_sessions set state_version = state_version + 1, updated_at = now() from chosen
  where ai_sessions.account_id = '{account}' and ai_sessions.id = chosen.id
),
noted as (
  insert into steps (id, account_id, ai_session_id, index, kind, content, data, created_at)
  select uuidv7(), '{account}', id, {index}, 'system', 'Sam escalated to the team', '{{}}', now() from chosen
)
select id from made
"""

OUTBOX = """
insert into outbox (id, account_id, kind, name, args, due, created_at)
select uuidv7(), '{account}', 'job', 'handoff.expire_assessment', '{{"round": 1}}', now() + interval '2 s', now()
from generate_series(1, 4)
"""
