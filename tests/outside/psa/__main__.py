"""`python -m tests.outside.psa connectwise --port 0 --seed demo`: prints its address and answers until interrupted."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
import threading

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
    options = parser.parse_args()
    simulator = simulator_class(options.psa)(port=options.port, seed=options.seed)
    with simulator, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"PSA_URL={simulator.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
