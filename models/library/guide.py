"""The shape of a guide, which is one YAML file in `guides/AREA/`."""

from __future__ import annotations

from typing import Literal

import msgspec

Frequency = Literal["common", "sometimes", "rare"]
RiskLevel = Literal["low", "medium", "high"]
Language = Literal["powershell", "bash", "batch"]


class _Part(msgspec.Struct, frozen=True):
    """Each part is closed, so that a misspelt key is an error; msgspec does not hand these options down."""


class Opposition(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What makes the problem something else: phrases that people write, and the guide that fits then."""

    words: tuple[str, ...]
    why: str
    guide: str | None = None


class Cause(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cause, with what one sees if it is the cause and if it is not."""

    id: str
    text: str
    how_common: Frequency
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...] = ()


class Choice(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A likely answer to a check, with the causes (ids) that it supports and weakens."""

    label: str
    supports: tuple[str, ...] = ()
    weakens: tuple[str, ...] = ()


class Check(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question (`ask`) or something to look at (`do`), which changes nothing and separates the named causes.

    `command` is one line in `language`, and only reads.
    """

    id: str
    ask: str | None = None
    do: str | None = None
    command: str | None = None
    language: Language = "powershell"
    choices: tuple[Choice, ...] = ()
    separates: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the engineer is asked to answer or to do."""
        return self.ask or self.do or ""


class Script(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    language: Language
    body: str


class Fix(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fix for the named causes.

    `verify` says how one sees that it worked, `undo` how it is taken back, `backup` what is saved before.
    """

    id: str
    causes: tuple[str, ...] = msgspec.field(name="for")
    title: str
    rationale: str
    steps: tuple[str, ...]
    risk: RiskLevel
    script: Script | None = None
    verify: str
    undo: str | None = None
    backup: str | None = None


class TreeNode(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A node of the decision tree: a check (its id), and where each answer leads.

    A target is the id of another check in the tree, `fix:ID`, or `escalate`.  The first node is the root.
    """

    check: str
    answers: dict[str, str]


class Guide(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one kind of problem is found and fixed; causes, checks and fixes are in the order of an expert."""

    id: str
    area: str
    title: str
    short: str
    """The title in at most four words, so that an AI session's title has room for the machine."""
    symptoms: tuple[str, ...]
    """How users and junior engineers write it."""
    terms: tuple[str, ...]
    """Words of the trade that belong to the problem."""
    products: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    """Codes as the library's signals write them; an event as `SOURCE NUMBER`."""
    speaks_against: tuple[Opposition, ...] = ()
    causes: tuple[Cause, ...]
    checks: tuple[Check, ...]
    fixes: tuple[Fix, ...]
    first_do_not: tuple[str, ...]
    escalate_when: tuple[str, ...]
    tree: tuple[TreeNode, ...]

    def cause(self, cause_id: str) -> Cause:
        """Raises KeyError for an unknown id."""
        return {cause.id: cause for cause in self.causes}[cause_id]

    def fix(self, fix_id: str) -> Fix:
        """Raises KeyError for an unknown id."""
        return {fix.id: fix for fix in self.fixes}[fix_id]
