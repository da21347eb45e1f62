"""The sessions of the demo's MSP in the last two weeks."""

from __future__ import annotations

from web.demo.scenarios import before, escalated, handed_over, solved, under_way

SCENARIOS = [
    *before.SCENARIOS,
    *solved.SCENARIOS,
    *escalated.SCENARIOS,
    *handed_over.SCENARIOS,
    *under_way.SCENARIOS,
]
