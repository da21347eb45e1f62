-- An account's history: %(count)s sessions, a handoff of each, two steps of each.
insert into ai_sessions (id, account_id, user_id, title, problem, client_name, psa_ticket_id, status, confidence_score,
  state_version, step_count, created_at, updated_at, last_activity_at, closed_at)
select uuidv7(at - now()), %(account)s, %(user)s, 'Problem ' || n || case when n %% %(open)s = 1 then ' zebra' else '' end,
  (array['Outlook keeps asking for a password','VPN drops','Printer offline','Backup job fails','Disk full','Slow logon'])
  [1 + n %% 6] || ' on pc' || n, 'Client ' || n %% 40, 'T' || n,
  case when n %% %(open)s = 0 then 'escalated' else 'resolved' end, 0.5, 1, 2, at, at, at,
  case when n %% %(open)s = 0 then null else at + interval '30 minutes' end
from (select n, now() - n * make_interval(secs => %(apart)s) as at from generate_series(1, %(count)s) n) rows;

insert into handoffs (id, account_id, ai_session_id, intent, status, reason, created_by_id, snapshot, assessment_status,
  assessment_round, claimed_by_id, claimed_at, created_at)
select uuidv7(created_at - now()), account_id, id, 'escalate', case when status = 'escalated' then 'open' else 'claimed' end,
  'Stuck after the third fix', user_id, '{"problem": "Outlook keeps asking", "facts": [], "fixes": []}', 'not_requested', 1,
  case when status = 'escalated' then null else %(senior)s::uuid end,
  case when status = 'escalated' then null else created_at + interval '4 minutes' end, created_at
from ai_sessions where account_id = %(account)s;

insert into steps (id, account_id, ai_session_id, index, kind, author_id, content, data, created_at)
select uuidv7(created_at - now() + shift), account_id, id, number, 'user_message', author,
  title || ' says error ' || step_count, '{}', created_at + shift
from ai_sessions, lateral (values (0, user_id, interval '0'), (1, %(senior)s::uuid, interval '9 minutes')) v (number, author, shift)
where account_id = %(account)s;
