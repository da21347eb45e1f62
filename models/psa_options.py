"""From which look-up an admin picks each option, and which options each PSA cannot do without."""

from __future__ import annotations

from collections.abc import Mapping

from models.psa_kinds import LookupKind, Option, Provider

LOOKUP_OF: dict[Option, LookupKind] = {
    Option.NOTE_TYPE: LookupKind.NOTE_TYPES,
    Option.PUBLIC_NOTE_TYPE: LookupKind.NOTE_TYPES,
    Option.PUBLISH: LookupKind.PUBLISH_LEVELS,
    Option.PUBLIC_PUBLISH: LookupKind.PUBLISH_LEVELS,
    Option.BOARD: LookupKind.BOARDS,
    Option.PRIORITY: LookupKind.PRIORITIES,
    Option.NEW_STATUS: LookupKind.STATUSES,
    Option.TICKET_TYPE: LookupKind.TICKET_TYPES,
    Option.RESOLVED_STATUS: LookupKind.STATUSES,
    Option.ESCALATED_STATUS: LookupKind.STATUSES,
    Option.WORK_TYPE: LookupKind.WORK_TYPES,
    Option.ROLE: LookupKind.ROLES,
}
DECIDES_WHO_READS = frozenset({Option.NOTE_TYPE, Option.PUBLIC_NOTE_TYPE, Option.PUBLISH, Option.PUBLIC_PUBLISH})
"""A wrong id here can show an internal note to a client, so it must have been read from the tenant."""
PER_BOARD = frozenset({Option.RESOLVED_STATUS, Option.ESCALATED_STATUS})
"""May be given for one board as `resolved_status_id:17`, because ConnectWise's boards have their own statuses."""

_NEEDED: dict[Provider, dict[str, tuple[Option, ...]]] = {
    Provider.CONNECTWISE: {"notes": (), "public_notes": ()},
    Provider.HALOPSA: {"notes": (Option.NOTE_TYPE,), "public_notes": (Option.PUBLIC_NOTE_TYPE,)},
    Provider.AUTOTASK: {
        "notes": (Option.NOTE_TYPE, Option.PUBLISH),
        "public_notes": (Option.NOTE_TYPE, Option.PUBLISH, Option.PUBLIC_PUBLISH),
    },
}


def missing_options(provider: Provider, options: Mapping[str, str]) -> dict[str, list[str]]:
    """The options that nobody has picked yet, and without which notes and public notes are refused (`Psa`)."""
    return {
        purpose: [str(option) for option in needed if not options.get(option)]
        for purpose, needed in _NEEDED[provider].items()
    }


def split_name(name: str) -> tuple[Option, str | None]:
    """The option that `name` sets, and the board that it sets it for.  Raises ValueError for an unknown name."""
    plain, colon, board_id = name.partition(":")
    option = Option(plain)
    if colon and not (board_id and option in PER_BOARD):
        raise ValueError(name)
    return option, board_id or None


def status_option(options: Mapping[str, str], option: Option, board_id: str | None) -> str | None:
    """The status picked for tickets of this board, else the one for all boards; None if nobody picked one."""
    return options.get(f"{option}:{board_id}") or options.get(option) or None
