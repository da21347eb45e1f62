-- A copy of %(count)s tickets: one in twenty is open, of 700 clients, in four boards.
insert into psa_tickets (id, created_at, account_id, connection_id, remote_id, number, title, description, client_name,
  contact_name, status, priority, board, is_closed, remote_updated_at, synced_at)
select uuidv7(at - now()), at, %(account)s, %(connection)s, n::text, n::text,
  (array['Outlook keeps asking for a password','VPN drops','Printer offline','Backup job fails','Disk full','Slow logon'])
  [1 + n %% 6] || ' on pc' || n %% 5000 || case when n %% %(open)s = 1 then ' zebra' else '' end,
  repeat('It began on Monday. ', 20), 'Client ' || n %% 700, 'Person ' || n %% 3000,
  case when n %% 20 > 0 then 'Closed' else (array['New','In Progress','Waiting'])[1 + n / 20 %% 3] end,
  (array['Low','Medium','High'])[1 + n %% 3], 'Board ' || n %% 4, n %% 20 > 0, at, now()
from (select n, now() - n * interval '90 seconds' as at from generate_series(1, %(count)s) n) rows;
