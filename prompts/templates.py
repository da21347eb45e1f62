"""Versioned prompt templates: `<task>/system.v<n>.j2` and `user.v<n>.j2`, each with front matter.

A template holds instructions and placeholders, never facts.  They are filled in `prompts.<task>.assembly`.
A changed prompt is a file with a new version; every result stores the hash of the prompt that was used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import jinja2
import yaml
from pydantic import BaseModel, ConfigDict

from prompts.models_catalog import Effort, Tier

CURRENT_VERSIONS = {
    "chat_reply": 6,
    "assessment": 2,
    "conversation_summary": 1,
    "resolution_note": 1,
    "escalation_package": 2,
    "documentation": 2,
    "client_update": 1,
    "case": 1,
    "script": 1,
    "templatize": 1,
    "tree": 1,
}
"""The version that each task uses; files of older versions stay, because results name them."""

_FENCE = "---\n"


class PromptInputError(Exception):
    """A template was given other inputs than its front matter names."""


class FrontMatter(BaseModel):
    """The front matter of a template.  Only system templates have `tier`, `max_tokens` and `effort`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: int
    purpose: str
    tier: Tier | None = None
    max_tokens: int | None = None
    effort: Effort | None = None
    inputs: list[str]


@dataclass(frozen=True)
class PromptRef:
    """Which prompt a result came from: stored with every call."""

    id: str
    version: int
    hash: str


@dataclass(frozen=True)
class Template:
    """One template file; `render` takes exactly the inputs its front matter names."""

    front: FrontMatter
    body: str

    def render(self, inputs: Mapping[str, str]) -> str:
        """Fill the placeholders.  Raises PromptInputError for a missing or an extra input."""
        if set(inputs) != set(self.front.inputs):
            raise PromptInputError(f"{self.front.id} takes {sorted(self.front.inputs)}, not {sorted(inputs)}")
        return _environment().from_string(self.body).render(inputs).strip()


@dataclass(frozen=True)
class Prompt:
    """A task's two templates and the reference that is stored with its results."""

    ref: PromptRef
    tier: Tier
    max_tokens: int
    system: Template
    user: Template


@cache
def prompt_for(task: str, version: int | None = None) -> Prompt:
    """The task's prompt, in its current version unless another is named."""
    number = version or CURRENT_VERSIONS[task]
    system, user = _read(task, f"system.v{number}.j2"), _read(task, f"user.v{number}.j2")
    assert system.front.tier and system.front.max_tokens
    digest = hashlib.sha256("\0".join([system.body, user.body, *shared_sources()]).encode()).hexdigest()[:16]
    return Prompt(PromptRef(task, number, digest), system.front.tier, system.front.max_tokens, system, user)


def shared_sources() -> list[str]:
    """The parts that templates include, in a stable order."""
    folder = _folder().joinpath("_shared")
    return [part.read_text(encoding="utf-8") for part in sorted(folder.iterdir(), key=lambda part: part.name)]


def _read(task: str, name: str) -> Template:
    text = _folder().joinpath(task, name).read_text(encoding="utf-8")
    _, front, body = text.split(_FENCE, 2)
    return Template(FrontMatter.model_validate(yaml.safe_load(front)), body)


def _folder() -> Traversable:
    return resources.files("prompts")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("prompts", "."),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is a prompt, not HTML; untrusted text is neutralised before
        trim_blocks=True,
        lstrip_blocks=True,
    )
