"""The same on FastAPI and asyncpg, which enqueues nothing."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request

from tests.bench.peers.handoff import ACCOUNT, ENTER, OUTBOX, WRITES

account = os.environ[ACCOUNT]
enter, outbox = ENTER.format(account=account), OUTBOX.format(account=account)
writes = WRITES.format(account=account, n="$1", index="$2")


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["PEER_DATABASE_URL"], min_size=10, max_size=10) as app.state.pool:
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/handoff")
async def handoff(request: Request) -> dict:
    given = await request.json()
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(enter)
        handoff_id = await connection.fetchval(writes, given["n"], given["index"])
        await connection.execute(outbox)
    return {"id": str(handoff_id)}
