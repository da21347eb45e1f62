"""A page that can only do this: Enter in its field commits one row and publishes it, and every open page shows a line.

`python -m tests.bench.peers.bare_page PORT`, with the addresses BARE_DATABASE_URL and REDIS_URL.
"""

from __future__ import annotations

import asyncio
import os
import sys

import psycopg2
import redis.asyncio

CHANNEL = "bare"
PAGE = b"""<!doctype html><meta charset="utf-8"><title>Bare</title>
<main><textarea aria-label="Why?"></textarea><ul></ul></main>
<script>
  document.querySelector("textarea").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    fetch("/escalate", { method: "POST", body: event.target.value });
  });
  new EventSource("/events").addEventListener("row", (event) => {
    const line = document.createElement("li");
    line.innerHTML = `<a href="#${event.data}">${event.data}</a>`;
    document.querySelector("ul").prepend(line);
  });
</script>
"""
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nCache-Control: no-store\r\n"


class BareServer:
    def __init__(self) -> None:
        self._database = psycopg2.connect(os.environ["BARE_DATABASE_URL"])
        with self._database, self._database.cursor() as cursor:
            cursor.execute("create table if not exists bare (id bigserial primary key, words text not null)")
        self._redis = redis.asyncio.Redis.from_url(os.environ["REDIS_URL"])
        self._streams: set[asyncio.StreamWriter] = set()

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", port, backlog=1_024)
        await asyncio.gather(server.serve_forever(), self._fan_out())

    async def _fan_out(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(CHANNEL)
            async for message in pubsub.listen():
                frame = b"event: row\ndata: " + message["data"] + b"\n\n"
                for stream in [*self._streams]:
                    if stream.is_closing():
                        self._streams.discard(stream)
                    else:
                        stream.write(frame)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer_one(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer_one(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if head.startswith(b"POST "):
            await self._escalate(await reader.readexactly(_length(head)))
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        elif head.startswith(b"GET /events"):
            writer.write(HEAD.format("text/event-stream").encode() + b"\r\n")
            self._streams.add(writer)
        elif head.startswith(b"GET / "):
            writer.write(f"{HEAD.format('text/html')}Content-Length: {len(PAGE)}\r\n\r\n".encode() + PAGE)
        else:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    async def _escalate(self, words: bytes) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._commit, words.decode())
        await self._redis.publish(CHANNEL, words)

    def _commit(self, words: str) -> None:
        with self._database, self._database.cursor() as cursor:
            cursor.execute("insert into bare (words) values (%s)", (words,))


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


if __name__ == "__main__":
    asyncio.run(BareServer().serve(int(sys.argv[1])))
