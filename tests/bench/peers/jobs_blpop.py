"""The least a job can cost: one list, one loop."""

import sys

from tests.bench.peers.jobs import client, note, produce

LIST = "bench:blpop"

if __name__ == "__main__":
    if sys.argv[1:] == ["work"]:
        while True:
            note(int(client.blpop([LIST])[1]))
    produce(lambda asked: client.rpush(LIST, asked))
