"""FastAPI with sse-starlette and a bus in memory: one queue for each client, no Redis in between."""

import asyncio
import json

from fastapi import FastAPI, Request
from sse_starlette.sse import EventSourceResponse

app = FastAPI()
clients: set[asyncio.Queue] = set()


@app.get("/stream")
async def stream() -> EventSourceResponse:
    queue: asyncio.Queue = asyncio.Queue()
    clients.add(queue)

    async def events():
        try:
            while True:
                yield await queue.get()
        finally:
            clients.discard(queue)

    return EventSourceResponse(events())


@app.post("/publish")
async def publish(request: Request) -> dict:
    event = {"event": "handoff_created", "data": json.dumps(await request.json())}
    for queue in clients:
        queue.put_nowait(event)
    return {}
