"""The control API of a simulator, under a path that no PSA has, for tests and people in other processes.

    GET  /_simulator/received?route=POST%20*/notes      the calls so far, without headers
    GET  /_simulator/state                              in flight, most in flight, number of calls
    POST /_simulator/reset     {"seed": "demo"}
    POST /_simulator/seed      {"name": "tickets", "count": 1000}
    POST /_simulator/faults    {"kind": "apply_then_close", "route": "POST */notes", "times": 3}
    POST /_simulator/faults    {"chances": [{"kind": "500", "probability": 0.1}], "route": "*", "seed": 1}
    POST /_simulator/heal      {}
    POST /_simulator/release   {}

`Control` is a client for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request as UrlRequest, build_opener

from tests.outside.psa.exchange import Reply, Request, json_reply
from tests.outside.psa.faults import Fault

if TYPE_CHECKING:
    from tests.outside.psa.base import Simulator

PREFIX = "/_simulator/"
SECONDS = 30.0


def answer(simulator: Simulator, request: Request) -> Reply:
    action = _ACTIONS.get(f"{request.method} {request.path.removeprefix(PREFIX)}")
    if action is None:
        return json_reply({"message": "The control API has no such call."}, 404)
    try:
        return json_reply(action(simulator, request))
    except (KeyError, TypeError, ValueError) as error:
        return json_reply({"message": f"{type(error).__name__}: {error}"}, 400)


def _received(simulator: Simulator, request: Request) -> Any:
    return [one.as_json() for one in simulator.calls(request.query.get("route", "*"))]


def _state(simulator: Simulator, request: Request) -> Any:
    return {"calls": len(simulator.received), "most_in_flight": simulator.most_in_flight}


def _reset(simulator: Simulator, request: Request) -> Any:
    simulator.reset((request.json or {}).get("seed"))


def _seed(simulator: Simulator, request: Request) -> Any:
    with simulator.lock:
        simulator.seed(**request.json)


def _faults(simulator: Simulator, request: Request) -> Any:
    wanted = request.json
    route = wanted.get("route", "*")
    if "chances" in wanted:
        chances = {Fault.from_json(one): float(one["probability"]) for one in wanted["chances"]}
        simulator.fail_randomly(chances, route=route, seed=int(wanted["seed"]))
    else:
        simulator.fail(Fault.from_json(wanted), route=route, times=int(wanted.get("times", 1)))


def _heal(simulator: Simulator, request: Request) -> Any:
    simulator.heal()


def _release(simulator: Simulator, request: Request) -> Any:
    simulator.release()


_ACTIONS: Mapping[str, Callable[[Any, Request], Any]] = {
    "GET received": _received,
    "GET state": _state,
    "POST reset": _reset,
    "POST seed": _seed,
    "POST faults": _faults,
    "POST heal": _heal,
    "POST release": _release,
}


class Control:
    """Steers a simulator that runs in another process; `url` is the simulator's."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/") + PREFIX
        self._opener = build_opener(ProxyHandler({}))

    def received(self, route: str = "*") -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = self._call("received?" + urlencode({"route": route}))
        return calls

    def state(self) -> dict[str, int]:
        state: dict[str, int] = self._call("state")
        return state

    def reset(self, seed: str | None = None) -> None:
        self._call("reset", {"seed": seed})

    def seed(self, name: str, **options: Any) -> None:
        self._call("seed", {"name": name, **options})

    def fail(self, kind: str, *, route: str = "*", times: int = 1, retry_after: str | None = None) -> None:
        self._call("faults", {"kind": kind, "route": route, "times": times, "retry_after": retry_after})

    def fail_randomly(self, chances: Mapping[str, float], *, seed: int, route: str = "*") -> None:
        """`chances` by the kinds' values."""
        listed = [{"kind": kind, "probability": probability} for kind, probability in chances.items()]
        self._call("faults", {"chances": listed, "route": route, "seed": seed})

    def heal(self) -> None:
        self._call("heal", {})

    def release(self) -> None:
        self._call("release", {})

    def _call(self, what: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with self._opener.open(UrlRequest(self._url + what, data=data), timeout=SECONDS) as reply:
            return json.load(reply)
