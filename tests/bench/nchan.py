"""nchan, nginx's fan-out in C: where Debian's nginx and its module are installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import PEERS, Process, running

MODULE = "ngx_nchan_module.so"
_FOLDERS = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")


@dataclass(frozen=True)
class Nchan:
    nginx: str
    module: Path

    @contextmanager
    def serving(self, folder: Path, port: int, *, ready: Callable[[], bool]) -> Iterator[Process]:
        """`/stream` for subscribers, `/publish` for the body of a POST."""
        folder.mkdir(exist_ok=True)
        config = folder / "nginx.conf"
        template = (PEERS / "nchan.conf").read_text()
        config.write_text(template.format(module=self.module, folder=folder, port=port))
        with running([self.nginx, "-c", config], log=folder / "out.log", ready=ready) as process:
            yield process


def find_nchan() -> Nchan | None:
    """None where nginx or its module is missing."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    modules = [Path(folder) / MODULE for folder in _FOLDERS if (Path(folder) / MODULE).exists()]
    return Nchan(nginx, modules[0]) if nginx and modules else None
