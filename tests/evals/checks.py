"""Compares an answer with what its case expects.  Each objection is a sentence; no objection means that it passed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prompts.marker_tags import TAGS
from tests.evals.answers import Answer
from tests.evals.case import Case, Expected

_MARKER = re.compile(rf"^\s*\[(?:{'|'.join(TAGS)})\]", re.MULTILINE)


def objections(case: Case, answer: Answer) -> list[str]:
    """What is wrong with the answer, most general first."""
    if answer.error or case.expect.fails_with:
        is_right = answer.error == case.expect.fails_with
        return [] if is_right else [f"ended in {answer.error}, expected {case.expect.fails_with or 'an answer'}"]
    return [*_general(answer), *_words(case.expect, answer), *_parts(case.expect, answer)]


def _general(answer: Answer) -> Iterator[str]:
    """True of every answer to every case."""
    if not answer.text.strip():
        yield "the answer is empty"
    if _MARKER.search(answer.text):
        yield "a marker is shown"


def _words(expect: Expected, answer: Answer) -> Iterator[str]:
    text = answer.text.casefold()
    for group in expect.mentions:
        if not any(word.casefold() in text for word in group):
            yield f"does not mention {' or '.join(group)}"
    for word in expect.not_mentions:
        if word.casefold() in text:
            yield f"mentions {word}"


def _parts(expect: Expected, answer: Answer) -> Iterator[str]:
    if expect.outcomes is not None and answer.outcomes != expect.outcomes:
        yield f"reads the outcomes {answer.outcomes}, expected {expect.outcomes}"
    if expect.proposes_fix is not None and (answer.fix is not None) != expect.proposes_fix:
        yield "proposes a fix" if answer.fix else "proposes no fix"
    if expect.confidence and answer.confidence not in expect.confidence:
        yield f"is of {answer.confidence} confidence, allowed is {' or '.join(expect.confidence)}"
    asks = bool(answer.questions) or "?" in answer.text
    if expect.asks is not None and asks != expect.asks:
        yield "asks something" if asks else "asks nothing"
    yield from _facts(expect, answer)


def _facts(expect: Expected, answer: Answer) -> Iterator[str]:
    noted = " ".join(answer.facts).casefold()
    yield from (f"does not note {value}" for value in expect.facts if value.casefold() not in noted)
    yield from (f"notes {value}" for value in expect.no_facts if value.casefold() in noted)
