"""The Markdown of a documentation: made from sections, read back into them, and changed in one place."""

from __future__ import annotations

import pytest

from models.documentation import Section, whole
from models.documentation_text import Frame, markdown_of, sections_in, with_section

FRAME = Frame(title="Outlook\nasks", lines=[("Client", "Contoso"), ("Ticket", "#48210")], attempts="1. **Reset**: done")
SECTIONS = whole({"problem": "It asks.", "actions": "- Reset", "cause": "A token."})


def test_the_document_has_its_sections_in_order_and_leaves_out_empty_ones() -> None:
    assert markdown_of(SECTIONS, FRAME) == (
        "# Outlook asks\n\n- **Client:** Contoso\n- **Ticket:** #48210\n\n## Problem\n\nIt asks."
        "\n\n## Actions\n\n- Reset\n\n## Attempts\n\n1. **Reset**: done\n\n## Cause\n\nA token.\n"
    )


def test_what_was_written_is_read_back() -> None:
    assert sections_in(markdown_of(SECTIONS, FRAME)) == SECTIONS


@pytest.mark.parametrize(
    "text",
    [
        "# Not a title",
        "## Cause\nnot this",
        "  ## Resolution",
        "```\n## Cause\n```\nafter",
        "```\n## Cause",
        "~~~~ log\n~~~\n```",
        "````\n```\n## Cause",
        "```\n```js\n## Cause\n```",
        "```\n~~~\n## Cause\n```\nafter",
        "```a ` b\nno fence",
    ],
)
def test_no_text_of_a_section_ends_it(text: str) -> None:
    sections = whole({"problem": text, "cause": "This."})
    found = sections_in(markdown_of(sections, FRAME))
    assert found["cause"] == "This." and found["resolution"] == "" and found["problem"]


@pytest.mark.parametrize(
    ("text", "closing"), [("```\nls", "```"), ("````sh\nls\n```", "````"), ("- Run\n  ~~~\n  ls", "  ~~~")]
)
def test_an_open_block_is_closed_where_its_section_ends(text: str, closing: str) -> None:
    written = whole({"problem": f"{text}\n{closing}", "cause": "This."})
    assert sections_in(markdown_of(whole({"problem": text, "cause": "This."}), FRAME)) == written
    changed = with_section("## Problem\n\nOld.\n\n## Cause\n\nThis.\n", Section.PROBLEM, text)
    assert sections_in(changed) == written


def test_a_section_is_replaced_where_it_stands_and_everything_else_stays() -> None:
    content = "Intro\n\n## cause\n\nOld.\n\n## Remarks\n\nCall first.\n\n## Cause ##\n\nOlder."
    changed = with_section(content, Section.CAUSE, "New.")
    assert changed == "Intro\n\n## Cause\n\nNew.\n\n## Remarks\n\nCall first.\n"
    assert sections_in(changed)["cause"] == "New."


def test_a_section_that_is_missing_is_added() -> None:
    assert with_section("## Problem\n\nIt asks.", Section.CAUSE, "A token.").endswith("## Cause\n\nA token.\n")


def test_a_hostile_text_takes_no_time() -> None:
    hostile = "## " + " #" * 30_000 + "x\n" + "`" * 30_000
    assert sections_in(hostile) == whole({})
