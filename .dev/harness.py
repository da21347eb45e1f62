"""`make chaos`, `make tenancy`, `make mutants`, `make bench`: the harnesses of `tests/`, which bring their own servers.

harness.py MODULE [ARGUMENT ...]
"""

from __future__ import annotations

import os
import sys

from places import DEV, ROOT


def main() -> None:
    """Become `python -m MODULE` in the checkout, with the set-up's modules importable."""
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(DEV)
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])


if __name__ == "__main__":
    main()
