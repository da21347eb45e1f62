"""Checks the options of a connection against the lists that were read from its tenant."""

from __future__ import annotations

from models.core.errors import Invalid
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind, Option
from models.psa_options import DECIDES_WHO_READS, LOOKUP_OF, split_name
from models.queries.psa_lookups import known_ids

_UNKNOWN = "The ticket system has no such value. Pick one from the list."
_NOT_READ = "FlowPilot has not read this list from the ticket system yet. Test the connection, then pick a value."
_SAME = "Whoever reads internal notes must not be the same as whoever reads public ones."


def checked(connection: PsaConnection, options: dict[str, str]) -> dict[str, str]:
    """`options` without the empty ones.

    A value that is new has to be in a list that was read from this tenant.  Where the list was not read yet, only what
    decides who reads a note is refused.  Raises Invalid (422).
    """
    given = {name: value for name, value in options.items() if value}
    former = connection.options or {}
    new = {name: value for name, value in given.items() if former.get(name) != value}
    known: dict[LookupKind, set[str] | None] = {}
    problems: dict[str, list[str]] = {}
    for name, value in new.items():
        option = split_name(name)[0]
        kind = LOOKUP_OF[option]
        if kind not in known:
            known[kind] = known_ids(connection, kind)
        if problem := _problem(option, value, known[kind]):
            problems[f"options.{name}"] = [problem]
    if given.get(Option.PUBLISH) and given.get(Option.PUBLISH) == given.get(Option.PUBLIC_PUBLISH):
        problems[f"options.{Option.PUBLISH}"] = [_SAME]
    if problems:
        raise Invalid(detail=problems)
    return given


def _problem(option: Option, value: str, ids: set[str] | None) -> str | None:
    if ids is None:
        return _NOT_READ if option in DECIDES_WHO_READS else None
    return None if value in ids else _UNKNOWN
