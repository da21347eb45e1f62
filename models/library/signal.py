"""The shape of a signal, which is an entry of a YAML file in `signals/`."""

from __future__ import annotations

import msgspec

from models.library.families import Family


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a code or message means.

    `code` is the usual spelling: `0x80070005`, `1326`, `AADSTS50126`, `550 5.7.708`.  `names` are other spellings that
    people meet (`E_ACCESSDENIED`).  `source` is needed where a number alone is ambiguous: of an event, the provider.
    """

    code: str
    family: str
    meaning: str
    first_check: str
    names: tuple[str, ...] = ()
    source: str | None = None
    guides: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The family in people's words, with what makes the number unambiguous: "event of Service Control Manager"."""
        return Family(self.family).label_of(self.source)
