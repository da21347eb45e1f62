"""`python -m tests.outside.anthropic_server --port 0`: prints its address and answers until interrupted."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading

from tests.outside.anthropic_server import AnthropicServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.outside.anthropic_server")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    with AnthropicServer(port=parser.parse_args().port) as server, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"ANTHROPIC_BASE_URL={server.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
