"""Figure 23: what a message's text goes through, for texts made to stall it, at two lengths."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from models.core.redaction import find_secrets
from models.evidence import evidence_in
from models.mentions import client_in, ticket_in
from models.titles import title_of
from prompts.pastes import cut_paste
from prompts.untrusted import neutralise
from tests.bench.place import Place
from tests.bench.table import Figure, ms

SHORT, LONG = 3_100, 31_000
ROUNDS = 5

UNITS = {
    "hexadecimal": "0123456789abcdef",
    "one digit": "1",
    "names of secrets": "password=",
    "a command": "net use a ",
    "line ends": "\n",
    "error lines": "error\n",
    "brackets": "[",
    "quotation marks": '"',
    "invisible characters": "p\u200ba",
    "addresses": "a@a.",
    "log lines": "2026-11-28 10:02:11 ERROR writer 12 timed out\n",
}
STEPS: dict[str, Callable[[str], object]] = {
    "redaction": lambda text: find_secrets(text, contacts_too=True),
    "cutting a paste": lambda text: cut_paste(text, 600),
    "title": title_of,
    "mentions": lambda text: (ticket_in(text), client_in(text, ["Contoso", "Northwind"])),
    "evidence": evidence_in,
    "neutralising": neutralise,
}


def measure(place: Place) -> Iterator[Figure]:
    """The growth with the worst text: 1 is in proportion to the length, 10 is quadratic."""
    for name, step in STEPS.items():
        growths = {text: _growth(step, unit) for text, unit in UNITS.items()}
        worst = max(growths, key=lambda text: growths[text][0])
        ratio, short, long = growths[worst]
        words = f"{name} of {LONG:,} characters / ten times that of {SHORT:,}, worst of {len(UNITS)} texts: {worst}"
        yield Figure(number="23", words=words, ours=ms([long]), peer=ms([short]), ratio=ratio, goal="≤ 1.5")


def _growth(step: Callable[[str], object], unit: str) -> tuple[float, float, float]:
    """The ratio, and the seconds on a processor for the short and the long text: the least, without interruptions."""
    short, long = ((unit * LONG)[:length] for length in (SHORT, LONG))
    pairs = [(_seconds(step, short), _seconds(step, long)) for _ in range(ROUNDS)]
    before, after = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    return after / before / (LONG / SHORT), before, after


def _seconds(step: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    step(text)
    return time.thread_time() - began
