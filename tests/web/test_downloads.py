"""Our Markdown as a page and as plain text."""

from __future__ import annotations

from web.downloads import as_page, as_plain_text

MARKDOWN = """# Title

- **Client:** Contoso
- two

## Attempts

1. **Reset**: did not work

   It came back.

   ```text
   State: [9] Failed
   ```
2. Reboot

## Cause

A *stale* `token`.
"""


def test_plain_text_has_the_words_and_the_lists_without_marks() -> None:
    assert as_plain_text(MARKDOWN) == (
        "Title\n\n- Client: Contoso\n- two\n\nAttempts\n\n1. Reset: did not work\n  It came back.\nState: [9] Failed\n"
        "\n2. Reboot\n\nCause\n\nA stale token.\n"
    )


def test_a_page_names_its_title_as_text() -> None:
    page = as_page(MARKDOWN, title="</title><script>alert(1)</script>")
    assert "<script" not in page and "&lt;/title&gt;" in page
    assert "<h2>Cause</h2>" in page and "<strong>Reset</strong>" in page and "http-equiv=" in page


def test_markup_in_the_text_stays_text() -> None:
    page = as_page("<b onclick=x>hi</b>\n\n<http://evil.test>\n\n[a]: http://evil.test\n\n[a] &#60;i&#62;", title="T")
    assert "<b " not in page and "href" not in page and "<i>" not in page
