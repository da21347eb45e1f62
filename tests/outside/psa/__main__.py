"""`python -m tests.outside.psa connectwise --port 0 --seed demo`: prints its address and answers until interrupted."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import signal
import sys
import threading
from pathlib import Path

from tests.outside.psa.base import Simulator

SIMULATORS = {
    "connectwise": "tests.outside.psa.connectwise:ConnectWiseSimulator",
    "halopsa": "tests.outside.psa.halopsa:HaloSimulator",
    "autotask": "tests.outside.psa.autotask:AutotaskSimulator",
}


def simulator_class(name: str) -> type[Simulator]:
    module, _, attribute = SIMULATORS[name].partition(":")
    found: type[Simulator] = getattr(importlib.import_module(module), attribute)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.outside.psa")
    parser.add_argument("psa", choices=sorted(SIMULATORS))
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--seed", help="a set of data to begin with, such as demo")
    parser.add_argument("--keep", type=Path, help="a file that keeps the data for the next run")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kept: Path | None = options.keep
    has_data = kept is not None and kept.exists()
    simulator = simulator_class(options.psa)(port=options.port, seed=None if has_data else options.seed)
    if kept is not None and has_data:
        simulator.keep(json.loads(kept.read_text()))
    with simulator, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"PSA_URL={simulator.url}\n")
        sys.stdout.flush()
        threading.Event().wait()
    if kept is not None:
        draft = kept.with_suffix(".draft")
        draft.write_text(json.dumps(simulator.kept()))
        draft.rename(kept)


if __name__ == "__main__":
    main()
