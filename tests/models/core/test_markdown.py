"""Markdown of ours around foreign texts: what a person wrote stays text, and a model cannot divide our document."""

from __future__ import annotations

import pytest

from models.core import markdown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Two\n\nparagraphs", "Two paragraphs"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("2. reboot", "2\\. reboot"),
        ("<b>bold</b> ![x](y)", "\\<b\\>bold\\</b\\> !\\[x\\](y)"),
        ("C:\\new_folder\\*", "C:\\\\new\\_folder\\\\\\*"),
        ("&lt; is no tag", "\\&lt; is no tag"),
    ],
)
def test_a_persons_text_is_one_line_without_markup(text: str, line: str) -> None:
    assert markdown.escaped(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Run `ipconfig /flushdns`", "Run `ipconfig /flushdns`"),
        ("1. Restart it", "Restart it"),
        ("- Restart it\n- twice", "Restart it - twice"),
        ("## Restart it", "Restart it"),
        ("See ![the log](x)", "See [the log](x)"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_a_models_line_keeps_its_markdown_but_not_its_structure(text: str, line: str) -> None:
    assert markdown.line_of(text) == line


def test_a_models_prose_has_no_headings_and_no_images() -> None:
    prose = "# Outcome\n\nIt **works**.\n\n  ## Next\n- one\n![x](y)"
    assert markdown.block_of(prose) == "Outcome\n\nIt **works**.\n\nNext\n- one\n[x](y)"


def test_a_document_has_the_sections_that_say_something() -> None:
    sections = [markdown.section("A", "one", "", "two"), markdown.section("B"), markdown.section("C", "", "three")]
    assert markdown.document(*sections) == "## A\n\none\n\ntwo\n\n## C\n\nthree\n"
    assert markdown.numbered(["x", "y"]) == "1. x\n2. y"
    assert markdown.bullets([]) == ""
