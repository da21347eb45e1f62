-- What a run may not leave behind: `-- kind: words` and a query for the rows that are wrong.

-- lost: an outbox row is neither done nor dead
select id, name, state, attempts from outbox where state in ('ready', 'running');

-- lost: a job is dead
select id, name, attempts, last_error from outbox where state = 'dead';

-- lost: a reply has not ended
select id, status from replies where status in ('queued', 'running');

-- lost: a message has no answer behind it
select s.id from steps s
where s.kind = 'user_message' and not exists (
    select from steps a where a.ai_session_id = s.ai_session_id and a.kind = 'assistant_message' and a.index > s.index
);

-- lost: an assessment is still pending
select id from handoffs where assessment_status = 'pending';

-- lost: a preview is still pending
select id, kind, round from previews where status = 'pending';

-- lost: the draft of a case is still pending
select id, round from case_drafts where status = 'pending';

-- lost: a documentation is still pending
select id, round from documentation where status = 'pending';

-- lost: a client update is still pending
select id, round from client_updates where status = 'pending';

-- lost: a documentation has no text
select id, status from documentation where content is null;

-- lost: a message is neither sent nor canceled
select id, event, channel, state, attempts, last_error from notice_deliveries where state not in ('sent', 'canceled');

-- lost: nobody was to be told of an escalation
select h.id from handoffs h
where h.intent = 'escalate' and not exists (select from notice_deliveries d where d.handoff_id = h.id);

-- twice: a reply has more than one step
select data->>'reply_id' as id, count(*) from steps where kind = 'assistant_message' group by 1 having count(*) > 1;

-- twice: a reply's end was told more than once
select args->'data'->>'reply_id' as id, count(*) from outbox
where name in ('reply_finished', 'reply_failed') group by 1 having count(*) > 1;

-- twice: a reply was asked of the workers in two rows
select args->>'reply_id' as id, count(*) from outbox where name = 'reply.write' group by 1 having count(*) > 1;

-- twice: more successful calls in the books than replies that finished
select ai_session_id as id, replies, calls from
    (select ai_session_id, count(*) filter (where status = 'finished') as replies from replies group by 1) as r
    join (
        select ai_session_id, count(*) as calls from ai_usage
        where task = 'chat_reply' and error_code is null group by 1
    ) as u using (ai_session_id)
where calls > replies;

-- twice: more successful assessments in the books than handoffs
select ai_session_id as id, handoffs, calls from
    (select ai_session_id, count(*) as handoffs from handoffs group by 1) as h
    join (
        select ai_session_id, count(*) as calls from ai_usage
        where task = 'assessment' and error_code is null group by 1
    ) as u using (ai_session_id)
where calls > handoffs;

-- twice: more successful calls for a documentation or a client update in the books than rounds
select w.ai_session_id as id, w.task, w.round, u.calls from (
    select ai_session_id, 'documentation' as task, round from documentation
    union all select ai_session_id, 'client_update', round from client_updates
) as w join (
    select ai_session_id, task, count(*) as calls from ai_usage where error_code is null group by 1, 2
) as u using (ai_session_id, task)
where u.calls > w.round;

-- twice: the end of a documentation or a client update was told more often than there were rounds
select w.id, w.round, o.told from (
    select id, round from documentation union all select id, round from client_updates
) as w join (
    select coalesce(args->'data'->>'documentation_id', args->'data'->>'client_update_id') as id, count(*) as told
    from outbox where name in ('documentation_ready', 'client_update_ready') group by 1
) as o on o.id = w.id::text
where o.told > w.round;

-- twice: a call of the model is in the books twice
select request_id as id, count(*) from ai_usage where request_id is not null group by 1 having count(*) > 1;

-- twice: an assessment's end was told more than once
select args->'data'->>'handoff_id' as id, count(*) from outbox
where name = 'handoff_assessment_ready' group by 1 having count(*) > 1;

-- twice: a preview's round was asked of the workers in two rows
select args->>'preview_id' as id, args->>'preview_round' as round, count(*) from outbox
where name = 'preview.write' group by 1, 2 having count(*) > 1;

-- twice: more successful calls in the books than rounds of the preview
select p.id, p.kind, p.round, count(*) as calls from previews p
join ai_usage u on u.ai_session_id = p.ai_session_id and u.task = p.kind and u.error_code is null
group by p.id having count(*) > p.round;

-- twice: a preview's end was told more often than it had rounds
select p.id, p.kind, p.round, count(*) as told from previews p
join outbox o on o.name = 'preview_ready' and o.args->'data'->>'kind' = p.kind
    and o.args->'data'->>'session_id' = p.ai_session_id::text
group by p.id having count(*) > p.round;

-- twice: a documentation's round was asked of the workers in two rows
select args->>'documentation_id' as id, args->>'round_number' as round, count(*) from outbox
where name = 'documentation.write' group by 1, 2 having count(*) > 1;

-- twice: a claim was told more than once
select args->'data'->>'handoff_id' as id, count(*) from outbox
where name = 'handoff_claimed' group by 1 having count(*) > 1;

-- twice: a person was notified twice of the same about one handoff
select handoff_id as id, user_id, kind, count(*) from notifications group by 1, 2, 3 having count(*) > 1;

-- twice: a delivery was planned twice
select handoff_id as id, channel, recipient, count(*) from deliveries group by 1, 2, 3 having count(*) > 1;

-- twice: a message was planned twice
select subject_id as id, event, channel, recipient, count(*) from notice_deliveries
group by 1, 2, occasion, 3, 4 having count(*) > 1;

-- half: a finished reply has no step, or another one's
select r.id from replies r left join steps s on s.id = r.step_id
where r.status = 'finished' and (s.id is null or s.data->>'reply_id' is distinct from r.id::text);

-- half: a finished reply has no call in the books
select ai_session_id as id, replies, calls from
    (select ai_session_id, count(*) filter (where status = 'finished') as replies from replies group by 1) as r
    left join (
        select ai_session_id, count(*) as calls from ai_usage
        where task = 'chat_reply' and error_code is null group by 1
    ) as u using (ai_session_id)
where coalesce(calls, 0) < replies;

-- half: a session's steps have a gap or are miscounted
select s.id, s.step_count, count(t.id), max(t.index) from ai_sessions s left join steps t on t.ai_session_id = s.id
group by s.id having s.step_count <> count(t.id) or max(t.index) <> count(t.id);

-- half: an escalated session has no open handoff, or the other way round
select s.id, s.status from ai_sessions s
where (s.status = 'escalated') <> exists (
    select from handoffs h where h.ai_session_id = s.id and h.status = 'open' and h.intent = 'escalate'
);

-- half: a claimed handoff's session is not its winner's
select h.id, s.status, s.handler_id, h.claimed_by_id from handoffs h join ai_sessions s on s.id = h.ai_session_id
where h.status = 'claimed' and s.handler_id is distinct from h.claimed_by_id;

-- half: an assessment is ready and empty, or unavailable without a reason
select id, assessment_status from handoffs
where (assessment_status = 'ready') <> (ai_assessment is not null)
    or (assessment_status = 'unavailable') <> (assessment_error is not null);

-- half: a preview is ready and empty, or failed without a reason
select id, kind, status from previews
where (status = 'ready' and content is null) or (status = 'failed') <> (error is not null);

-- half: the draft of a case is ready and empty, or failed without a reason
select id, status from case_drafts
where (status = 'ready' and content is null) or (status = 'failed') <> (error is not null);

-- half: a case failed without a time, or the other way round
select id, failure from cases where (failure is null) <> (failed_at is null);

-- half: a preview's text has no call in the books
select p.id, p.kind from previews p
where p.content is not null and not exists (
    select from ai_usage u where u.ai_session_id = p.ai_session_id and u.task = p.kind and u.error_code is null
);

-- half: an event names a step that is not there
select o.id from outbox o
where o.name = 'step_created' and not exists (select from steps s where s.id::text = o.args->'data'->>'step_id');
