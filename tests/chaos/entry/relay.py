"""`python -m tests.chaos.entry.relay`: the real relay, without its sweeps when the harness says so."""

from __future__ import annotations

from tasks.relay import main
from tests.chaos.entry import sabotage

if __name__ == "__main__":
    sabotage.sabotage()
    main()
