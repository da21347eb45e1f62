"""The shape of the playbooks, which are read from the YAML files in `playbooks/`; `retrieval` chooses among them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from prompts.shapes import Level

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Check(_Part):
    """A question that separates the causes."""

    ask: Sentence
    choices: Annotated[list[Sentence], Field(min_length=2)] | None = None


class PlaybookFix(_Part):
    """A fix, in the order in which the playbook would try them; a script is PowerShell unless `shell` says bash."""

    key: Key
    title: Sentence
    rationale: Sentence
    steps: Annotated[list[Sentence], Field(min_length=2, max_length=8)]
    risk: Level
    script: str | None = None
    shell: str = "powershell"


class TreeNode(_Part):
    """A step of the decision tree: a question with answers, or the key of a fix."""

    ask: Sentence | None = None
    answers: dict[Sentence, TreeNode] = {}
    fix: Key | None = None

    @model_validator(mode="after")
    def _asks_or_fixes(self) -> TreeNode:
        asks = self.ask is not None and len(self.answers) > 1
        if asks == (self.fix is not None) or (self.fix is not None and (self.ask or self.answers)):
            raise ValueError("a node either asks with at least two answers or names a fix")
        return self

    def fix_keys(self) -> set[str]:
        """Every fix that some path through the tree ends in."""
        keys = {self.fix} if self.fix else set()
        return keys.union(*(node.fix_keys() for node in self.answers.values()))


class Playbook(_Part):
    """What is known about one kind of problem."""

    id: Key
    title: Sentence
    short: Annotated[str, StringConstraints(pattern=r"^\S+( \S+){1,3}$")]
    """The title in at most four words, so that a session's title has room for the machine."""
    terms: Annotated[list[str], Field(min_length=5)]
    causes: Annotated[list[Sentence], Field(min_length=2)]
    checks: Annotated[list[Check], Field(min_length=2)]
    fixes: Annotated[list[PlaybookFix], Field(min_length=2)]
    tree: TreeNode

    @model_validator(mode="after")
    def _tree_names_own_fixes(self) -> Playbook:
        unknown = self.tree.fix_keys() - {fix.key for fix in self.fixes}
        if unknown:
            raise ValueError(f"the tree of {self.id} names fixes it does not have: {sorted(unknown)}")
        return self


@cache
def load_playbooks() -> tuple[Playbook, ...]:
    """All playbooks, ordered by id.  Raises pydantic.ValidationError for a file that breaks the shape."""
    folder = resources.files(__package__).joinpath("playbooks")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    entries = [entry for file in files for entry in _parse(file.read_text(encoding="utf-8"))]
    return tuple(sorted((Playbook.model_validate(entry) for entry in entries), key=lambda playbook: playbook.id))


def _parse(text: str) -> list[Any]:
    """Uses libyaml where PyYAML was built with it: it takes a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parsed: list[Any] = yaml.load(text, Loader=loader)  # noqa: S506 -- both are safe loaders
    return parsed
