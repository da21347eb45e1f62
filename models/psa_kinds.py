"""Closed sets of the PSA integration that tables, the API and the adapters share."""

from __future__ import annotations

from enum import StrEnum


class Provider(StrEnum):
    CONNECTWISE = "connectwise"
    HALOPSA = "halopsa"
    AUTOTASK = "autotask"


class LookupKind(StrEnum):
    """The lists from which an admin picks.  A `parent_id` names the board, company or ticket type of an item."""

    BOARDS = "boards"
    """Boards (ConnectWise), teams (HaloPSA) or queues (Autotask)."""
    STATUSES = "statuses"
    PRIORITIES = "priorities"
    COMPANIES = "companies"
    CONTACTS = "contacts"
    AGENTS = "agents"
    NOTE_TYPES = "note_types"
    """HaloPSA's outcomes and Autotask's note types; ConnectWise has none."""
    PUBLISH_LEVELS = "publish_levels"
    """Who reads a note: Autotask only."""
    TICKET_TYPES = "ticket_types"
    """HaloPSA only."""
    WORK_TYPES = "work_types"
    ROLES = "roles"


class Option(StrEnum):
    """Ids that an admin picks from look-ups, because they are different in each tenant."""

    NOTE_TYPE = "note_type_id"
    """HaloPSA's outcome, and Autotask's note type, of internal notes."""
    PUBLIC_NOTE_TYPE = "public_note_type_id"
    PUBLISH = "publish_id"
    """Autotask: who reads an internal note."""
    PUBLIC_PUBLISH = "public_publish_id"
    """Autotask: who reads a public note."""
    BOARD = "board_id"
    """Where new tickets are created."""
    PRIORITY = "priority_id"
    """Of new tickets for which nobody chose one."""
    NEW_STATUS = "new_status_id"
    """Autotask: the status of new tickets."""
    TICKET_TYPE = "ticket_type_id"
    """HaloPSA: the type of new tickets."""
    RESOLVED_STATUS = "resolved_status_id"
    """Preselected when a session is concluded."""
    ESCALATED_STATUS = "escalated_status_id"
    """Set when a session is escalated; left alone if nobody chose one."""
    WORK_TYPE = "work_type_id"
    """ConnectWise's work type and Autotask's billing code of time entries."""
    ROLE = "role_id"
    """ConnectWise's work role and Autotask's role of time entries."""
