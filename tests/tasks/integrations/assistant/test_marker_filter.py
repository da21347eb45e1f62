"""The marker filter: the same result wherever the stream is split."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest

from prompts.chat_reply.markers import MAX_BODY_CHARACTERS
from prompts.marker_tags import TAGS
from tasks.integrations.assistant.marker_filter import Dropped, DropReason, Marker, MarkerFilter, Piece, Text

FIX = '[SUGGEST_FIX] {"title": "Do \\"it\\" {now}", "steps": ["a\\\\b", "c"]}'
FIX_BODY = {"title": 'Do "it" {now}', "steps": ["a\\b", "c"]}
LONG = "x" * (MAX_BODY_CHARACTERS + 50)

Outcome = tuple[str, list[Marker | Dropped]]

CASES: dict[str, tuple[str, str, list[Marker | Dropped]]] = {
    "only text": ("Just prose.\n\nMore.", "Just prose.\n\nMore.", []),
    "nothing": ("", "", []),
    "marker at the end": (f"Prose.\n{FIX}", "Prose.\n", [Marker("SUGGEST_FIX", FIX_BODY)]),
    "marker at the start": (f"{FIX}\nProse.", "Prose.", [Marker("SUGGEST_FIX", FIX_BODY)]),
    "its own newline goes with it": (f"A\n{FIX}\nB\n", "A\nB\n", [Marker("SUGGEST_FIX", FIX_BODY)]),
    "windows newline": (f"A\n{FIX}\r\nB", "A\nB", [Marker("SUGGEST_FIX", FIX_BODY)]),
    "blanks before the tag": ('A\n  [FACTS] {"facts": []}', "A\n", [Marker("FACTS", {"facts": []})]),
    "no blank after the tag": ('[FACTS]{"facts": []}', "", [Marker("FACTS", {"facts": []})]),
    "body on the next line": ('[FACTS]\n{"facts": []}\nB', "B", [Marker("FACTS", {"facts": []})]),
    "body over several lines": ('[FACTS] {\n "facts": []\n}\nB', "B", [Marker("FACTS", {"facts": []})]),
    "all of them": (
        "\n".join(f'[{tag}] {{"n": 1}}' for tag in TAGS),
        "",
        [Marker(tag, {"n": 1}) for tag in TAGS],
    ),
    "two on one line": (
        '[FACTS] {"a": 1} [FACTS] {"b": 2}\n',
        "",
        [Marker("FACTS", {"a": 1}), Marker("FACTS", {"b": 2})],
    ),
    "inside a sentence": ("See [FACTS] {} here", "See [FACTS] {} here", []),
    "inside a fence": ("```\n[FACTS] {}\n```\n[FACTS] {}", "```\n[FACTS] {}\n```\n", [Marker("FACTS", {})]),
    "inside a tilde fence": ("~~~ps\n[FACTS] {}\n~~~\n", "~~~ps\n[FACTS] {}\n~~~\n", []),
    "longer fence holds shorter": ("````\n```\n[FACTS] {}\n````\n", "````\n```\n[FACTS] {}\n````\n", []),
    "inline ticks are no fence": ("``` a ``` b\n[FACTS] {}", "``` a ``` b\n", [Marker("FACTS", {})]),
    "unknown tag with a body": ('A\n[NEW_THING] {"a": 1}\nB', "A\nB", [Dropped("NEW_THING", DropReason.UNKNOWN)]),
    "capital word in brackets": ("[NOTE] read this\n[OK]\n", "[NOTE] read this\n[OK]\n", []),
    "link": ("[FACTS and more](a)\n", "[FACTS and more](a)\n", []),
    "broken brackets": ("[\n[F\n[FACTS\n", "[\n[F\n[FACTS\n", []),
    "no object": ("[FACTS] none today\nB", "B", [Dropped("FACTS", DropReason.MALFORMED)]),
    "bad object": ("[FACTS] {nope}\nB", "B", [Dropped("FACTS", DropReason.MALFORMED)]),
    "forgotten brace": (
        '[FACTS] {"facts": [1\nProse.\n[ACTIONS] {"b": 2}',
        "Prose.\n",
        [Dropped("FACTS", DropReason.MALFORMED), Marker("ACTIONS", {"b": 2})],
    ),
    "cut in the tag": ("A\n[SUGGEST_F", "A\n[SUGGEST_F", []),
    "cut after the tag": ("A\n[FACTS]", "A\n", [Dropped("FACTS", DropReason.CUT)]),
    "cut in the body": ('A\n[FACTS] {"facts": ["b', "A\n", [Dropped("FACTS", DropReason.CUT)]),
    "cut in an escape": ('A\n[FACTS] {"facts": "b\\', "A\n", [Dropped("FACTS", DropReason.CUT)]),
    "oversized": (f'[FACTS] {{"a": "{LONG}"}}\nB', "B", [Dropped("FACTS", DropReason.OVERSIZED)]),
    "escaped quotes and braces": (
        "[FACTS] " + json.dumps({"a": 'x}"{', "b": "\\"}) + "\nB",
        "B",
        [Marker("FACTS", {"a": 'x}"{', "b": "\\"})],
    ),
    "not only ascii": ('Ä → “ok”\n[FACTS] {"ü": "→"}\n✓', "Ä → “ok”\n✓", [Marker("FACTS", {"ü": "→"})]),
    "blank lines around": (f"A\n\n{FIX}\n\n{FIX}\n", "A\n\n\n", [Marker("SUGGEST_FIX", FIX_BODY)] * 2),
}

for tag in TAGS:
    CASES |= {
        f"{tag} as text in a sentence": (f"See [{tag}] {{}} here", f"See [{tag}] {{}} here", []),
        f"{tag} as text in a quotation": (f"> [{tag}] {{}}\n", f"> [{tag}] {{}}\n", []),
        f"{tag} as text in a fence": (f"```\n[{tag}] {{}}\n```\n", f"```\n[{tag}] {{}}\n```\n", []),
        f"{tag} without an object": (f"A\n[{tag}] none\nB", "A\nB", [Dropped(tag, DropReason.MALFORMED)]),
        f"{tag} with a bad object": (f"A\n[{tag}] {{nope}}\nB", "A\nB", [Dropped(tag, DropReason.MALFORMED)]),
        f"{tag} cut": (f'A\n[{tag}] {{"a": ["b', "A\n", [Dropped(tag, DropReason.CUT)]),
        f"{tag} oversized": (f'[{tag}] {{"a": "{LONG}"}}\nB', "B", [Dropped(tag, DropReason.OVERSIZED)]),
    }


def _run(chunks: list[str]) -> Outcome:
    marker_filter = MarkerFilter()
    pieces: list[Piece] = [piece for chunk in chunks for piece in marker_filter.feed(chunk)]
    pieces += marker_filter.finish()
    text = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    return text, [piece for piece in pieces if not isinstance(piece, Text)]


def _cut(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(places), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


every_case = pytest.mark.parametrize(("reply", "visible", "markers"), CASES.values(), ids=CASES)


@every_case
def test_text_and_markers_are_separated(reply: str, visible: str, markers: list[Marker | Dropped]) -> None:
    assert _run([reply]) == (visible, markers)


@every_case
def test_no_single_split_makes_a_difference(reply: str, visible: str, markers: list[Marker | Dropped]) -> None:
    places = range(len(reply) + 1) if len(reply) < 500 else [*range(60), *range(len(reply) - 60, len(reply))]
    for place in places:
        assert _run(_cut(reply, [place])) == (visible, markers), place


@every_case
def test_no_splitting_into_many_makes_a_difference(reply: str, visible: str, markers: list[Marker | Dropped]) -> None:
    dice = random.Random(reply)
    for _ in range(60):
        places = [dice.randint(0, len(reply)) for _ in range(dice.randint(2, 12))]
        assert _run(_cut(reply, places)) == (visible, markers), sorted(places)


@every_case
def test_one_character_at_a_time_makes_no_difference(reply: str, visible: str, markers: list[Marker | Dropped]) -> None:
    assert _run(list(reply)) == (visible, markers)


@pytest.mark.parametrize("seed", range(20))
def test_cases_one_after_another_still_split_anywhere(seed: int) -> None:
    dice = random.Random(seed)
    reply = "\n".join(dice.choice([case[0] for case in CASES.values()]) for _ in range(6))
    whole = _run([reply])
    for _ in range(20):
        assert _run(_cut(reply, [dice.randint(0, len(reply)) for _ in range(15)])) == whole


def test_text_goes_out_at_once_unless_it_may_become_a_marker() -> None:
    marker_filter = MarkerFilter()
    assert marker_filter.feed("Hello") == [Text("Hello")]
    assert marker_filter.feed(" [FAC") == [Text(" [FAC")]
    assert marker_filter.feed("\n") == [Text("\n")]
    assert marker_filter.feed("[FAC") == []
    assert marker_filter.feed("E it") == [Text("[FACE it")]


def test_a_body_that_never_ends_costs_its_line_and_no_memory() -> None:
    marker_filter = MarkerFilter()
    pieces = [
        piece for word in ['[FACTS] {"a": "', *["word "] * 20_000, "\nProse."] for piece in marker_filter.feed(word)
    ]
    assert pieces == [Dropped("FACTS", DropReason.OVERSIZED), Text("Prose.")]
    assert marker_filter.finish() == []
