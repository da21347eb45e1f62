"""Renders a template of `mails/` twice: `text/` and `html/` hold the layouts and the parts (`parts.j2`) that it uses.

A template names parts such as a heading, a paragraph or a button; each part exists for both forms.  The HTML escapes
everything; the text is what it is.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

WIDTH = 76
_BLANK_LINES = re.compile(r"(?:[ \t]*\n){3,}")


@dataclass(frozen=True)
class MailText:
    text: str
    html: str


def render(template: str, context: Mapping[str, Any]) -> MailText:
    """`template` without its ending.  Raises jinja2.UndefinedError if the context lacks what the template shows."""
    name = f"{template}.j2"
    html = _HTML.get_template(name).render(context)
    text = _TEXT.get_template(name).render(context)
    return MailText(text=_BLANK_LINES.sub("\n\n", text).strip() + "\n", html=html.strip() + "\n")


def _environment(form: str) -> jinja2.Environment:
    loaders = [jinja2.PackageLoader("tasks.mail_texts", f"templates/{folder}") for folder in (form, "mails")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        undefined=jinja2.StrictUndefined,
        autoescape=form == "html",  # noqa: S701 -- the plain text must not be escaped
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"wrapped": wrapped, "indented": indented}
    environment.globals["part"] = environment.get_template("parts.j2").module
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def wrapped(text: str, indent: str = "") -> str:
    """The text in lines of at most WIDTH characters.  Words, and so links, are never broken."""
    lines = text.strip().splitlines()
    return "\n".join(_wrapped_line(line, indent) for line in lines)


def indented(text: str, indent: str) -> str:
    """Each line with `indent` before it."""
    return "\n".join(f"{indent}{line}".rstrip() for line in text.strip("\n").splitlines())


def _wrapped_line(line: str, indent: str) -> str:
    """A line keeps its own indentation, which means something in lists and in output."""
    own = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        WIDTH,
        initial_indent=indent + own,
        subsequent_indent=indent + own,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Read when the process starts: a job is interrupted at any moment, also in the middle of a file.
_HTML, _TEXT = _environment("html"), _environment("text")
