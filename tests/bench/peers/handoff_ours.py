"""FlowPilot's own transaction, tenancy, outbox and enqueue around those statements."""

import json
import os
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy import text

from models import jobs
from models.jobs import Job
from tests.bench.peers.handoff import ACCOUNT, WRITES
from web import create_app
from web.edge.application import request_transaction
from web.edge.parsing import read_body

account = os.environ[ACCOUNT]
account_id = UUID(account)
writes = text(WRITES.format(account=account, n=":n", index=":index").replace('": ', '"\\: '))
app = create_app()


@app.post("/handoff")
def handoff() -> dict[str, Any]:
    # As every route reads it: a body that was read in another way would end the connection.
    given = json.loads(read_body(request))
    with request_transaction() as unit:
        unit.enter_account(account_id)
        handoff_id = unit.db_session.scalar(writes, given)
        for round_ in range(4):
            jobs.request(Job.HANDOFF_EXPIRE_ASSESSMENT, handoff_id=handoff_id, round=round_)
    return {"id": handoff_id}
