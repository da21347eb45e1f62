"""The ledger as Markdown: what is only said and what is shown differ, and nothing in a text becomes markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import markdown_it
import pytest

from models.attempt import Attempt, AttemptKind, AttemptOutcome, Author, Evidence
from models.attempt_markdown import NOTHING, ledger_as_markdown
from models.core.redaction import Redactor

AT = datetime(2026, 11, 28, 10, 31, tzinfo=UTC)
SAM = Author(UUID(int=1), "Sam Keller")


def attempt(**changes: Any) -> Attempt:
    values: dict[str, Any] = {
        "id": UUID(int=2),
        "n": 1,
        "title": "Restart the writer",
        "kind": AttemptKind.FIX,
        "by": SAM,
        "at": AT,
        "outcome": AttemptOutcome.DID_NOT_WORK,
        "notes": None,
    }
    return Attempt(**(values | changes))


def shown(excerpt: str, machine: str | None = None) -> tuple[Evidence, ...]:
    return (Evidence(UUID(int=3), excerpt, "0" * 64, machine, AT),)


def test_without_attempts_it_says_so() -> None:
    assert ledger_as_markdown([]) == NOTHING


def test_said_and_shown_look_different() -> None:
    said = attempt(notes="State 9 again")
    proven = attempt(n=2, title="Reboot", outcome=AttemptOutcome.WORKED, evidence=shown("State: [1] Stable", "FS01"))
    assert (
        ledger_as_markdown([said, proven])
        == """\
1. **Restart the writer**: did not work (Sam Keller, 28 Nov 2026, 10:31 UTC)

   State 9 again

   *Said so, no output on record.*
2. **Reboot**: worked (Sam Keller, 28 Nov 2026, 10:31 UTC)

   *Shown* on FS01, 10:31 UTC:

   ```text
   State: [1] Stable
   ```"""
    )


@pytest.mark.parametrize("outcome", [AttemptOutcome.PENDING, AttemptOutcome.VERIFYING, AttemptOutcome.DISMISSED])
def test_nothing_is_said_to_be_so_without_a_result(outcome: AttemptOutcome) -> None:
    assert "Said so" not in ledger_as_markdown([attempt(outcome=outcome)])


@pytest.mark.parametrize(
    "text",
    [
        "2. reboot",
        "- item",
        "# heading",
        "**bold** _x_ `code` [link](http://x.test) ![i](y)",
        "<script>alert(1)</script> &amp;",
        "C:\\Users\\_svc\\AppData and \\\\fs01\\finance",
        "a | b ~~c~~",
        "```\nfence",
    ],
)
def test_texts_of_people_stay_text(text: str) -> None:
    rendered = markdown_it.MarkdownIt().render(ledger_as_markdown([attempt(title=text, notes=text)]))
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<strong>{plain}</strong>" in rendered
    assert f"<p>{plain}</p>" in rendered


def test_every_text_of_an_attempt_is_redacted_on_request() -> None:
    texts = attempt(
        title="Ask jane@northwind.example", notes="jane@northwind.example", evidence=shown("jane@northwind.example")
    )
    assert "jane" in ledger_as_markdown([texts])
    assert "jane" not in ledger_as_markdown([texts], redact=Redactor(contacts=True).redact)


@pytest.mark.parametrize("excerpt", ["```\nx", "````", "a\n\nb\n```", "   indented", ""])
def test_an_excerpt_stays_in_its_block(excerpt: str) -> None:
    rendered = markdown_it.MarkdownIt().render(ledger_as_markdown([attempt(evidence=shown(excerpt)), attempt(n=2)]))
    assert rendered.count("<li>") == 2 and rendered.count("<pre>") == 1
    assert f"{excerpt}\n</code>" in rendered
