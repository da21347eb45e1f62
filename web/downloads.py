"""Turns a text of ours, which is Markdown, into a file that a person downloads: as it is, as a page, or as plain text.

The page is safe by construction: raw HTML, links and images of the Markdown stay visible text, so that opening the
file runs nothing and fetches nothing.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from html import escape

from flask import Response
from markdown_it import MarkdownIt
from markdown_it.token import Token

_STYLE = """
body { color: #1b1f24; font: 11pt/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; }
h1 { font-size: 1.5em; line-height: 1.25; }
h2 { border-bottom: 1px solid #d0d7de; font-size: 1.15em; margin-top: 1.6em; }
pre { background: #f6f8fa; padding: .75em; white-space: pre-wrap; }
code { font-family: ui-monospace, monospace; }
h1, h2, h3, p, li, code { overflow-wrap: anywhere; }
table { border-collapse: collapse; }
td, th { border: 1px solid #d0d7de; padding: .25em .5em; text-align: left; }
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  pre { background: none; border: 1px solid #999; }
  h1, h2, h3 { break-after: avoid; }
  pre, li, tr { break-inside: avoid; }
}
@page { margin: 18mm; }
"""
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_POLICY = _POLICY.rpartition("; ")[0]
"""A page cannot say itself who may frame it."""


def as_page(markdown: str, *, title: str) -> str:
    """A complete HTML page with its own style sheet, also for print."""
    body = _parser().render(markdown)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_PAGE_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def as_plain_text(markdown: str, *, title: str = "") -> str:
    """The words without the marks of Markdown, for a field that shows every character."""
    return "\n".join(_lines(_parser().parse(markdown))).strip() + "\n"


def _as_written(markdown: str, *, title: str) -> str:
    return markdown


_FORMATS: dict[str, tuple[str, Callable[..., str]]] = {
    "md": ("text/markdown", _as_written),
    "html": ("text/html", as_page),
    "txt": ("text/plain", as_plain_text),
}


def download(markdown: str, file_format: str, *, name: str, title: str) -> Response:
    """The file, which the browser saves and never shows as a page of ours.  `name` has no ending."""
    media_type, convert = _FORMATS[file_format]
    response = Response(convert(markdown, title=title), content_type=f"{media_type}; charset=utf-8")
    safe_name = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name}.{file_format}"'
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(["image", "link", "autolink", "reference", "html_block", "html_inline"])


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """One line for each heading, paragraph or list item, and the lines of code; empty lines between blocks."""
    marks: list[str] = []
    bullet = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            marks.append("- " if token.type == "bullet_list_open" else "")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            marks.pop()
            bullet = "  " * len(marks)
            yield from [] if marks else [""]
        elif token.type == "list_item_open":
            bullet = "  " * (len(marks) - 1) + (marks[-1] or f"{token.info}. ")
        elif token.type in ("fence", "code_block"):
            yield from [*token.content.rstrip().splitlines(), ""]
        elif token.type == "inline":
            yield bullet + _words(token)
            bullet = "  " * len(marks)
        elif token.type == "heading_close" or (token.type == "paragraph_close" and not marks):
            yield ""


def _words(inline: Token) -> str:
    """The text of a block without its marks."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in inline.children or [])
