"""POST /handoff on FastAPI with SQLAlchemy's asyncio and asyncpg: the same duties, reads and rows as ours.

Written as a good developer of these libraries would: an async session for each request, the ORM's unit of work, which
writes the rows of a table in one statement, and one pipeline to Redis after the commit.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import orjson
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import Response
from pydantic import BaseModel, Field
from redis.asyncio import Redis
from sqlalchemy import select

from tests.bench.peers.fastapi_edge import ENGINEERS, Asking, Edge, engineer
from tests.bench.peers.fastapi_tables import (
    AiSession,
    AuditEntry,
    Base,
    Delivery,
    Fact,
    Fix,
    Handoff,
    Notification,
    OutboxRow,
    Step,
    User,
    now,
)

BUDGET, GRACE = timedelta(seconds=45), timedelta(seconds=2)
redis = Redis.from_url(os.environ["REDIS_URL"])
app = FastAPI()
app.add_middleware(Edge)


class NewHandoff(BaseModel, extra="forbid"):
    intent: Literal["escalate"]
    reason: str = Field(min_length=1, max_length=4_000)


@app.post("/api/v1/ai-sessions/{session_id}/handoff")
async def create_handoff(session_id: UUID, given: NewHandoff, asking: Annotated[Asking, Depends(engineer)]) -> Response:
    db, user = asking.db, asking.user
    ai_session = await _locked_session(session_id, asking)
    record, recipients = await _record(ai_session, asking), await _recipients(asking)
    handoff = _handoff(ai_session, given, record, by=user)
    _change_session(ai_session, given, record, handoff, by=user)
    requests = _requests(ai_session, handoff, recipients, asking)
    db.add(handoff)
    # No relationship tells the unit of work that the other rows refer to it.
    await db.flush()
    db.add_all([_step(ai_session, given, by=user), _audit(handoff, asking), *requests])
    db.add_all(_bells(ai_session, handoff, recipients, by=user))
    await db.commit()
    await _send(requests)
    answer = orjson.dumps(_answer(handoff, by=user), default=str)
    return Response(answer, status_code=201, media_type="application/json")


async def _locked_session(session_id: UUID, asking: Asking) -> AiSession:
    query = select(AiSession).where(AiSession.id == session_id, AiSession.account_id == asking.user.account_id)
    ai_session = await asking.db.scalar(query.with_for_update(key_share=True))
    if ai_session is None:
        raise HTTPException(404)
    if asking.user.id not in (ai_session.user_id, ai_session.handler_id):
        raise HTTPException(403)
    if ai_session.status != "active":
        raise HTTPException(409)
    return ai_session


async def _record(ai_session: AiSession, asking: Asking) -> dict[str, Any]:
    """Facts, steps and fixes as they stand."""

    def of_session(table: Any) -> Any:
        return select(table).where(table.ai_session_id == ai_session.id)

    fixes = (await asking.db.scalars(of_session(Fix).order_by(Fix.created_at, Fix.id))).all()
    facts = (await asking.db.scalars(of_session(Fact).order_by(Fact.created_at, Fact.id))).all()
    steps = (await asking.db.scalars(of_session(Step).order_by(Step.index))).all()
    return {
        "facts": [
            {"kind": one.kind, "value": one.value, "source": one.source} for one in facts if not one.dismissed_at
        ],
        "steps": [_step_as_json(step) for step in steps if step.kind != "system"],
        "fixes": [_fix_as_json(fix) for fix in fixes],
        "attempts": [{"id": str(fix.id), "title": fix.title, "outcome": fix.status} for fix in fixes if fix.applied_at],
    }


def _fact_as_json(fact: Fact) -> dict[str, Any]:
    return {"kind": fact.kind, "value": fact.value, "source": fact.source}


def _step_as_json(step: Step) -> dict[str, Any]:
    author = {"id": str(step.author.id), "name": step.author.name} if step.author else None
    return {
        "index": step.index,
        "kind": step.kind,
        "author": author,
        "content": step.content,
        "created_at": step.created_at.isoformat(),
    }


def _fix_as_json(fix: Fix) -> dict[str, Any]:
    columns = ("title", "rationale", "steps", "risk", "status")
    return {"id": str(fix.id), **{name: getattr(fix, name) for name in columns}}


async def _recipients(asking: Asking) -> list[User]:
    query = select(User).where(
        User.account_id == asking.user.account_id,
        User.is_active.is_(True),
        User.deleted_at.is_(None),
        User.role.in_(ENGINEERS),
        User.id != asking.user.id,
    )
    return list(await asking.db.scalars(query.order_by(User.id)))


def _handoff(ai_session: AiSession, given: NewHandoff, record: dict[str, Any], *, by: User) -> Handoff:
    columns = ("title", "problem", "client_name", "psa_ticket_id", "state_version")
    return Handoff(
        id=uuid4(),
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        intent=given.intent,
        status="open",
        reason=given.reason,
        created_by_id=by.id,
        snapshot={**{name: getattr(ai_session, name) for name in columns}, **record},
        assessment_status="pending",
        assessment_due_at=now() + BUDGET,
        assessment_round=1,
        created_at=now(),
    )


def _change_session(
    ai_session: AiSession, given: NewHandoff, record: dict[str, Any], handoff: Handoff, *, by: User
) -> None:
    ai_session.status, ai_session.escalation_reason = "escalated", given.reason
    ai_session.handler_id = ai_session.parked_by_id = ai_session.escalated_to_id = None
    ai_session.state_version += 1
    ai_session.step_count += 1
    ai_session.notice_count += 1
    ai_session.updated_at = ai_session.last_activity_at = now()
    ai_session.escalation_package = {
        "handoff_id": str(handoff.id),
        "escalated_by": {"id": str(by.id), "name": by.name},
        "problem": ai_session.problem,
        "facts": record["facts"],
        "attempts": record["attempts"],
        "reason": given.reason,
        "leading_hypothesis": None,
        "enhanced": False,
    }


def _step(ai_session: AiSession, given: NewHandoff, *, by: User) -> Step:
    return Step(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        index=ai_session.step_count,
        kind="system",
        content=f"{by.name} escalated to the team: {given.reason}",
        data={"kind": "escalated", "by": str(by.id)},
    )


def _audit(handoff: Handoff, asking: Asking) -> AuditEntry:
    return AuditEntry(
        account_id=handoff.account_id,
        action="handoff.created",
        actor_id=asking.user.id,
        actor_name=asking.user.name,
        subject_kind="handoff",
        subject_id=handoff.id,
        detail={"ai_session_id": str(handoff.ai_session_id), "intent": handoff.intent, "target_user_id": None},
        request_id=asking.request_id,
        client=asking.client,
    )


def _bells(ai_session: AiSession, handoff: Handoff, recipients: list[User], *, by: User) -> list[Base]:
    about = {"account_id": handoff.account_id, "handoff_id": handoff.id}
    title = f"Escalation from {by.name}: {ai_session.problem[:70]}"
    bells = [
        Notification(
            **about, user_id=one.id, ai_session_id=ai_session.id, kind="escalation", title=title,
            link=f"/pilot/{ai_session.id}?pickup=true",
        )
        for one in recipients
    ]  # fmt: skip
    sent = {"channel": "bell", "state": "sent", "attempts": 1, "sent_at": now()}
    return [*bells, *(Delivery(**about, **sent, recipient=str(one.id)) for one in recipients)]


def _requests(ai_session: AiSession, handoff: Handoff, recipients: list[User], asking: Asking) -> list[OutboxRow]:
    """Events and jobs; a job with a deadline is sent when it is due."""
    ids = {"handoff_id": str(handoff.id), "session_id": str(ai_session.id)}
    events = ["handoff_created", "step_created", "session_changed", *["notification_created"] * len(recipients)]
    end = handoff.assessment_due_at
    row = {"account_id": handoff.account_id, "request_id": asking.request_id, "args": ids}
    return [
        *(OutboxRow(**row, id=uuid4(), kind="event", name=name, due=now() + GRACE) for name in events),
        OutboxRow(**row, id=uuid4(), kind="job", name="handoff.assess", due=now() + GRACE),
        OutboxRow(**row, id=uuid4(), kind="job", name="handoff.expire_assessment", due=end, not_before=end),
    ]


async def _send(requests: list[OutboxRow]) -> None:
    """One round trip: each event into the account's stream and channel, each job that is due into its queue."""
    async with redis.pipeline(transaction=False) as pipe:
        for one in requests:
            body = orjson.dumps({"id": str(one.id), "name": one.name, "args": one.args})
            if one.kind == "event":
                pipe.xadd(f"peer:replay:{one.account_id}", {"e": body}, maxlen=1_000, approximate=True)
                pipe.publish(f"peer:live:{one.account_id}", body)
            elif one.not_before is None:
                pipe.rpush("peer:queue", body)
        await pipe.execute()


def _answer(handoff: Handoff, *, by: User) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "session_id": handoff.ai_session_id,
        "intent": handoff.intent,
        "status": handoff.status,
        "reason": handoff.reason,
        "created_by": {"id": by.id, "name": by.name},
        "target_user": None,
        "snapshot": handoff.snapshot,
        "assessment_status": handoff.assessment_status,
        "assessment_error": None,
        "ai_assessment": None,
        "ai_assessment_data": None,
        "claimed_by": None,
        "claimed_at": None,
        "created_at": handoff.created_at,
    }
