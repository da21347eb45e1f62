"""A small checkout with the real `setup` package and process types of a few lines, to run `make run`'s command in."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import psutil

from setup.data_folder import DataFolder
from setup.paths import SETUP
from setup.servers import ports
from setup.supervision import orphans

_WEB = """
import http.server, os
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_):
        print(self.path, flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Ready).serve_forever()
"""

_WORKER = "import time; print('at work', flush=True); time.sleep(600)"


class Checkout:
    """Its folder's name has a space and a percent sign, which have meanings in configuration files."""

    def __init__(self, tmp_path: Path, worker: str = _WORKER) -> None:
        self.root = tmp_path / "a 100%d checkout"
        shutil.copytree(SETUP, self.root / "setup", ignore=shutil.ignore_patterns("__pycache__"))
        self.data = DataFolder(self.root / ".data")
        self._write("web.py", _WEB)
        self._write("worker.py", worker)
        self._write("Procfile", f"release: true\nweb: {sys.executable} web.py\nworker: {sys.executable} worker.py\n")
        self._write("web/static/index.html", "built already")
        self._write(".dev-cache/spa-built-from", hashlib.sha256().hexdigest())

    def _write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def start(self) -> Running:
        """Start `make run`'s command; use it as a context manager."""
        return Running(self)

    def processes(self) -> list[psutil.Process]:
        """Every process of the run that is recorded in the data folder."""
        run = self.data.unfinished_run()
        return orphans.find(self.data.path, run.token) if run else []


class Running:
    """A run under way, what it says and how it is ended."""

    def __init__(self, checkout: Checkout) -> None:
        # A port of the run's own: other tests' runs look for the next free one at the same moment.
        env = {**os.environ, "DEMO_DATA": "0", "FLOWPILOT_DATA": "", "PORT": str(ports.for_server(None))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "setup.run"],
            cwd=checkout.root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self._heard = threading.Condition()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)
        self._listener.join()
        self.process.stdout.close()

    def _listen(self) -> None:
        for line in self.process.stdout:
            with self._heard:
                self.said.append(line)
                self._heard.notify_all()

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """The first line with `words`, said already or to come."""
        with self._heard:
            assert self._heard.wait_for(lambda: self._line(words), seconds), "".join(self.said)
            return self._line(words)

    def _line(self, words: str) -> str:
        return next((line for line in self.said if words in line), "")

    def end(self, how: signal.Signals, seconds: float = 60) -> int:
        """Send the signal and wait; returns the exit code."""
        self.process.send_signal(how)
        return self.process.wait(seconds)
