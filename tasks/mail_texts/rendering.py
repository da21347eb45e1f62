"""Renders a template of `mails/` twice: `text/` and `html/` hold the layouts and the parts (`parts.j2`) that it uses.

A template names parts such as a heading, a paragraph or a button; each part exists for both forms.  The HTML escapes
everything; the text is what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

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
    environment.filters |= {"indented": indented}
    environment.globals["part"] = environment.get_template("parts.j2").module
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def indented(text: str, indent: str = "") -> str:
    """Each line with `indent` before it.  A long line stays one: the reader's program wraps it to its own width."""
    return "\n".join(f"{indent}{line}".rstrip() for line in text.strip("\n").splitlines())


# Read when the process starts: a job is interrupted at any moment, also in the middle of a file.
_HTML, _TEXT = _environment("html"), _environment("text")
