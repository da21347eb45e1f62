"""Which TCP ports are free, and which one a server gets."""

from __future__ import annotations

import random
import socket

from setup.problems import SetupProblem

_SERVERS = range(20_000, 32_768)
"""Below the ports that systems use for outgoing connections, so that a port stays free until the next start."""
_TRIES = 50
USUAL_WEB = 8000


def is_free(port: int) -> bool:
    """Whether a server could listen on `port`; connections left by a server that just stopped do not matter."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
        return True


def for_server(remembered: int | None) -> int:
    """The port that a server had before, or another free one if that port is taken."""
    if remembered and is_free(remembered):
        return remembered
    for port in random.sample(_SERVERS, _TRIES):
        if is_free(port):
            return port
    raise SetupProblem("port_taken", "No free port was found between 20000 and 32767. Nothing was changed.")


def for_web(asked: str) -> int:
    """The port for `make run`: PORT (`asked`) if it is set, otherwise 8000 or the next free one.

    Raises SetupProblem: `port_taken` if PORT is taken, `bad_port` if it is no port number.
    """
    if not asked:
        return next((port for port in range(USUAL_WEB, USUAL_WEB + 100) if is_free(port)), 0) or for_server(None)
    if not asked.isdecimal() or not 0 < int(asked) < 65_536:
        raise SetupProblem("bad_port", f"PORT is {asked!r}, which is not a port (1 to 65535). Nothing was changed.")
    if not is_free(int(asked)):
        raise SetupProblem(
            "port_taken",
            f"Port {asked}, which PORT asks for, is taken by another program. Nothing was changed. End that program, or"
            " set PORT to another one; without PORT a free one is chosen.",
        )
    return int(asked)
